/** Key stretching (§2.4): figures of others, both backends, what a client accepts. About two core-seconds. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Stretch } from '../spec/crypto.ts'
import {
  judgeStretch,
  parseStretch,
  STRETCH_BOUNDS,
  STRETCH_DEFAULT,
  STRETCH_RFC_9807,
  stretchCost,
} from '../spec/stretching.ts'
import { loadSodiumArgon2id } from '../src/crypto/real/argon2-sodium.ts'
import { toHex } from '../src/crypto/real/bytes.ts'
import { primitives } from '../src/crypto/real/primitives.ts'
import { noblePrimitives } from '../src/crypto/real/primitives-noble.ts'
import { nobleArgon2id, stretched } from '../src/crypto/real/stretch.ts'
import { RUNS } from './crypto-arbitraries.ts'

const ascii = (text: string) => new TextEncoder().encode(text)
const threes = new Uint8Array(64).fill(3)

describe('scrypt', () => {
  // RFC 7914 §12.
  test.each([
    [
      '',
      '',
      16,
      1,
      1,
      '77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906',
    ],
    [
      'password',
      'NaCl',
      1024,
      8,
      16,
      'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640',
    ],
    [
      'pleaseletmein',
      'SodiumChloride',
      16384,
      8,
      1,
      '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887',
    ],
  ])('RFC 7914 §12: %s', (password, salt, n, r, p, expected) => {
    for (const backend of [primitives, noblePrimitives]) {
      expect(toHex(backend.scrypt(ascii(password), ascii(salt), { n, r, p }, 64))).toBe(expected)
    }
  })

  test('the default runs on both backends, and they agree', () => {
    const stretch = STRETCH_DEFAULT as Stretch & { name: 'scrypt' }
    const output = toHex(stretched(stretch, threes))
    expect(output).toBe(toHex(noblePrimitives.scrypt(threes, new Uint8Array(16), stretch, 64)))
  })
})

describe('Argon2id', () => {
  // Input 64 bytes of 0x03, salt 16 zeros; computed by the reference implementation in C.
  const figures = [
    [
      256,
      2,
      1,
      '0a5b49872dd9326f488a3afe36cfdb68858207563af0237d099cbff7369016b0521cb978489be9c5edb5de1e97750ff1018f86642c8265ee3d4a1ea43876b724',
    ],
    [
      1024,
      3,
      4,
      'efdf7a3963ed602357a35fe822a31dd61ef6d202c43b48bd49c40c1d758fb8a8ee99eba7c1183806b27626885ef719d007d8dad846921c795f7a1c510d878484',
    ],
  ] as const
  test.each(figures)('%i KiB, %i passes, %i lanes', async (memoryKiB, passes, lanes, expected) => {
    const stretch = { name: 'argon2id', memoryKiB, passes, lanes } as const
    expect(toHex(stretched(stretch, threes))).toBe(expected)
    expect(toHex(stretched(stretch, threes, await loadSodiumArgon2id()))).toBe(expected)
  })

  test('libsodium and noble agree, and libsodium says what it cannot do', async () => {
    const fast = await loadSodiumArgon2id()
    const cost = fc.record({
      memoryKiB: fc.integer({ min: 8, max: 64 }),
      passes: fc.integer({ min: 1, max: 3 }),
      lanes: fc.constant(1),
    })
    const input = fc.uint8Array({ maxLength: 80 })
    const salt = fc.uint8Array({ minLength: 16, maxLength: 16 })
    fc.assert(
      fc.property(input, salt, cost, fc.integer({ min: 16, max: 80 }), (input, salt, cost, bytes) => {
        expect(toHex(fast(input, salt, cost, bytes)!)).toBe(toHex(nobleArgon2id(input, salt, cost, bytes)!))
      }),
      { ...RUNS, numRuns: 20 },
    )
    expect(fast(threes, new Uint8Array(16), { memoryKiB: 64, passes: 1, lanes: 2 }, 64)).toBe(null)
    expect(fast(threes, new Uint8Array(16), { memoryKiB: 2_097_152, passes: 1, lanes: 1 }, 64)).toBe(null)
  })
})

describe('what a client accepts of a server', () => {
  test('the default; not the vectors, nothing weaker, nothing that a phone cannot run', () => {
    const verdict = (stretch: unknown) => judgeStretch(STRETCH_BOUNDS, stretch)
    expect(verdict(STRETCH_DEFAULT)).toBe('accepted')
    expect(verdict({ name: 'argon2id', memoryKiB: 19_456, passes: 2, lanes: 1 })).toBe('accepted')
    expect(verdict({ name: 'identity' })).toBe('tooWeak')
    expect(verdict({ name: 'scrypt', n: 16_384, r: 8, p: 1 })).toBe('tooWeak')
    expect(verdict({ name: 'argon2id', memoryKiB: 19_456, passes: 1, lanes: 1 })).toBe('tooWeak')
    expect(verdict(STRETCH_RFC_9807)).toBe('tooCostly')
    expect(
      judgeStretch({ ...STRETCH_BOUNDS, memoryKiBMax: 2 ** 21, workKiBMax: 2 ** 21 }, STRETCH_RFC_9807),
    ).toBe('accepted')
  })

  test('nothing accepted costs a guesser less than the floor, or a phone more than the ceiling', () => {
    const power = fc.integer({ min: 12, max: 20 }).map((k) => 2 ** k)
    const few = fc.integer({ min: 0, max: 10 })
    const offered = fc.oneof(
      fc.record({ name: fc.constant('scrypt'), n: power, r: few, p: few }),
      fc.record({ name: fc.constant('argon2id'), memoryKiB: fc.nat(400_000), passes: few, lanes: few }),
    )
    let accepted = 0
    fc.assert(
      fc.property(offered, (stretch) => {
        if (judgeStretch(STRETCH_BOUNDS, stretch) !== 'accepted') return
        accepted++
        const { memoryKiB, workKiB } = stretchCost(parseStretch(stretch)!)
        expect(memoryKiB).toBeGreaterThanOrEqual(STRETCH_BOUNDS.memoryKiBMin)
        expect(memoryKiB).toBeLessThanOrEqual(STRETCH_BOUNDS.memoryKiBMax)
        expect(workKiB).toBeGreaterThanOrEqual(STRETCH_BOUNDS.workKiBMin)
        expect(workKiB).toBeLessThanOrEqual(STRETCH_BOUNDS.workKiBMax)
      }),
      { ...RUNS, numRuns: 2000 },
    )
    expect(accepted).toBeGreaterThan(200)
  })

  test('hostile values are malformed, and what is parsed holds nothing else', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const parsed = parseStretch(value)
        expect(judgeStretch(STRETCH_BOUNDS, value) === 'malformed').toBe(parsed === null)
      }),
      { ...RUNS, numRuns: 500 },
    )
    const more = { ...STRETCH_DEFAULT, extra: 1 }
    expect(parseStretch(more)).toEqual(STRETCH_DEFAULT)
    for (const n of [0, 1, 3, 1000, 2 ** 25, 1.5, Number.NaN, '1024', -2]) {
      expect(parseStretch({ name: 'scrypt', n, r: 8, p: 1 })).toBe(null)
    }
    expect(parseStretch({ name: 'argon2id', memoryKiB: 31, passes: 1, lanes: 4 })).toBe(null)
  })
})
