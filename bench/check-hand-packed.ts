/**
 * The limit that the checker is measured against: two-phase commit written by hand for this one protocol, a
 * world in two integers, no machines, no claims, no traces. What a general engine costs is the distance to it.
 */

/** What a search found. */
export interface HandPacked {
  readonly distinct: number
  readonly generated: number
  readonly depth: number
}

// Low word: two bits per resource manager (working, prepared, committed, aborted), then two for the manager
// (open, committed, aborted). High word: one bit per `prepared` in flight, one per vote that was counted.
const OPEN = 0
const COMMIT = 1
const ABORT = 2

/** Searches Lamport's TwoPhase with so many resource managers, at most 12. */
export function handPacked(members: number): HandPacked {
  const full = (1 << members) - 1
  const decision = 2 * members
  const found = new Worlds()
  found.add(0, 0)
  let generated = 1
  let depth = 0
  let levelEnd = 0
  for (let at = 0; at < found.count; at++) {
    if (at === levelEnd) {
      depth++
      levelEnd = found.count
    }
    const low = found.lows[at]!
    const high = found.highs[at]!
    const decided = (low >>> decision) & 3
    const votes = high >>> members
    if (decided === OPEN) {
      if (votes === full) {
        generated++
        found.add(low | (COMMIT << decision), high)
      }
      generated++
      found.add(low | (ABORT << decision), high)
    }
    for (let rm = 0; rm < members; rm++) {
      const shift = 2 * rm
      const state = (low >>> shift) & 3
      const others = low & ~(3 << shift)
      if (state === 0) {
        generated += 2
        found.add(others | (1 << shift), high | (1 << rm))
        found.add(others | (3 << shift), high)
      }
      if (decided === OPEN && (high >>> rm) & 1) {
        generated++
        if (((votes >>> rm) & 1) === 0) found.add(low, high | (1 << (members + rm)))
      }
      if (decided !== OPEN) {
        generated++
        const next = decided === COMMIT ? 2 : 3
        if (next !== state) found.add(others | (next << shift), high)
      }
    }
  }
  return { distinct: found.count, generated, depth }
}

/** Pairs of words, each once, in the order in which they came. */
class Worlds {
  count = 0
  lows = new Int32Array(1 << 12)
  highs = new Int32Array(1 << 12)
  private table = new Int32Array(1 << 13)

  add(low: number, high: number): void {
    const mask = this.table.length - 1
    let cell = hash(low, high) & mask
    for (let id = this.table[cell]!; id !== 0; id = this.table[cell]!) {
      if (this.lows[id - 1] === low && this.highs[id - 1] === high) return
      cell = (cell + 1) & mask
    }
    if (this.count === this.lows.length) this.grow()
    this.lows[this.count] = low
    this.highs[this.count] = high
    this.count++
    this.table[cell] = this.count
    if (this.count * 2 > this.table.length) this.rehash()
  }

  private grow(): void {
    const [lows, highs] = [this.lows, this.highs]
    this.lows = new Int32Array(lows.length * 2)
    this.highs = new Int32Array(highs.length * 2)
    this.lows.set(lows)
    this.highs.set(highs)
  }

  private rehash(): void {
    const table = new Int32Array(this.table.length * 2)
    const mask = table.length - 1
    for (let id = 0; id < this.count; id++) {
      let cell = hash(this.lows[id]!, this.highs[id]!) & mask
      while (table[cell] !== 0) cell = (cell + 1) & mask
      table[cell] = id + 1
    }
    this.table = table
  }
}

function hash(low: number, high: number): number {
  const h = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b)
  return h ^ (h >>> 15)
}
