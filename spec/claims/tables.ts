/** Tables by a name, as accumulators of claims keep them (§1.3). */

/** The table without a key; the same object if it is not there. */
export function without<T>(table: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  if (!(key in table)) return table
  const { [key]: _gone, ...rest } = table
  return rest
}
