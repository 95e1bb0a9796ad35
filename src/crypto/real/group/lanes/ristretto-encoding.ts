/**
 * Decoding and encoding of ristretto255 (RFC 9496 §4.3), line by line, on numbers in the module's memory (§2.3). Signs
 * and square roots of what may be secret are chosen by mask.
 */
import { isReduced } from '../../curve25519.ts'
import { isZero } from '../scalar-range.ts'
import { QUAD_BYTES } from './field-code.ts'
import { ADDRESS } from './module.ts'
import type { Numbers, Slot } from './numbers.ts'

/** Points to and from bytes; a point lies at ADDRESS.point. */
export interface Encoding {
  /** False for what is not the canonical encoding of an element other than the identity. */
  decode(bytes: Uint8Array): boolean
  encode(): Uint8Array
}

// RFC 9496 §4.1.
const P = 2n ** 255n - 19n
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n
const SQRT_M1 = 19681161376707505956807079304988542015446066515923890162744021073123829784752n
const INVSQRT_A_MINUS_D = 54469307008909316920995813868745141605393597292927456921205312896311721017578n

/** A number below 2^256, 32 bytes, little endian. */
export function littleEndian(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn))
}

const ONE_BYTES = littleEndian(1n)
const MINUS_ONE_BYTES = littleEndian(P - 1n)
const MINUS_ROOT_BYTES = littleEndian(P - SQRT_M1)

/** Fills the constants of this memory, and gives what works with them. */
export function encodingIn(numbers: Numbers): Encoding {
  const fixed = (index: number, value: bigint): Slot => {
    const slot = ADDRESS.fixed + QUAD_BYTES * index
    numbers.read(slot, littleEndian(value))
    return slot
  }
  const one = fixed(0, 1n)
  const d = fixed(1, D)
  const root = fixed(2, SQRT_M1)
  const enchanter = fixed(3, INVSQRT_A_MINUS_D)
  const { multiply, square, add, subtract, negative, negate, select, copy, slot } = numbers
  const absolute = (value: Slot) => negate(value, negative(value))
  const spare = [slot(0), slot(1), slot(2)] as const
  const [v3, check] = [slot(3), slot(4)]

  /** SQRT_RATIO_M1(1, v), §4.2: all ones when v is a square and not zero. */
  function inverseRoot(out: Slot, v: Slot): number {
    square(v3, v)
    multiply(v3, v3, v)
    square(check, v3)
    multiply(check, check, v) // v^7
    numbers.power(out, check, spare)
    multiply(out, out, v3)
    square(check, out)
    multiply(check, check, v)
    const bytes = numbers.write(check)
    const correct = same(bytes, ONE_BYTES)
    const flipped = same(bytes, MINUS_ONE_BYTES)
    multiply(check, out, root)
    select(out, check, flipped | same(bytes, MINUS_ROOT_BYTES))
    absolute(out)
    return correct | flipped
  }

  return {
    decode(bytes) {
      // Canonical and non-negative (§4.3.1, steps 1 and 2); what comes over the wire is no secret.
      const canonical = bytes.length === 32 && bytes[31]! < 0x80 && (bytes[0]! & 1) === 0 && isReduced(bytes)
      if (!canonical || isZero(bytes)) return false
      const [s, u1, u2, u2Squared, v, root2, denX, x, y, t] = TEN.map((i) => slot(5 + i)) as Ten
      numbers.read(s, bytes)
      square(x, s)
      subtract(u1, one, x)
      add(u2, one, x)
      square(u2Squared, u2)
      square(v, u1)
      multiply(v, v, d)
      add(v, v, u2Squared)
      negate(v, -1)
      multiply(x, v, u2Squared)
      const wasSquare = inverseRoot(root2, x)
      multiply(denX, root2, u2)
      multiply(y, root2, denX)
      multiply(y, y, v) // den_y
      multiply(x, s, denX)
      add(x, x, x)
      absolute(x)
      multiply(y, y, u1)
      multiply(t, x, y)
      numbers.gather(ADDRESS.point, [x, y, one, t])
      return (wasSquare & ~negative(t)) !== 0 && !isZero(numbers.write(y))
    },

    encode() {
      const [x0, y0, z0, t0, u1, u2, root2, zInverse, x, y] = TEN.map((i) => slot(5 + i)) as Ten
      const denominator = slot(15)
      for (const [lane, out] of [x0, y0, z0, t0].entries()) numbers.lane(out, ADDRESS.point, lane)
      add(u1, z0, y0)
      subtract(u2, z0, y0)
      multiply(u1, u1, u2)
      multiply(u2, x0, y0)
      square(x, u2)
      multiply(x, x, u1)
      inverseRoot(root2, x)
      multiply(u1, u1, root2) // den1
      multiply(u2, u2, root2) // den2
      multiply(zInverse, u1, u2)
      multiply(zInverse, zInverse, t0)
      multiply(x, t0, zInverse)
      const rotate = negative(x)
      copy(x, x0)
      copy(y, y0)
      multiply(x0, x0, root)
      multiply(y0, y0, root)
      select(x, y0, rotate)
      select(y, x0, rotate)
      copy(denominator, u2)
      multiply(u1, u1, enchanter)
      select(denominator, u1, rotate)
      multiply(x, x, zInverse)
      negate(y, negative(x))
      subtract(y, z0, y)
      multiply(y, y, denominator)
      absolute(y)
      return numbers.write(y)
    },
  }
}

type Ten = [Slot, Slot, Slot, Slot, Slot, Slot, Slot, Slot, Slot, Slot]
const TEN = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]

// All ones if both strings of 32 bytes are equal, else zero.
function same(a: Uint8Array, b: Uint8Array): number {
  let difference = 0
  for (let i = 0; i < 32; i++) difference |= a[i]! ^ b[i]!
  return (difference - 1) >> 31
}
