/**
 * The search's inner loop: all that may happen in one world, each as the packed world after it. A successor is
 * its parent's words plus the differences of the slots that change; the difference that a node's own step makes
 * is part of its row (rows.ts), so that most successors cost an addition per word.
 */
import type { Batch } from './batch.ts'
import { Losses } from './losses.ts'
import { BEGIN, END, HEAD, IDLE, MORE, OUTSIDE, type Rows } from './rows.ts'
import type { Space } from './space.ts'
import type { Steps } from './steps.ts'

/** Expands worlds of one space into a batch. */
export class Expander<L = unknown> {
  /** Transitions so far; those that change nothing are counted too, as TLC does. */
  generated = 0
  /** Steps that were not taken because they lead outside of the bounds. */
  outside = 0
  /** Are transitions that change nothing put into the batch as well? */
  showsIdle = false
  /** By slot, the greatest value so far for which a layout had no room. */
  readonly outgrown: Int32Array
  private readonly space: Space<L>
  private readonly steps: Steps<L>
  private readonly rows: Rows<L>
  private readonly batch: Batch
  private readonly inFlightMax: number
  private readonly losses: Losses<L>
  private slots: Int32Array
  private room = 0
  private over = false

  constructor(space: Space<L>, steps: Steps<L>, rows: Rows<L>, batch: Batch) {
    this.space = space
    this.steps = steps
    this.rows = rows
    this.batch = batch
    this.outgrown = new Int32Array(space.slots)
    this.slots = this.outgrown
    this.inFlightMax = space.model.inFlightMax ?? -1
    this.losses = new Losses(space)
  }

  /**
   * Puts every successor of a world into the batch, in a stable order. False: one of them outgrew the layout, and
   * none is there and none is counted; widen and expand again. `words` and `slots`: the world, packed and not.
   */
  expand(world: number, words: Int32Array, slots: Int32Array): boolean {
    const { rows, batch, generated, outside } = this
    const { nodes } = this.space
    const { count } = batch
    this.slots = slots
    this.room = this.inFlightMax < 0 ? 0 : this.inFlightMax - this.inFlight()
    this.over = false
    for (let node = 0; node < nodes && !this.over; node++) {
      const row = rows.rowOf(node, slots[node]!, slots[nodes + node]!)
      const head = row * HEAD
      const begin = rows.heads.at[head + BEGIN]!
      const end = rows.heads.at[head + END]!
      const shown = this.showsIdle ? end : rows.heads.at[head + IDLE]!
      this.outside += rows.heads.at[head + OUTSIDE]!
      this.generated += end - shown
      if (rows.outgrown) this.over = true
      else this.takeAll(world, words, node, begin, shown)
    }
    if (!this.over) return true
    batch.count = count
    this.generated = generated
    this.outside = outside
    return false
  }

  private takeAll(world: number, words: Int32Array, node: number, begin: number, end: number): void {
    const { batch, rows } = this
    const size = words.length
    const stride = size + 1
    batch.reserve(batch.count + end - begin, size)
    const deltas = rows.deltas.at
    for (let entry = begin; entry < end; entry++) {
      // A step before may have made room for more.
      const packed = batch.words
      const into = batch.count * size
      const from = entry * stride
      for (let word = 0; word < size; word++) packed[into + word] = words[word]! + deltas[from + word]!
      if (deltas[from + size] === MORE && !this.rest(world, node, entry, into)) {
        // Losses may have taken the room of those to come.
        batch.reserve(batch.count + end - entry, size)
        continue
      }
      this.taken(world, node, entry)
    }
  }

  private taken(world: number, node: number, entry: number): void {
    const { batch } = this
    const at = batch.count++
    batch.parents[at] = world
    batch.node[at] = node
    batch.entry[at] = entry
    this.generated++
  }

  // What a step does beyond its own node's state and inbox; false: it is not taken, or with losses that it was.
  private rest(world: number, node: number, entry: number, into: number): boolean {
    const { rows, steps, space, slots } = this
    const step = rows.step.at[entry]!
    const spends = rows.spends.at[entry]!
    const facts = steps.facts.at[step]!
    if (spends >= 0) {
      const budget = space.budgets.spend(slots[space.budget]!, spends)
      if (budget < 0) return false
      this.put(into, space.budget, slots[space.budget]!, budget)
    }
    if (this.space.model.overflow === 'lost') return this.afterLosses(world, node, entry, into)
    const flown = this.send(node, entry, step, into)
    if (this.over) return false
    if (this.inFlightMax >= 0 && flown > this.room) {
      this.outside++
      return false
    }
    this.fold(into, facts)
    return !this.over
  }

  private fold(into: number, facts: number): void {
    if (facts === 0) return
    const { accumulators, folds } = this.space
    const before = this.slots[accumulators]!
    this.put(into, accumulators, before, folds.step(before, facts))
  }

  // Where the messages sent do not fit beside those in flight: one world for each way to lose some of these.
  private afterLosses(world: number, node: number, entry: number, into: number): boolean {
    const { rows, steps, space, slots, losses } = this
    const { nodes, inboxes } = space
    const step = rows.step.at[entry]!
    const sends = steps.ends.at[step]! - steps.begins.at[step]!
    const own = rows.inbox.at[entry]!
    const gone = inboxes[node]!.counts.at[slots[nodes + node]!]! - inboxes[node]!.counts.at[own]!
    this.fold(into, steps.facts.at[step]!)
    if (sends - gone > this.room) {
      const flying = Array.from({ length: nodes }, (_, to) => (to === node ? own : slots[nodes + to]!))
      this.lose(world, node, entry, into, flying, losses.leftOf(flying, this.inFlightMax - sends))
      return false
    }
    this.send(node, entry, step, into)
    return !this.over
  }

  private lose(
    world: number,
    node: number,
    entry: number,
    into: number,
    flying: readonly number[],
    ways: readonly (readonly number[])[],
  ): void {
    const { batch, space } = this
    const size = this.rows.layout.words
    const before = batch.words.slice(into, into + size)
    batch.reserve(batch.count + ways.length, size)
    for (const left of ways) {
      const at = batch.count * size
      batch.words.set(before, at)
      for (let to = 0; to < left.length && !this.over; to++) {
        if (left[to] !== flying[to]) this.put(at, space.nodes + to, flying[to]!, left[to]!)
      }
      if (!this.over) this.send(node, entry, this.rows.step.at[entry]!, at)
      if (this.over) return
      this.taken(world, node, entry)
    }
  }

  private valueIn(into: number, slot: number): number {
    const { layout } = this.rows
    return (this.batch.words[into + layout.word[slot]!]! >>> layout.shift[slot]!) & layout.mask[slot]!
  }

  // Puts the step's messages into their inboxes; how many messages more are in flight than before.
  private send(node: number, entry: number, step: number, into: number): number {
    const { rows, steps, space, slots } = this
    const { nodes, inboxes } = space
    const own = rows.inbox.at[entry]!
    let flown = inboxes[node]!.counts.at[own]! - inboxes[node]!.counts.at[slots[nodes + node]!]!
    const end = steps.ends.at[step]!
    for (let at = steps.begins.at[step]!; at < end && !this.over; at++) {
      const to = steps.to.at[at]!
      const slot = nodes + to
      const before = this.valueIn(into, slot) // this step may have sent there before
      const after = inboxes[to]!.add(before, steps.letter.at[at]!)
      if (after === before) continue
      this.put(into, slot, before, after)
      flown += inboxes[to]!.counts.at[after]! - inboxes[to]!.counts.at[before]!
    }
    return flown
  }

  // No slot overflows, so that adding the difference changes this slot alone.
  private put(into: number, slot: number, before: number, after: number): void {
    const { mask, shift, word } = this.rows.layout
    if ((after & ~mask[slot]!) !== 0) {
      this.over = true
      this.outgrown[slot] = Math.max(this.outgrown[slot]!, after)
      return
    }
    const at = into + word[slot]!
    this.batch.words[at] = this.batch.words[at]! + ((after - before) << shift[slot]!)
  }

  private inFlight(): number {
    const { nodes, inboxes } = this.space
    let flying = 0
    for (let node = 0; node < nodes; node++) flying += inboxes[node]!.counts.at[this.slots[nodes + node]!]!
    return flying
  }
}
