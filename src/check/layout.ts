/**
 * How a world lies in memory: its slots, each in as many bits as its values need so far, packed into 32-bit
 * words. A slot never straddles two words. When a value outgrows its slot, a wider layout is made and every
 * stored world is packed anew.
 */

/** Most bits that one slot may take; ids stay below 2^30. */
const SLOT_BITS_MAX = 30

/** One arrangement of slots in words. */
export class Layout {
  readonly words: number
  /** By slot: which word, how far from its low end, and the mask of its value before shifting. */
  readonly word: Int32Array
  readonly shift: Int32Array
  readonly mask: Int32Array
  // The slots as they lie, with their widths, and where each word's end.
  private readonly order: Int32Array
  private readonly width: Int32Array
  private readonly ends: Int32Array

  /** `bits`: by slot, how many it needs at least. */
  constructor(bits: readonly number[]) {
    const words = arranged(bits)
    this.words = words.length
    this.word = new Int32Array(bits.length)
    this.shift = new Int32Array(bits.length)
    this.mask = new Int32Array(bits.length)
    this.order = new Int32Array(words.flat())
    this.width = new Int32Array(bits.length)
    this.ends = new Int32Array(words.length)
    let next = 0
    words.forEach((slots, word) => {
      let shift = 0
      this.ends[word] = next + slots.length
      for (const [slot, width] of widened(slots, bits)) {
        this.width[next++] = width
        this.word[slot] = word
        this.shift[slot] = shift
        this.mask[slot] = (1 << width) - 1
        shift += width
      }
    })
  }

  /** A layout for values up to these, with as much room to grow as costs no further word. */
  static roomy(most: readonly number[]): Layout {
    const least = arranged(most.map(bitsFor)).length
    for (const room of [8, 4, 2]) {
      const bits = most.map((value) => Math.min(SLOT_BITS_MAX, bitsFor(value * room)))
      if (arranged(bits).length === least) return new Layout(bits)
    }
    return new Layout(most.map((value) => bitsFor(value + (value >> 1))))
  }

  /** Does every value fit its slot? */
  fits(slots: Int32Array): boolean {
    let over = 0
    for (let slot = 0; slot < slots.length; slot++) over |= slots[slot]! & ~this.mask[slot]!
    return over === 0
  }

  /** Packs a world into `into`, from `at` on. The values must fit. */
  pack(slots: Int32Array, into: Int32Array, at: number): void {
    const { word, shift, words } = this
    for (let w = 0; w < words; w++) into[at + w] = 0
    for (let slot = 0; slot < slots.length; slot++) into[at + word[slot]!]! |= slots[slot]! << shift[slot]!
  }

  /** Unpacks the world that lies in `from`, from `at` on. */
  unpack(from: Int32Array, at: number, slots: Int32Array): void {
    const { order, width, mask, ends, words } = this
    let next = 0
    for (let word = 0; word < words; word++) {
      let bits = from[at + word]!
      for (const end = ends[word]!; next < end; next++) {
        const slot = order[next]!
        slots[slot] = bits & mask[slot]!
        bits >>>= width[next]!
      }
    }
  }
}

/** Bits that hold 0..value. */
export function bitsFor(value: number): number {
  return value <= 0 ? 0 : 32 - Math.clz32(value)
}

// First fit, widest first: few words, and no slot in two of them. By word: its slots.
function arranged(bits: readonly number[]): number[][] {
  // At least two words, empty or not: the search's inner loop has the first two written out (visited.ts).
  const words: number[][] = [[], []]
  const used = [0, 0]
  for (const slot of [...bits.keys()].sort((a, b) => bits[b]! - bits[a]! || a - b)) {
    let word = used.findIndex((taken) => taken + bits[slot]! <= 32)
    if (word < 0) word = used.push(0) - 1
    words[word] = [...(words[word] ?? []), slot]
    used[word]! += bits[slot]!
  }
  return words
}

// Bits that a word has to spare go to its slots, one each in turn, so that the next widening comes later.
function widened(slots: readonly number[], bits: readonly number[]): (readonly [number, number])[] {
  const widths = slots.map((slot) => bits[slot]!)
  let spare = 32 - widths.reduce((sum, width) => sum + width, 0)
  for (let gave = true; gave && spare > 0; ) {
    gave = false
    for (let at = 0; at < widths.length && spare > 0; at++) {
      if (widths[at]! >= SLOT_BITS_MAX) continue
      widths[at]!++
      spare--
      gave = true
    }
  }
  return slots.map((slot, at) => [slot, widths[at]!] as const)
}
