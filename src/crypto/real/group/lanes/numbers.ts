/**
 * Single numbers modulo p in the module's memory, for decoding and encoding (§2.3): lane 0 of a quad each. What is
 * not a product is done here, with masks and without branches.
 */
import { LIMB_BITS, QUAD_BYTES } from './field-code.ts'
import { ADDRESS, type LanesModule } from './module.ts'
import { TWICE_P } from './point-code.ts'

/** The address of a number. */
export type Slot = number

/** Arithmetic on slots. Results are within the bounds of a second factor, unless said otherwise. */
export interface Numbers {
  /** The slot number `index`, 0 to 15. */
  slot(index: number): Slot
  multiply(out: Slot, a: Slot, b: Slot): void
  square(out: Slot, a: Slot, times?: number): void
  add(out: Slot, a: Slot, b: Slot): void
  subtract(out: Slot, a: Slot, b: Slot): void
  copy(out: Slot, a: Slot): void
  /** Takes `a` where the mask is all ones, and leaves `out` where it is zero. */
  select(out: Slot, a: Slot, mask: number): void
  /** Changes the sign where the mask is all ones. */
  negate(value: Slot, mask: number): void
  /** All ones if the least non-negative remainder is odd: RFC 9496's IS_NEGATIVE; else zero. */
  negative(a: Slot): number
  /** From 32 bytes, little endian; the top bit is not looked at. */
  read(out: Slot, bytes: Uint8Array): void
  /** The least non-negative remainder, 32 bytes, little endian. */
  write(a: Slot): Uint8Array
  /** Four numbers into the lanes of a quad, and lane `lane` of one out again. */
  gather(quad: number, parts: readonly [Slot, Slot, Slot, Slot]): void
  lane(out: Slot, quad: number, lane: number): void
  /** a^((p - 5) / 8), by way of three slots that it overwrites. */
  power(out: Slot, a: Slot, spare: Spare): void
}

type Spare = readonly [Slot, Slot, Slot]

const MASKS = LIMB_BITS.map((bits) => 2 ** bits - 1)

/** Numbers in this module's memory. */
export function numbersIn(module: LanesModule): Numbers {
  const words = new Uint32Array(module.memory.buffer)

  // One pass of carries, the last one coming back times 19.
  function settle(slot: Slot): void {
    let carry = 0
    for (let i = 0, at = slot >> 2; i < 10; i++, at += 4) {
      const value = words[at]! + carry
      words[at] = value & MASKS[i]!
      carry = value >>> LIMB_BITS[i]!
    }
    words[slot >> 2]! += 19 * carry
  }
  // How often p goes into the value, which is 0 or 1: does value + 19 reach 2^255?
  function overflow(slot: Slot): number {
    let carry = 19
    for (let i = 0, at = slot >> 2; i < 10; i++, at += 4) carry = (words[at]! + carry) >>> LIMB_BITS[i]!
    return carry
  }
  const numbers: Numbers = {
    slot: (index) => ADDRESS.numbers + QUAD_BYTES * index,
    multiply: (out, a, b) => module.product2(out, a, b),
    square(out, a, times = 1) {
      if (out !== a) numbers.copy(out, a)
      module.squares2(out, times)
    },
    add(out, a, b) {
      for (let i = 0; i < 40; i += 4) words[(out >> 2) + i] = words[(a >> 2) + i]! + words[(b >> 2) + i]!
      settle(out)
    },
    subtract(out, a, b) {
      for (let i = 0; i < 10; i++)
        words[(out >> 2) + 4 * i] = words[(a >> 2) + 4 * i]! + TWICE_P[i]! - words[(b >> 2) + 4 * i]!
      settle(out)
    },
    copy(out, a) {
      for (let i = 0; i < 40; i += 4) words[(out >> 2) + i] = words[(a >> 2) + i]!
    },
    select(out, a, mask) {
      for (let i = 0; i < 40; i += 4) {
        const kept = words[(out >> 2) + i]!
        words[(out >> 2) + i] = kept ^ ((kept ^ words[(a >> 2) + i]!) & mask)
      }
    },
    negate(value, mask) {
      for (let i = 0, at = value >> 2; i < 10; i++, at += 4) {
        const kept = words[at]!
        words[at] = kept ^ ((kept ^ (TWICE_P[i]! - kept)) & mask)
      }
      settle(value)
    },
    // p is odd, so taking it off changes the parity; all limbs but the first count even numbers.
    negative: (a) => 0 - ((words[a >> 2]! ^ overflow(a)) & 1),
    read(out, bytes) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, 32)
      spread((i) => view.getUint32(4 * i, true)).forEach((value, i) => {
        words[(out >> 2) + 4 * i] = value
      })
    },
    write(a) {
      const bytes = new Uint8Array(32)
      const view = new DataView(bytes.buffer)
      let carry = 19 * overflow(a)
      for (let i = 0, at = a >> 2; i < 10; i++, at += 4) {
        const value = words[at]! + carry
        spare[i] = value & MASKS[i]!
        carry = value >>> LIMB_BITS[i]!
      }
      for (let i = 0; i < 8; i++) view.setUint32(4 * i, joined(spare, i), true)
      spare.fill(0)
      return bytes
    },
    gather(quad, parts) {
      for (let lane = 0; lane < 4; lane++)
        for (let i = 0; i < 40; i += 4) words[(quad >> 2) + i + lane] = words[(parts[lane]! >> 2) + i]!
    },
    lane(out, quad, lane) {
      for (let i = 0; i < 40; i += 4) words[(out >> 2) + i] = words[(quad >> 2) + i + lane]!
    },
    power: (out, a, spares) => raise(numbers, out, a, spares),
  }
  return numbers
}

const spare = new Uint32Array(10)

// 2^252 - 3 by doubling the number of ones in the exponent: 2, 4, 5, 10, 20, 40, 50, 100, 200, 250.
function raise(numbers: Numbers, out: Slot, a: Slot, [ones, before, kept]: Spare): void {
  const append = (zeros: number, factor: Slot) => {
    numbers.square(out, ones, zeros)
    numbers.multiply(ones, out, factor)
  }
  const twice = (count: number) => {
    numbers.copy(before, ones)
    append(count, before)
  }
  numbers.copy(ones, a)
  append(1, a)
  twice(2)
  append(1, a)
  twice(5)
  numbers.copy(kept, ones)
  twice(10)
  twice(20)
  append(10, kept)
  numbers.copy(kept, ones) // fifty from here on
  twice(50)
  twice(100)
  append(50, kept)
  numbers.square(out, ones, 2)
  numbers.multiply(out, out, a)
}

const M26 = 0x3ffffff
const M25 = 0x1ffffff

// Eight words into ten limbs, at bits 0, 26, 51, 77, 102, 128, 153, 179, 204, 230.
function spread(word: (i: number) => number): readonly number[] {
  return [
    word(0) & M26,
    ((word(0) >>> 26) | (word(1) << 6)) & M25,
    ((word(1) >>> 19) | (word(2) << 13)) & M26,
    ((word(2) >>> 13) | (word(3) << 19)) & M25,
    word(3) >>> 6,
    word(4) & M25,
    ((word(4) >>> 25) | (word(5) << 7)) & M26,
    ((word(5) >>> 19) | (word(6) << 13)) & M25,
    ((word(6) >>> 12) | (word(7) << 20)) & M26,
    (word(7) >>> 6) & M25,
  ]
}

// The way back, word by word, for limbs within their bits: from which limb on, and how they are shifted.
const FIRST_LIMB = [0, 1, 2, 3, 5, 6, 7, 8]
const RIGHT = [0, 6, 13, 19, 0, 7, 13, 20]
const LEFT = [26, 19, 13, 6, 25, 19, 12, 6]

function joined(limbs: Uint32Array, word: number): number {
  const at = FIRST_LIMB[word]!
  return ((limbs[at]! >>> RIGHT[word]!) | (limbs[at + 1]! << LEFT[word]!)) >>> 0
}
