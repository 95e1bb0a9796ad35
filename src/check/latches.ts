/**
 * Latches: fields of a claim's accumulator that only remember that its witness's situation has arisen. A search need
 * not remember: the situation arises in some run exactly if some step makes it arise, and each step is looked at. So
 * latches are put back after each step, and make no two worlds out of one.
 */
import type { Claim } from '../../spec/boundary.ts'

type Fields = Readonly<Record<string, unknown>>

/** The accumulator with the claim's latches as they were at the start. */
export function unlatched({ latches = [] }: Pick<Claim, 'latches'>, value: unknown, start: unknown): unknown {
  return latches.reduce<unknown>((now, path) => back(now, start, path.split('.')), value)
}

function back(value: unknown, start: unknown, [field, ...rest]: readonly string[]): unknown {
  if (field === undefined) return start
  const own = (value as Fields)[field]
  const next = back(own, (start as Fields)[field], rest)
  return next === own ? value : { ...(value as Fields), [field]: next }
}
