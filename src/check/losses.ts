/**
 * What is lost where more messages would be in flight than a lossy network holds (Model.overflow): of those that were
 * in flight before, any, until the new ones fit. To lose more, or earlier, gains nothing: who has more messages in
 * flight can do all that others can, and lose them later. So no message is lost before there is need, and what nodes
 * can do is the same as with losses at any time (docs/checking.md).
 */
import type { Space } from './space.ts'

/** The losses of one search. */
export class Losses<L = unknown> {
  private readonly space: Space<L>
  private readonly known = new Map<string, readonly (readonly number[])[]>()

  constructor(space: Space<L>) {
    this.space = space
  }

  /** By node, what may be left of these inboxes when so many messages stay: each way once. */
  leftOf(inboxes: readonly number[], size: number): readonly (readonly number[])[] {
    const key = `${size} ${inboxes.join()}`
    const known = this.known.get(key)
    if (known !== undefined) return known
    const letters = inboxes.flatMap((inbox, node) =>
      this.space.inboxes[node]!.lettersOf(inbox).map((letter) => [node, letter] as const),
    )
    const ways = subsets(letters, size).map((kept) =>
      inboxes.map((_, node) =>
        this.space.inboxes[node]!.idOf(kept.flatMap(([to, letter]) => (to === node ? [letter] : []))),
      ),
    )
    const distinct = [...new Map(ways.map((way) => [way.join(), way])).values()]
    this.known.set(key, distinct)
    return distinct
  }
}

/** All ways to keep so many of these, in order. */
export function subsets<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  if (size === 0) return [[]]
  if (items.length < size) return []
  const [first, ...rest] = items as [T, ...T[]]
  return [...subsets(rest, size - 1).map((kept) => [first, ...kept]), ...subsets(rest, size)]
}

/** All ways to keep any number of these, in order. */
export function allSubsets<T>(items: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: items.length + 1 }, (_, size) => subsets(items, size)).flat()
}
