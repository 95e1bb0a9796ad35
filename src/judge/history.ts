/** Histories of operations, and the sequential models that they are judged against (§10.3). */

/**
 * A sequential model: what one thread alone would see. Deterministic; states, operations and results are
 * JSON-safe plain data, compared structurally.
 */
export interface SequentialModel<S, O, R> {
  readonly init: S
  /** Pure. */
  readonly apply: (state: S, operation: O) => { readonly state: S; readonly result: R }
  /**
   * The object that an operation acts on, where objects are independent of each other: each part of the history
   * is judged on its own, from `init` (locality, Herlihy and Wing 1990, Theorem 1). Absent: one object.
   */
  readonly partition?: (operation: O) => string
  /** Could a caller who was told `observed` have been answered `expected`? Absent: structural equality. */
  readonly agrees?: (expected: R, observed: R) => boolean
}

/** One operation of a history, as its caller saw it. */
export interface Operation<O, R> {
  /** Who called; for the explanation alone. */
  readonly by?: string
  readonly operation: O
  /** When it was called, on any scale that grows: virtual time, or the position in the history. */
  readonly called: number
  /** When its caller was answered; null: never, so it may take effect at any later time, or not at all. */
  readonly returned: number | null
  /** What the caller was told. Null: unknown (always so where `returned` is null), then any result will do. */
  readonly result: { readonly is: R } | null
}

/** One operation strictly before another: its caller was answered before the other was called. */
export function precedes(
  one: { readonly returned: number | null },
  other: { readonly called: number },
): boolean {
  return one.returned !== null && one.returned < other.called
}

/** The history by independent object, in the order in which objects first occur. */
export function partitions<S, O, R>(
  model: SequentialModel<S, O, R>,
  history: readonly Operation<O, R>[],
): ReadonlyMap<string, readonly Operation<O, R>[]> {
  const parts = new Map<string, Operation<O, R>[]>()
  for (const operation of history) {
    const key = model.partition?.(operation.operation) ?? ''
    const part = parts.get(key)
    if (part === undefined) parts.set(key, [operation])
    else part.push(operation)
  }
  return parts
}
