/**
 * The orders in which a world's fresh names may come where a part alone does not decide it: two entries of a table, or two
 * messages, that look alike with their names masked. First the names that are known already decide, then each is tried.
 */
import type { Field, NameWalk } from './name-walk.ts'

/** A part of the world: values one after another, or in any order. */
export interface Bag {
  readonly isOrdered: boolean
  readonly items: readonly unknown[]
}

/** Stands for a name that has no number yet. */
const UNKNOWN = -1

/** Every order, one after another. */
export class NameOrders {
  private readonly walk: NameWalk
  private readonly numbers = new Map<string, number>()
  // By decision on the way: which of the equals goes first, and how many there are.
  private readonly picks: number[] = []
  private readonly equals: number[] = []
  private decisions = 0

  constructor(walk: NameWalk) {
    this.walk = walk
  }

  /** Shows each order of all names, those that are `known` first and as they are. */
  each(known: readonly string[], bags: readonly Bag[], show: (names: readonly string[]) => void): void {
    const { picks, equals, numbers } = this
    picks.length = 0
    do {
      this.decisions = 0
      numbers.clear()
      for (const name of known) this.add(name)
      for (const bag of bags) this.bag(bag)
      show([...numbers.keys()])
      while (picks.length > 0 && picks.at(-1)! + 1 === equals[picks.length - 1]) picks.pop()
      if (picks.length > 0) picks[picks.length - 1]!++
    } while (picks.length > 0)
  }

  private add(name: string): void {
    if (!this.numbers.has(name)) this.numbers.set(name, this.numbers.size)
  }

  private bag({ isOrdered, items }: Bag): void {
    if (isOrdered) for (const item of items) this.value(item)
    else this.fields(items.map((item) => ['', item]))
  }

  private value(value: unknown): void {
    const { walk } = this
    if (!walk.isUndecided(value)) for (const name of walk.namesIn(value)) this.add(name)
    else if (typeof value === 'string') this.text(value)
    else if (Array.isArray(value)) for (const item of value) this.value(item)
    else {
      const { plain, named } = walk.fieldsOf(value as object)
      for (const [, item] of plain) this.value(item)
      this.fields(named)
    }
  }

  private text(text: string): void {
    for (const group of this.walk.groupsIn(text)) {
      this.inTurn(
        group,
        (name) => [this.numbers.get(name) ?? UNKNOWN],
        (name) => this.add(name),
      )
    }
  }

  private fields(fields: readonly Field[]): void {
    this.inTurn(
      fields.filter((field) => this.walk.namesIn(field).length > 0),
      (field) => this.rankOf(field),
      ([key, item]) => {
        this.value(key)
        this.value(item)
      },
    )
  }

  // What it looks like, then the numbers that its names have.
  private rankOf([key, item]: Field): readonly number[] {
    const { walk } = this
    const names = [...new Set([...walk.namesIn(key), ...walk.namesIn(item)])]
    const known = names.map((name) => this.numbers.get(name) ?? UNKNOWN)
    // Where their order hangs on how they are spelled, only which they are counts.
    const isOpen = walk.isUndecided(key) || walk.isUndecided(item)
    return [
      names.length,
      walk.looks(key),
      walk.looks(item),
      ...(isOpen ? known.sort((a, b) => a - b) : known),
    ]
  }

  // The least first, ranked anew each time, for its names are known then; of equals the one that is picked.
  private inTurn<T>(
    items: readonly T[],
    rank: (item: T) => readonly number[],
    take: (item: T) => void,
  ): void {
    let left = items
    while (left.length > 0) {
      const ranked = left.map((item) => ({ item, is: rank(item) }))
      const first = ranked.reduce((least, one) => (compared(one.is, least.is) < 0 ? one : least))
      const alike = ranked.filter(({ is }) => compared(is, first.is) === 0)
      const { item } = alike[this.pick(alike.length)]!
      take(item)
      left = left.filter((other) => other !== item)
    }
  }

  private pick(equals: number): number {
    if (equals === 1) return 0
    const at = this.decisions++
    if (at === this.picks.length) this.picks.push(0)
    this.equals[at] = equals
    return this.picks[at]!
  }
}

// Of ranks that are equal in length wherever they are equal so far.
function compared(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((number, place) => number !== b[place])
  return at < 0 ? 0 : a[at]! - b[at]!
}
