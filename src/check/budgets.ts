/** Budgets: how often each fault may still be used, as one interned integer that is part of the world. */
import { Pairs } from './pairs.ts'

const SPENT = 0x7ffffffe

/** The states of all budgets. State 0 is the beginning. */
export class Budgets {
  /** The names, in order; a budget is called by its place. */
  readonly names: readonly string[]
  private readonly left: (readonly number[])[]
  private readonly ids = new Map<string, number>()
  private readonly spent = new Pairs()

  constructor(budgets: Readonly<Record<string, number>>) {
    this.names = Object.keys(budgets).sort()
    this.left = []
    this.idOf(this.names.map((name) => budgets[name] as number))
  }

  /** How many distinct states there are. */
  get size(): number {
    return this.left.length
  }

  /** The place of a budget, or -1: never to be had. */
  placeOf(name: string): number {
    return this.names.indexOf(name)
  }

  /** What is left of each budget in a state. */
  leftOf(state: number): readonly number[] {
    return this.left[state] as readonly number[]
  }

  /** The state after this budget was used once, or -1: nothing is left of it. */
  spend(state: number, place: number): number {
    if (place < 0) return -1
    const known = this.spent.get(state, place)
    if (known >= 0) return known === SPENT ? -1 : known
    const left = this.leftOf(state)
    const mine = left[place] as number
    const next = mine > 0 ? this.idOf(left.map((each, at) => (at === place ? each - 1 : each))) : -1
    this.spent.set(state, place, next < 0 ? SPENT : next)
    return next
  }

  /** The state in which so much is left of each. */
  idOf(left: readonly number[]): number {
    const key = left.join()
    const known = this.ids.get(key)
    if (known !== undefined) return known
    this.ids.set(key, this.left.length)
    this.left.push(left)
    return this.left.length - 1
  }
}
