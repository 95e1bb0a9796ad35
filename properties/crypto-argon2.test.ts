/** Our Argon2id against noble's and libsodium's, and its BLAKE2b against OpenSSL's (§2.4). */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { vectorArgon2id } from '../src/crypto/real/argon2/argon2id.ts'
import { blake2bIn } from '../src/crypto/real/argon2/blake2b.ts'
import { compileArgon2, startArgon2 } from '../src/crypto/real/argon2/module.ts'
import { loadSodiumArgon2id } from '../src/crypto/real/argon2-sodium.ts'
import { nobleArgon2id } from '../src/crypto/real/stretch.ts'
import { RUNS } from './crypto-arbitraries.ts'
import { hex } from './crypto-suites.ts'

const ours = vectorArgon2id()

test('BLAKE2b-512 of every length around its blocks is OpenSSL’s', () => {
  const blake2b = blake2bIn(startArgon2(compileArgon2(), 1)!)
  for (const length of [0, 1, 63, 64, 65, 127, 128, 129, 255, 256, 257, 1000]) {
    const message = new Uint8Array(length).map((_, i) => 3 * i + length)
    expect(hex(blake2b.hash(message, 64))).toBe(createHash('blake2b512').update(message).digest('hex'))
  }
})

describe('Argon2id', () => {
  test('is noble’s, for any number of lanes, passes, blocks and bytes', () => {
    const cost = fc.integer({ min: 1, max: 5 }).chain((lanes) =>
      fc.record({
        lanes: fc.constant(lanes),
        passes: fc.integer({ min: 1, max: 3 }),
        memoryKiB: fc.integer({ min: 8 * lanes, max: 8 * lanes + 90 }),
      }),
    )
    const text = fc.uint8Array({ maxLength: 200 })
    const salt = fc.uint8Array({ minLength: 8, maxLength: 40 })
    const property = fc.property(text, salt, cost, fc.integer({ min: 4, max: 200 }), (input, s, c, bytes) => {
      expect(hex(ours(input, s, c, bytes))).toBe(hex(nobleArgon2id(input, s, c, bytes)))
    })
    fc.assert(property, { ...RUNS, numRuns: 40 })
  })

  test('is noble’s and libsodium’s where addresses take more than one block, and in memory used before', async () => {
    const sodium = await loadSodiumArgon2id()
    const [input, salt] = [new Uint8Array(64).fill(5), new Uint8Array(16)]
    const sizes = [
      [2100, 2, 1],
      [1030, 1, 2],
      [600, 1, 1],
      [2100, 2, 1],
    ] as const
    for (const [memoryKiB, passes, lanes] of sizes) {
      const cost = { memoryKiB, passes, lanes }
      const expected = lanes === 1 ? sodium(input, salt, cost, 64) : nobleArgon2id(input, salt, cost, 64)
      expect(hex(ours(input, salt, cost, 64))).toBe(hex(expected))
    }
  })

  test('refuses what RFC 9106 does not have, and more memory than there can be', () => {
    const salt = new Uint8Array(16)
    const cost = { memoryKiB: 8, passes: 1, lanes: 1 }
    expect(ours(salt, salt, cost, 4)).toHaveLength(4)
    expect(ours(salt, salt, cost, 3)).toBeNull()
    expect(ours(salt, salt, { ...cost, passes: 0 }, 32)).toBeNull()
    expect(ours(salt, salt, { ...cost, memoryKiB: 7 }, 32)).toBeNull()
    expect(ours(salt, salt, { ...cost, lanes: 2 }, 32)).toBeNull()
    expect(ours(salt, salt, { ...cost, memoryKiB: 2 ** 22 }, 32)).toBeNull()
  })
})
