/** The vector arithmetic underneath (§2.3): modulo p against BigInt, at the largest limbs it is ever given. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  FIRST_BOUND,
  LIMB_BITS,
  QUAD_BYTES,
  SECOND_BOUND,
} from '../src/crypto/real/group/lanes/field-code.ts'
import { ADDRESS, lanesBytes, startLanes, WORK_BYTES } from '../src/crypto/real/group/lanes/module.ts'
import { numbersIn } from '../src/crypto/real/group/lanes/numbers.ts'
import { lanesGroup } from '../src/crypto/real/group/lanes/ristretto255.ts'
import { exactly, RUNS } from './crypto-arbitraries.ts'

const p = 2n ** 255n - 19n
const module = startLanes()
const numbers = numbersIn(module)
const words = new Uint32Array(module.memory.buffer)
const [A, B, OUT] = [ADDRESS.numbers, ADDRESS.numbers + QUAD_BYTES, ADDRESS.numbers + 2 * QUAD_BYTES]
const places = LIMB_BITS.map((_, i) => BigInt(Math.ceil(25.5 * i)))

/** What a product may leave in a limb: §2.3's *reduced*. */
const reducedMax = LIMB_BITS.map((bits, i) => 2 ** bits - 1 + (i === 1 || i === 5 ? 2 ** 18 : 0))
type Limbs = readonly number[]
const numberOf = (limbs: Limbs): bigint =>
  limbs.reduce((sum, limb, i) => sum + (BigInt(limb) << places[i]!), 0n)
const put = (address: number, lane: number, limbs: Limbs): void => {
  for (const [i, limb] of limbs.entries()) words[(address >> 2) + 4 * i + lane] = limb
}
const fill = (address: number, lanes: readonly Limbs[]): void => {
  for (const [lane, limbs] of lanes.entries()) put(address, lane, limbs)
}
const take = (address: number, lane: number): number[] =>
  LIMB_BITS.map((_, i) => words[(address >> 2) + 4 * i + lane]!)

/** Limbs up to `bound` times the reduced ones, the largest often. */
const limbsUpTo = (bound: number): fc.Arbitrary<number[]> =>
  fc.tuple(
    ...reducedMax.map((max) => {
      const top = Math.floor(bound * max)
      return fc.oneof(fc.integer({ min: 0, max: top }), fc.constantFrom(0, 1, top - 1, top))
    }),
  )
const quad = (bound: number) =>
  fc.oneof(
    { weight: 5, arbitrary: fc.tuple(...[0, 1, 2, 3].map(() => limbsUpTo(bound))) },
    {
      weight: 1,
      arbitrary: fc.constant([0, 1, 2, 3].map(() => reducedMax.map((m) => Math.floor(bound * m)))),
    },
  )

function expectReduced(limbs: Limbs): void {
  for (const [i, limb] of limbs.entries()) expect(limb).toBeLessThanOrEqual(reducedMax[i]!)
}

const fourLanes = (low: (out: number, a: number, b: number) => void, high: typeof low) => {
  low(OUT, A, B)
  high(OUT, A, B)
}

describe('products and squares, lane by lane', () => {
  const shapes = [
    { name: 'four lanes', lanes: 4, run: () => fourLanes(module.productLow, module.productHigh) },
    { name: 'two lanes', lanes: 2, run: () => module.product2(OUT, A, B) },
  ]
  test.each(shapes)('product, $name', ({ lanes, run }) => {
    const property = fc.property(quad(FIRST_BOUND), quad(SECOND_BOUND), (first, second) => {
      fill(A, first)
      fill(B, second)
      run()
      for (let lane = 0; lane < lanes; lane++) {
        const product = take(OUT, lane)
        expect(numberOf(product) % p).toBe((numberOf(first[lane]!) * numberOf(second[lane]!)) % p)
        expectReduced(product)
      }
    })
    fc.assert(property, { ...RUNS, numRuns: 120 })
  })

  const squares = [
    { name: 'four lanes', lanes: 4, run: () => fourLanes(module.squareLow, module.squareHigh) },
    { name: 'two lanes', lanes: 2, run: () => module.square2(OUT, A) },
  ]
  test.each(squares)('square, $name', ({ lanes, run }) => {
    const property = fc.property(quad(SECOND_BOUND), (values) => {
      fill(A, values)
      run()
      for (let lane = 0; lane < lanes; lane++) {
        const square = take(OUT, lane)
        expect(numberOf(square) % p).toBe(numberOf(values[lane]!) ** 2n % p)
        expectReduced(square)
      }
    })
    fc.assert(property, { ...RUNS, numRuns: 120 })
  })
})

describe('single numbers', () => {
  const number = fc.oneof(
    limbsUpTo(1),
    fc.constant(LIMB_BITS.map((bits, i) => 2 ** bits - (i === 0 ? 19 : 1))),
  )
  const little = (value: bigint) =>
    Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n))

  test('sums, differences, signs, and the least remainder', () => {
    const property = fc.property(number, number, fc.constantFrom(0, -1), (a, b, mask) => {
      const [x, y] = [numberOf(a), numberOf(b)]
      put(A, 0, a)
      put(B, 0, b)
      numbers.add(OUT, A, B)
      expect(numbers.write(OUT)).toEqual(little((x + y) % p))
      numbers.subtract(OUT, A, B)
      expect(numbers.write(OUT)).toEqual(little((((x - y) % p) + p) % p))
      expect(numbers.negative(A)).toBe((x % p) % 2n === 1n ? -1 : 0)
      numbers.negate(A, mask)
      expect(numbers.write(A)).toEqual(little(mask === 0 ? x % p : (p - (x % p)) % p))
      numbers.select(A, B, mask)
      expect(numbers.write(A)).toEqual(little(mask === 0 ? x % p : y % p))
    })
    fc.assert(property, { ...RUNS, numRuns: 120 })
  })

  test('bytes go in and come out; the power is a^((p - 5) / 8)', () => {
    const property = fc.property(exactly(32), (bytes) => {
      const value = bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n) % 2n ** 255n
      numbers.read(A, bytes)
      expect(numbers.write(A)).toEqual(little(value % p))
      const spare = [3, 4, 5].map((i) => ADDRESS.numbers + i * QUAD_BYTES) as [number, number, number]
      numbers.power(OUT, A, spare)
      expect(numbers.write(OUT)).toEqual(little(power(value % p, (p - 5n) / 8n)))
    })
    fc.assert(property, { ...RUNS, numRuns: 20 })
  })
})

function power(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, base]
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest % 2n === 1n) result = (result * square) % p
    square = (square * square) % p
  }
  return result
}

test('the module is the same bytes every time', () => {
  expect(lanesBytes()).toEqual(lanesBytes())
})

test('no work space holds anything after a multiplication, refused or not', () => {
  const group = lanesGroup(module)
  const work = new Uint8Array(module.memory.buffer, 0, WORK_BYTES)
  const scalar = new Uint8Array(32).fill(7, 0, 31)
  const element = group.multiplyBase(scalar)
  expect(work.every((byte) => byte === 0)).toBe(true)
  expect(group.multiply(scalar, element)).not.toBeNull()
  expect(work.every((byte) => byte === 0)).toBe(true)
  expect(group.multiply(scalar, new Uint8Array(32).fill(9))).toBeNull()
  expect(work.every((byte) => byte === 0)).toBe(true)
  group.invert(scalar)
  expect(work.every((byte) => byte === 0)).toBe(true)
})
