/** What the search for a linearization remembers: states, transitions, and where it has been (§10.3). */
import { Interner, same } from '../../spec/canonical.ts'
import type { Operation, SequentialModel } from './history.ts'

/** No transition: the operation, in this state, would have been answered otherwise. */
export const DISAGREES = -1

/** Gives equal plain values equal numbers, counted from 0. Exact. */
export class Numbering<T> {
  /** The values by number. */
  readonly values: T[] = []
  private readonly numbers = new Map<unknown, number>()
  private readonly interner = new Interner<object>()

  /** The number of this value. */
  of(value: T): number {
    const key = typeof value === 'object' && value !== null ? this.interner.intern(value) : value
    const known = this.numbers.get(key)
    if (known !== undefined) return known
    const number = this.values.push(value) - 1
    this.numbers.set(key, number)
    return number
  }
}

/** The model over small integers: each distinct state and each distinct (state, operation) is met once. */
export class Transitions<S, O, R> {
  private readonly model: SequentialModel<S, O, R>
  private readonly history: readonly Operation<O, R>[]
  private readonly states = new Numbering<S>()
  private readonly known = new Map<number, number>()

  constructor(model: SequentialModel<S, O, R>, history: readonly Operation<O, R>[]) {
    this.model = model
    this.history = history
    this.states.of(model.init)
  }

  /** The state after operation `index` in this state, or `DISAGREES`. The initial state is 0. */
  next(state: number, index: number): number {
    const key = state * this.history.length + index
    const known = this.known.get(key)
    if (known !== undefined) return known
    const { operation, result } = this.history[index]!
    const after = this.model.apply(this.states.values[state]!, operation)
    const agrees = result === null || this.agrees(after.result, result.is)
    const next = agrees ? this.states.of(after.state) : DISAGREES
    this.known.set(key, next)
    return next
  }

  private agrees(expected: R, observed: R): boolean {
    return this.model.agrees?.(expected, observed) ?? same(expected, observed)
  }
}

/**
 * The set of (operations taken, state) that were tried: Lowe's memo, exact. Open addressing over one array of
 * 32-bit words; an entry is the bits of the operations taken, then the state.
 */
export class Memo {
  private readonly width: number
  private entries: Int32Array
  private slots = new Int32Array(1 << 10)
  private count = 0

  /** For sets of `bits` operations. */
  constructor(bits: number) {
    this.width = Math.ceil(bits / 32) + 1
    this.entries = new Int32Array(this.width << 9)
  }

  /** Adds (taken, state), where `hash` is a function of `taken`. False: it was there already. */
  add(taken: Int32Array, hash: number, state: number): boolean {
    const mask = this.slots.length - 1
    let slot = spread(hash, state) & mask
    for (;;) {
      const entry = this.slots[slot]!
      if (entry === 0) break
      if (this.equals(entry - 1, taken, state)) return false
      slot = (slot + 1) & mask
    }
    if ((this.count + 1) * this.width > this.entries.length) this.entries = doubled(this.entries)
    const at = this.count * this.width
    this.entries.set(taken, at)
    this.entries[at + this.width - 1] = state
    this.slots[slot] = ++this.count
    if (this.count * 2 > this.slots.length) this.rehash()
    return true
  }

  private equals(entry: number, taken: Int32Array, state: number): boolean {
    const at = entry * this.width
    if (this.entries[at + this.width - 1] !== state) return false
    for (let i = 0; i < taken.length; i++) if (this.entries[at + i] !== taken[i]) return false
    return true
  }

  private rehash(): void {
    const slots = new Int32Array(this.slots.length * 4)
    const mask = slots.length - 1
    for (let entry = 0; entry < this.count; entry++) {
      const at = entry * this.width
      let slot =
        spread(hashOfBits(this.entries, at, this.width - 1), this.entries[at + this.width - 1]!) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = entry + 1
    }
    this.slots = slots
  }
}

/** The hash of one taken operation; that of a set is their exclusive or, so that it can be kept up to date. */
export function hashOfBit(index: number): number {
  let h = Math.imul(index + 1, 0x9e3779b1)
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b)
  return h ^ (h >>> 13)
}

function hashOfBits(words: Int32Array, at: number, width: number): number {
  let hash = 0
  for (let i = 0; i < width; i++) {
    for (let rest = words[at + i]!; rest !== 0; rest &= rest - 1) {
      hash ^= hashOfBit(i * 32 + 31 - Math.clz32(rest & -rest))
    }
  }
  return hash
}

function spread(hash: number, state: number): number {
  const h = Math.imul(hash ^ Math.imul(state + 1, 0xc2b2ae35), 0x27d4eb2f)
  return h ^ (h >>> 15)
}

function doubled(entries: Int32Array): Int32Array {
  const next = new Int32Array(entries.length * 2)
  next.set(entries)
  return next
}
