/** Multiplication in ristretto255 over the lanes (§2.3). */
import { QUAD_BYTES } from './field-code.ts'
import { inverterIn } from './inverse.ts'
import { ADDRESS, type LanesModule, WORK_BYTES } from './module.ts'
import { type Numbers, numbersIn } from './numbers.ts'
import { encodingIn, littleEndian } from './ristretto-encoding.ts'
import { TABLE_SIZE } from './scalar-code.ts'

/** Multiplication and inversion. A scalar was checked before: 32 bytes, below the order. */
export interface LanesGroup {
  /** scalar · element, or null when the element is not canonical, not of the group, or the identity. */
  multiply(scalar: Uint8Array, element: Uint8Array): Uint8Array | null
  multiplyBase(scalar: Uint8Array): Uint8Array
  /** 1 / scalar, of one that is not zero. */
  invert(scalar: Uint8Array): Uint8Array
}

// The generator's affine coordinates (RFC 8032 §5.1), and d of the curve.
const BASE_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202n
const BASE_Y = 46316835694926478169428394003475163141307993866256225615783033603165251855960n
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n
const P = 2n ** 255n - 19n

/** The group in this module's memory, which it fills with the generator's multiples first: a millisecond. */
export function lanesGroup(module: LanesModule): LanesGroup {
  const numbers = numbersIn(module)
  const encoding = encodingIn(numbers)
  const inverse = inverterIn(module)
  const memory = new Uint8Array(module.memory.buffer)
  const { point, table, digits, generator } = ADDRESS
  fillQuad(numbers, ADDRESS.cacheFactors, [1n, 1n, 2n, (2n * D) % P])
  fillGenerator(module, numbers)

  const wiped = <T>(result: T): T => {
    memory.fill(0, 0, WORK_BYTES)
    return result
  }
  return {
    multiply(scalar, element) {
      if (!encoding.decode(element)) return wiped(null)
      fillTable(module, table)
      memory.set(digitsOf(scalar), digits)
      setIdentity(memory)
      module.multiply(point, table, digits)
      return wiped(encoding.encode())
    },
    multiplyBase(scalar) {
      memory.set(digitsOf(scalar), digits)
      setIdentity(memory)
      // Table i holds multiples of 256^i: the odd digits first, times 16, then the even ones.
      module.comb(point, generator, digits + 1)
      for (let i = 0; i < 4; i++) module.double(point)
      module.comb(point, generator, digits)
      return wiped(encoding.encode())
    },
    invert: (scalar) => wiped(inverse(scalar)),
  }
}

/**
 * 64 digits from -8 to 8, base 16, of a scalar below 2^253: a digit above 7 lends 16 to the next. No branch, no
 * look-up.
 */
export function digitsOf(scalar: Uint8Array): Int8Array {
  const digits = new Int8Array(64)
  let carry = 0
  for (let i = 0; i < 64; i++) {
    const nibble = ((scalar[i >> 1]! >> (4 * (i & 1))) & 15) + carry
    carry = (nibble + 8) >> 4
    digits[i] = nibble - (carry << 4)
  }
  return digits
}

// The cached multiples 1 to 8 of the point at ADDRESS.point, which ends up eight times as large.
function fillTable(module: LanesModule, table: number): void {
  module.cache(table, ADDRESS.point, ADDRESS.cacheFactors)
  for (let k = 1; k < TABLE_SIZE; k++) {
    module.add(ADDRESS.point, table)
    module.cache(table + QUAD_BYTES * k, ADDRESS.point, ADDRESS.cacheFactors)
  }
}

function fillGenerator(module: LanesModule, numbers: Numbers): void {
  fillQuad(numbers, ADDRESS.point, [BASE_X, BASE_Y, 1n, (BASE_X * BASE_Y) % P])
  for (let i = 0; i < 32; i++) {
    fillTable(module, ADDRESS.generator + TABLE_SIZE * QUAD_BYTES * i)
    for (let k = 0; k < 5; k++) module.double(ADDRESS.point) // times 8 so far, times 256 now
  }
}

function fillQuad(numbers: Numbers, quad: number, values: readonly [bigint, bigint, bigint, bigint]): void {
  const slots = values.map((value, i) => {
    numbers.read(numbers.slot(i), littleEndian(value))
    return numbers.slot(i)
  })
  numbers.gather(quad, [slots[0]!, slots[1]!, slots[2]!, slots[3]!])
}

// X, Y, Z, T = 0, 1, 1, 0; each lane has four bytes, little endian.
function setIdentity(memory: Uint8Array): void {
  memory.fill(0, ADDRESS.point, ADDRESS.point + QUAD_BYTES)
  memory[ADDRESS.point + 4] = 1
  memory[ADDRESS.point + 8] = 1
}
