/** Scalars in our own arithmetic (§2.3): products and inverses modulo the order, and digits for multiplication. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ADDRESS, startLanes } from '../src/crypto/real/group/lanes/module.ts'
import { ORDER, ORDER_NUMBER_BYTES } from '../src/crypto/real/group/lanes/order-code.ts'
import { digitsOf } from '../src/crypto/real/group/lanes/ristretto255.ts'
import { exactly, RUNS } from './crypto-arbitraries.ts'
import { bytes, hex, lanes } from './crypto-suites.ts'

const module = startLanes()
const words = new Uint32Array(module.memory.buffer)

describe('modulo the order', () => {
  const [X, Y, Z] = [
    ADDRESS.order,
    ADDRESS.order + ORDER_NUMBER_BYTES,
    ADDRESS.order + 2 * ORDER_NUMBER_BYTES,
  ]
  const load = (address: number, value: bigint): void => {
    for (let i = 0; i < 10; i++)
      words[address / 4 + i] = Number((value >> BigInt(26 * i)) & (i < 9 ? 2n ** 26n - 1n : 2n ** 32n - 1n))
  }
  const number = (address: number): bigint =>
    Array.from({ length: 10 }, (_, i) => BigInt(words[address / 4 + i]!) << BigInt(26 * i)).reduce(
      (a, b) => a + b,
    )

  test('Montgomery’s product, of what it gives and up to 2^256', () => {
    const top = 2n ** 256n - 1n
    const any = fc.oneof(fc.bigInt({ min: 0n, max: top }), fc.constantFrom(0n, 1n, ORDER - 1n, ORDER, top))
    const property = fc.property(any, any, (x, y) => {
      load(X, x)
      load(Y, y)
      module.orderProduct(Z, X, Y)
      expect((number(Z) * 2n ** 260n) % ORDER).toBe((x * y) % ORDER)
      expect(number(Z)).toBeLessThan(ORDER + 2n ** 252n + 1n)
    })
    fc.assert(property, { ...RUNS, numRuns: 200 })
  })

  test('a scalar times its inverse is one', () => {
    const { ristretto255: group } = lanes
    const [zero, minusOne] = [
      new Uint8Array(32),
      bytes(`ecd3f55c1a631258d69cf7a2def9de14${'00'.repeat(15)}10`),
    ]
    const property = fc.property(exactly(64), (wide) => {
      const scalar = group.scalarFrom(wide)
      fc.pre(scalar !== null)
      // 0 - s · (1 / s) = -1
      expect(hex(group.scalarMinusProduct(zero, scalar!, group.invert(scalar!)!))).toBe(hex(minusOne))
    })
    fc.assert(property, { ...RUNS, numRuns: 200 })
  })
})

test('64 digits from -8 to 8 are the scalar', () => {
  const property = fc.property(exactly(32), (bytes) => {
    const scalar = bytes.map((byte, i) => (i === 31 ? byte & 0x1f : byte)) // below 2^253
    const digits = [...digitsOf(scalar)]
    expect(Math.min(...digits)).toBeGreaterThanOrEqual(-8)
    expect(Math.max(...digits)).toBeLessThanOrEqual(8)
    const value = scalar.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n)
    expect(digits.reduceRight((sum, digit) => sum * 16n + BigInt(digit), 0n)).toBe(value)
  })
  fc.assert(property, RUNS)
})
