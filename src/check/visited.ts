/**
 * The set of visited worlds: exact, packed, numbered in the order of discovery. Open addressing over one typed
 * array of numbers; the worlds themselves lie behind one another in another, with the number of their parent.
 */
import { bitsFor, Layout } from './layout.ts'
import { Ints } from './pairs.ts'

/** No such world. */
export const ABSENT = -1

/** Visited worlds. World 0 is the first that was added. */
export class Visited {
  layout: Layout
  /** How many worlds there are. */
  count = 0
  /** By world: the world from which it was first reached; -1 for the first. */
  readonly parents = new Ints()
  /** How often the layout had to be widened. */
  widenings = 0
  private packed = new Int32Array(1 << 10)
  private table = new Int32Array(1 << 10).fill(ABSENT)

  constructor(slots: number) {
    this.layout = new Layout(new Array(slots).fill(1))
  }

  /** Adds the worlds that lie packed behind one another; those that are new are numbered in this order. */
  addAll(worlds: Int32Array, parents: Int32Array, count: number): void {
    const { words } = this.layout
    const end = count * words
    let { table, packed } = this
    let mask = table.length - 1
    for (let at = 0, next = 0; at < end; at += words, next++) {
      const first = worlds[at]!
      const second = worlds[at + 1]!
      let cell = hash(first, second, worlds, at, words) & mask
      let known = table[cell]!
      // What `cellOf` does, written out: this is where a search spends its time.
      while (known !== ABSENT) {
        const there = known * words
        if (packed[there] === first && packed[there + 1] === second) {
          let word = 2
          while (word < words && packed[there + word] === worlds[at + word]) word++
          if (word === words) break
        }
        cell = (cell + 1) & mask
        known = table[cell]!
      }
      if (known !== ABSENT) continue
      this.insert(cell, worlds, at, parents[next]!)
      table = this.table
      packed = this.packed
      mask = table.length - 1
    }
  }

  /** The number of the world that lies packed from `at` on, added when it is new. */
  add(worlds: Int32Array, at: number, parent: number): number {
    const cell = this.cellOf(worlds, at, hash(worlds[at]!, worlds[at + 1]!, worlds, at, this.layout.words))
    const known = this.table[cell]!
    return known === ABSENT ? this.insert(cell, worlds, at, parent) : known
  }

  /** The number of the world that lies packed from `at` on, or ABSENT. */
  find(worlds: Int32Array, at: number): number {
    return this.table[
      this.cellOf(worlds, at, hash(worlds[at]!, worlds[at + 1]!, worlds, at, this.layout.words))
    ]!
  }

  /** Unpacks a world. */
  read(world: number, slots: Int32Array): void {
    this.layout.unpack(this.packed, world * this.layout.words, slots)
  }

  /** Copies a world as it lies packed. */
  copy(world: number, words: Int32Array): void {
    const size = this.layout.words
    for (let word = 0; word < size; word++) words[word] = this.packed[world * size + word]!
  }

  /** Packs all worlds anew, so that these slots fit as well. What others have packed is worth nothing then. */
  widen(outgrown: Int32Array): void {
    const before = this.layout
    const after = Layout.roomy(this.most(outgrown))
    const packed = new Int32Array(Math.max(1 << 10, 2 ** bitsFor(this.count * after.words)))
    const slots = new Int32Array(outgrown.length)
    for (let id = 0; id < this.count; id++) {
      before.unpack(this.packed, id * before.words, slots)
      after.pack(slots, packed, id * after.words)
    }
    this.layout = after
    this.packed = packed
    this.widenings++
    this.rehash(this.table.length)
  }

  /** Bytes held. */
  get bytes(): number {
    return this.packed.byteLength + this.table.byteLength + this.parents.bytes
  }

  // The cell that holds this world, or the empty one where it belongs.
  private cellOf(worlds: Int32Array, at: number, hash: number): number {
    const { table, packed } = this
    const { words } = this.layout
    const mask = table.length - 1
    let cell = hash & mask
    for (;;) {
      const known = table[cell]!
      if (known === ABSENT) return cell
      const there = known * words
      if (packed[there] === worlds[at]) {
        let word = 1
        while (word < words && packed[there + word] === worlds[at + word]) word++
        if (word === words) return cell
      }
      cell = (cell + 1) & mask
    }
  }

  private insert(cell: number, worlds: Int32Array, at: number, parent: number): number {
    const id = this.count++
    const { words } = this.layout
    this.table[cell] = id
    if ((id + 1) * words > this.packed.length) this.packed = lengthened(this.packed, this.packed.length * 2)
    const { packed } = this
    for (let word = 0; word < words; word++) packed[id * words + word] = worlds[at + word]!
    this.parents.push(parent)
    if (this.count * 2 > this.table.length) this.rehash(this.table.length * 2)
    return id
  }

  private rehash(length: number): void {
    const table = new Int32Array(length).fill(ABSENT)
    const { words } = this.layout
    const mask = length - 1
    for (let id = 0; id < this.count; id++) {
      let cell =
        hash(this.packed[id * words]!, this.packed[id * words + 1]!, this.packed, id * words, words) & mask
      while (table[cell] !== ABSENT) cell = (cell + 1) & mask
      table[cell] = id
    }
    this.table = table
  }

  // The greatest value of each slot so far.
  private most(outgrown: Int32Array): number[] {
    const most = [...outgrown]
    const slots = new Int32Array(outgrown.length)
    for (let id = 0; id < this.count; id++) {
      this.read(id, slots)
      for (let slot = 0; slot < most.length; slot++) most[slot] = Math.max(most[slot]!, slots[slot]!)
    }
    return most
  }
}

function hash(first: number, second: number, words: Int32Array, at: number, size: number): number {
  let h = Math.imul(first ^ Math.imul(second, 0x9e3779b1), 0x85ebca6b)
  h ^= h >>> 15
  for (let word = 2; word < size; word++) {
    h = Math.imul(h ^ words[at + word]!, 0x85ebca6b)
    h ^= h >>> 15
  }
  h = Math.imul(h, 0xc2b2ae35)
  return h ^ (h >>> 16)
}

function lengthened(old: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const next = new Int32Array(length)
  next.set(old)
  return next
}
