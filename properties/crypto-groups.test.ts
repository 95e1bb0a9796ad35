/** The ristretto255 backends against each other and against RFC 9496's own figures (§2.3). */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { reference } from '../src/crypto/real/group/backend.ts'
import type { PrimeGroup } from '../src/crypto/real/group/group.ts'
import { ORDER_LITTLE_ENDIAN } from '../src/crypto/real/group/scalar-range.ts'
import { exactly, RUNS } from './crypto-arbitraries.ts'
import { BACKENDS, bytes, hex, lanes, sodium } from './crypto-suites.ts'

const file = new URL('./vectors/rfc9496.json', import.meta.url)
const vectors = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly multiples: readonly string[]
  readonly invalid: Readonly<Record<string, readonly string[]>>
}
const invalid = Object.values(vectors.invalid).flat()
const slow = reference.ristretto255
const FAST = [sodium.ristretto255, lanes.ristretto255]

const order = ORDER_LITTLE_ENDIAN.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n)
const scalarOf = (value: bigint): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn))

/** Scalars at the edges, out of range ones included. */
const edgeScalars = [
  ...[0n, 1n, 2n, 7n, 8n, 9n, 15n, 16n, order - 2n, order - 1n, order, order + 1n, 2n ** 252n],
  ...[2n ** 253n - 1n, 2n ** 255n - 19n, 2n ** 256n - 1n, BigInt(`0x${'8'.repeat(63)}`) >> 3n],
].map(scalarOf)
const scalar = fc.oneof({ weight: 3, arbitrary: exactly(32) }, fc.constantFrom(...edgeScalars))
const reduced = exactly(64).map((wide) => slow.scalarFrom(wide) ?? scalarOf(1n))
const element = reduced.map((s) => sodium.ristretto255.multiplyBase(s)!)
/** Encodings of every kind: of elements, of nothing, of the identity; and of other lengths. */
const encoding = fc.oneof(
  { weight: 4, arbitrary: element },
  fc.constantFrom(...invalid.map(bytes), ...vectors.multiples.map(bytes)),
  exactly(32),
  fc.uint8Array({ maxLength: 40 }),
)

test('the file holds sixteen multiples and 29 invalid encodings', () => {
  expect([vectors.multiples.length, invalid.length]).toEqual([16, 29])
})

describe.each(BACKENDS.map(({ ristretto255 }) => ristretto255))('RFC 9496 on $backend', (group) => {
  test('multiples of the generator, by both multiplications', () => {
    const generator = bytes(vectors.multiples[1]!)
    for (const [k, expected] of vectors.multiples.entries()) {
      const value = k === 0 ? null : expected // the identity is refused
      expect(hex(group.multiplyBase(scalarOf(BigInt(k))))).toBe(value)
      expect(hex(group.multiply(scalarOf(BigInt(k)), generator))).toBe(value)
      expect(group.isElement(bytes(expected))).toBe(k !== 0)
    }
    expect(hex(group.multiply(scalarOf(order - 1n), bytes(vectors.multiples[2]!)))).not.toBeNull()
    expect(group.multiply(scalarOf(order), generator)).toBeNull()
  })

  test.each(invalid)('%s is no element', (encoded) => {
    expect(group.isElement(bytes(encoded))).toBe(false)
    expect(group.multiply(scalarOf(5n), bytes(encoded))).toBeNull()
    expect(group.combine([{ scalar: scalarOf(5n), element: bytes(encoded) }])).toBeNull()
  })
})

describe.each(FAST)('$backend gives what noble gives', (group) => {
  const agree = (of: (group: PrimeGroup) => unknown): void => {
    expect(of(group)).toEqual(of(slow))
  }

  test('multiplication, of random and edge scalars and encodings', () => {
    const property = fc.property(scalar, encoding, (s, e) => {
      agree((on) => [on.isScalar(s), on.isElement(e)])
      agree((on) => hex(on.multiply(s, e)))
    })
    fc.assert(property, { ...RUNS, numRuns: 120 })
  })

  test('multiplication of the generator', () => {
    for (const s of edgeScalars) agree((on) => hex(on.multiplyBase(s)))
    fc.assert(
      fc.property(scalar, (s) => agree((on) => hex(on.multiplyBase(s)))),
      { ...RUNS, numRuns: 60 },
    )
  })

  test('scalars: reduction, inversion, a - b · c', () => {
    const property = fc.property(exactly(64), scalar, scalar, scalar, (wide, a, b, c) => {
      agree((on) => hex(on.scalarFrom(wide)))
      agree((on) => hex(on.invert(a)))
      agree((on) => hex(on.scalarMinusProduct(a, b, c)))
    })
    fc.assert(property, { ...RUNS, numRuns: 80 })
    for (const a of edgeScalars) agree((on) => hex(on.invert(a)))
  })

  test('hashing to elements and to scalars', () => {
    const domain = fc.uint8Array({ minLength: 1, maxLength: 255 })
    const property = fc.property(fc.uint8Array({ maxLength: 3000 }), domain, (message, d) => {
      agree((on) => hex(on.hashToElement(message, d)))
      agree((on) => hex(on.hashToScalar(message, d)))
    })
    fc.assert(property, { ...RUNS, numRuns: 40, examples: [[new Uint8Array(5000), new Uint8Array(255)]] })
  })

  test('public sums, zero scalars and opposite terms included', () => {
    const term = fc.record({ scalar: fc.oneof(reduced, scalar), element: encoding })
    const sum = fc.property(fc.array(term, { maxLength: 3 }), (terms) =>
      agree((on) => hex(on.combine(terms))),
    )
    fc.assert(sum, { ...RUNS, numRuns: 40 })
    const cancels = [{ scalar: scalarOf(order - 3n) }, { scalar: scalarOf(3n) }]
    expect(group.combine(cancels)).toBeNull()
    agree((on) => hex(on.combine([...cancels, { scalar: scalarOf(0n) }, { scalar: scalarOf(9n) }])))
  })

  test('twice as much is as much twice: the two multiplications belong together', () => {
    const property = fc.property(reduced, reduced, (a, b) => {
      const left = group.multiply(a, group.multiplyBase(b)!)
      const right = group.multiply(b, group.multiplyBase(a)!)
      expect(hex(left)).toBe(hex(right))
      expect(left).not.toBeNull()
    })
    fc.assert(property, { ...RUNS, numRuns: 200 })
  })
})
