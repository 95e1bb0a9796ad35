/**
 * Breadth first through every world that can be reached: what is found first was found by a shortest run. Exact:
 * parts are interned by structural equality, and packed worlds are compared word by word.
 */
import { BATCH, Batch } from './batch.ts'
import { Expander } from './expand.ts'
import { Rows } from './rows.ts'
import type { Space } from './space.ts'
import type { Steps } from './steps.ts'
import { ABSENT, Visited } from './visited.ts'

/** Up to so many worlds the tables may grow fast: memory is looked at every 256 worlds, then every 4096. */
const OFTEN = 65_536

/** Worlds between two reports of how far a search has come, less one: a power of two. */
const PROGRESS_MASK = 4095

/** Brings a world into a form that is the same for all worlds that are to count as one. */
export interface Settling {
  /** Can there be worlds that are not in that form? Asked before each settling; once true, always true. */
  readonly isNeeded: boolean
  settle(slots: Int32Array): void
  /** Bytes that its own tables hold. */
  readonly bytes: number
}

/** Is told what a search comes upon. */
export interface Watch {
  /** Worlds from this number up to that one, exclusive, are new. */
  found(from: number, to: number): void
  /** The batch holds these transitions, not settled yet. Absent: not asked for. */
  readonly passed?: ((batch: Batch) => void) | undefined
  /** Is there no need to go on? */
  readonly enough: boolean
}

/** When a search gives up. Counts and bytes, never time: a verdict must not depend on the machine. */
export interface Limits {
  readonly worldsMax: number
  readonly bytesMax: number
}

/** One search over one space. */
export class Search<L = unknown> {
  readonly space: Space<L>
  readonly steps: Steps<L>
  readonly rows: Rows<L>
  readonly visited: Visited
  readonly batch = new Batch()
  readonly expander: Expander<L>
  /** Levels so far: worlds on the longest shortest path, the first included. */
  depth = 0
  private readonly settling: Settling
  private readonly slots: Int32Array
  private words = new Int32Array(1)
  private settled = new Int32Array(0)
  private watch: Watch | undefined

  /** `memo` false: the model is asked for every step anew. */
  constructor(space: Space<L>, steps: Steps<L>, memo: boolean, settling: Settling) {
    this.space = space
    this.steps = steps
    this.settling = settling
    this.visited = new Visited(space.slots)
    this.rows = new Rows(space, steps, this.visited.layout, memo)
    this.expander = new Expander(space, steps, this.rows, this.batch)
    this.slots = new Int32Array(space.slots)
  }

  /** Visits every reachable world. Undefined: done, or the watch had enough; otherwise the limit that was met. */
  run(limits: Limits, watch: Watch, onProgress?: () => void): string | undefined {
    this.watch = watch
    this.begin()
    let levelEnd = 1
    this.depth = 1
    for (let world = 0; ; world++) {
      if (world === levelEnd || this.batch.count >= BATCH || this.rows.full) this.flush()
      if (world === this.visited.count) return undefined
      if (world === levelEnd) {
        // A level is always finished, so that what was counted does not depend on the order within it.
        if (watch.enough) return undefined
        this.depth++
        levelEnd = this.visited.count
      }
      if ((world & PROGRESS_MASK) === 0) onProgress?.()
      if (this.visited.count >= limits.worldsMax) return `${limits.worldsMax} worlds`
      if ((world & (world < OFTEN ? 255 : 4095)) === 0 && this.bytes > limits.bytesMax)
        return `${limits.bytesMax} bytes`
      if (this.rows.full) this.rows.forget()
      this.expand(world)
    }
  }

  /** Puts the successors of a visited world into the batch. */
  expand(world: number): void {
    const { visited, expander } = this
    for (;;) {
      if (this.words.length !== visited.layout.words) this.words = new Int32Array(visited.layout.words)
      visited.copy(world, this.words)
      visited.layout.unpack(this.words, 0, this.slots)
      if (expander.expand(world, this.words, this.slots)) return
      this.flush()
      this.flush()
      this.widen(expander.outgrown)
    }
  }

  /** Brings one world into its canonical form, in place. */
  settleOne(slots: Int32Array): void {
    this.settling.settle(slots)
  }

  /** The slots of a visited world. */
  slotsOf(world: number): Int32Array {
    const slots = new Int32Array(this.space.slots)
    this.visited.read(world, slots)
    return slots
  }

  /** Settles the batch in place, so that its worlds can be looked for. */
  settle(): void {
    const { settling, batch, visited, space } = this
    if (batch.count === 0 || !settling.isNeeded) return
    const size = space.slots
    if (this.settled.length < batch.count * size) this.settled = new Int32Array(2 * batch.count * size)
    const { settled, slots } = this
    const { words } = visited.layout
    const most = new Int32Array(size)
    for (let at = 0; at < batch.count; at++) {
      visited.layout.unpack(batch.words, at * words, slots)
      // What was visited is settled already.
      if (visited.find(batch.words, at * words) === ABSENT) settling.settle(slots)
      for (let slot = 0; slot < size; slot++) {
        settled[at * size + slot] = slots[slot]!
        if (slots[slot]! > most[slot]!) most[slot] = slots[slot]!
      }
    }
    if (!visited.layout.fits(most)) this.widen(most)
    const { layout } = visited
    batch.reserve(batch.count, layout.words)
    for (let at = 0; at < batch.count; at++) {
      for (let slot = 0; slot < size; slot++) slots[slot] = settled[at * size + slot]!
      layout.pack(slots, batch.words, at * layout.words)
    }
  }

  /** Bytes held. */
  get bytes(): number {
    const { visited, space, steps, rows, settling } = this
    return visited.bytes + space.bytes + steps.bytes + rows.bytes + settling.bytes
  }

  private begin(): void {
    const slots = this.space.initial()
    this.settling.settle(slots)
    this.widen(slots)
    const words = new Int32Array(this.visited.layout.words)
    this.visited.layout.pack(slots, words, 0)
    this.visited.add(words, 0, -1)
    this.expander.generated = 1
    this.watch?.found(0, 1)
  }

  private flush(): void {
    const { batch, visited, watch } = this
    if (batch.count === 0) return
    watch?.passed?.(batch)
    this.settle()
    const before = visited.count
    visited.addAll(batch.words, batch.parents, batch.count)
    batch.count = 0
    if (visited.count > before) watch?.found(before, visited.count)
  }

  private widen(outgrown: Int32Array): void {
    const seen = this.expander.outgrown
    const most = this.rows.most.map((value, slot) => Math.max(value, outgrown[slot]!, seen[slot]!))
    this.visited.widen(most)
    this.rows.relay(this.visited.layout)
  }
}
