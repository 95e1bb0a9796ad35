/** Tables of integers: the memos that the search's inner loop reads. Open addressing, never deleted from. */

const EMPTY = -1

/** (a, b) to a value, all non-negative integers below 2^31. */
export class Pairs {
  private cells = new Int32Array(3 * 16).fill(EMPTY)
  private mask = 15
  /** How many pairs are known. */
  size = 0

  /** The value, or -1. */
  get(a: number, b: number): number {
    const { cells, mask } = this
    let at = hash(a, b) & mask
    for (;;) {
      const cell = at * 3
      const key = cells[cell] as number
      if (key === a && cells[cell + 1] === b) return cells[cell + 2] as number
      if (key === EMPTY) return EMPTY
      at = (at + 1) & mask
    }
  }

  /** Remembers a value for a pair that has none yet. */
  set(a: number, b: number, value: number): void {
    if (this.size * 2 > this.mask) this.grow()
    this.size++
    this.put(a, b, value)
  }

  /** Bytes held. */
  get bytes(): number {
    return this.cells.byteLength
  }

  private put(a: number, b: number, value: number): void {
    let at = hash(a, b) & this.mask
    while (this.cells[at * 3] !== EMPTY) at = (at + 1) & this.mask
    this.cells[at * 3] = a
    this.cells[at * 3 + 1] = b
    this.cells[at * 3 + 2] = value
  }

  private grow(): void {
    const old = this.cells
    this.cells = new Int32Array(old.length * 2).fill(EMPTY)
    this.mask = this.mask * 2 + 1
    for (let cell = 0; cell < old.length; cell += 3) {
      if (old[cell] !== EMPTY) this.put(old[cell]!, old[cell + 1]!, old[cell + 2]!)
    }
  }
}

/** Most cells of a grid: 4 MiB. */
const CELLS_MAX = 1 << 20

/** The same as Pairs where both numbers stay small: a plain array, for what the search asks for each world. */
export class Grid {
  private cells = new Int32Array(16 * 16).fill(EMPTY)
  private rows = 16
  private columns = 16
  /** What lies outside, from when the grid cannot grow any more. */
  private readonly outside = new Pairs()

  /** The value, or -1. */
  get(a: number, b: number): number {
    if (a < this.rows && b < this.columns) return this.cells[a * this.columns + b] as number
    return this.outside.get(a, b)
  }

  /** Remembers a value for a pair that has none yet. */
  set(a: number, b: number, value: number): void {
    if ((a >= this.rows || b >= this.columns) && !this.grow(a, b)) this.outside.set(a, b, value)
    else this.cells[a * this.columns + b] = value
  }

  /** Bytes held. */
  get bytes(): number {
    return this.cells.byteLength + this.outside.bytes
  }

  private grow(a: number, b: number): boolean {
    const [rows, columns] = [doubled(this.rows, a), doubled(this.columns, b)]
    if (this.outside.size > 0 || rows * columns > CELLS_MAX) return false
    const cells = new Int32Array(rows * columns).fill(EMPTY)
    for (let row = 0; row < this.rows; row++) {
      cells.set(this.cells.subarray(row * this.columns, (row + 1) * this.columns), row * columns)
    }
    this.cells = cells
    this.rows = rows
    this.columns = columns
    return true
  }
}

function doubled(size: number, index: number): number {
  let next = size
  while (next <= index) next *= 2
  return next
}

function hash(a: number, b: number): number {
  const h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)
  return h ^ (h >>> 15)
}

/** A growing list of 32-bit integers. */
export class Ints {
  /** The numbers; only the first `length` count. Replaced when it grows. */
  at = new Int32Array(16)
  length = 0

  /** Adds a number; its place. */
  push(value: number): number {
    if (this.length === this.at.length) this.reserve(this.length + 1)
    this.at[this.length] = value
    return this.length++
  }

  /** The numbers that count, alone. */
  done(): Int32Array {
    return this.at.slice(0, this.length)
  }

  /** Makes room for so many numbers; new ones are 0. */
  reserve(length: number): void {
    if (length <= this.at.length) return
    const next = new Int32Array(Math.max(length, this.at.length * 2))
    next.set(this.at)
    this.at = next
  }

  /** Bytes held. */
  get bytes(): number {
    return this.at.byteLength
  }
}
