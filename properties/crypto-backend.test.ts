/** Which backend computes, and what happens where the fast ones cannot (§2.3). */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fallback, loadBackend, overSodium, reference } from '../src/crypto/real/group/backend.ts'
import { expand, extract, nobleDigest } from '../src/crypto/real/group/digest.ts'
import { nodeDigest } from '../src/crypto/real/group/node-digest.ts'
import type { SodiumModule } from '../src/crypto/real/group/sodium-memory.ts'
import { RUNS } from './crypto-arbitraries.ts'
import { bytes, hex, lanes, sodium } from './crypto-suites.ts'

describe('loading', () => {
  test('libsodium by default, our own multiplication on request, no notice either way', () => {
    expect([lanes.name, lanes.ristretto255.backend]).toEqual(['lanes', 'lanes'])
    expect([sodium.name, sodium.ristretto255.backend]).toEqual(['libsodium', 'libsodium'])
    expect([sodium.p256.backend, reference.ristretto255.backend]).toEqual(['noble', 'noble'])
  })

  test('noble, after one notice that says why, when libsodium does not load', async () => {
    const notices: string[] = []
    const load = () => Promise.reject(new Error('no WebAssembly here'))
    const backend = await loadBackend((line) => notices.push(line), { load })
    expect(backend).toBe(fallback)
    expect(backend.ristretto255.backend).toBe('noble')
    expect(notices).toEqual([
      'ristretto255 runs on noble, ten times slower: libsodium did not start (no WebAssembly here)',
    ])
  })

  test('noble, too, when the module computes something else', async () => {
    const notices: string[] = []
    const { default: wrappers } = await import('libsodium-wrappers-sumo')
    const real = (wrappers as unknown as { libsodium: SodiumModule }).libsodium
    const wrong = { _crypto_scalarmult_ristretto255_base: () => 0 }
    const load = async () => Object.assign(Object.create(real), wrong) as SodiumModule
    expect(await loadBackend((line) => notices.push(line), { load })).toBe(fallback)
    expect(notices).toEqual([
      'ristretto255 runs on noble, ten times slower: libsodium did not start (failed a known-answer test)',
    ])
    expect(() => overSodium({} as SodiumModule)).toThrow()
  })
})

describe('hash functions agree', () => {
  const pairs = [
    ['SHA-512, noble and node', nobleDigest('SHA-512'), nodeDigest('SHA-512')!],
    ['SHA-512, noble and libsodium', nobleDigest('SHA-512'), sodium.sha512],
    ['SHA-256, noble and node', nobleDigest('SHA-256'), nodeDigest('SHA-256')!],
  ] as const
  const parts = fc.array(
    fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ minLength: 900, maxLength: 1200 })),
    {
      maxLength: 5,
    },
  )
  test.each(pairs)('%s: in parts, across the edges of blocks and buffers', (_, a, b) => {
    const property = fc.property(
      parts,
      fc.uint8Array({ maxLength: 1300 }),
      fc.integer({ min: 1, max: 400 }),
      (pieces, key, length) => {
        expect(hex(b.hash(...pieces))).toBe(hex(a.hash(...pieces)))
        expect(hex(b.hmac(key, ...pieces))).toBe(hex(a.hmac(key, ...pieces)))
        expect(hex(expand(b, key, length, ...pieces))).toBe(hex(expand(a, key, length, ...pieces)))
        expect(hex(extract(b, key, ...pieces))).toBe(hex(extract(a, key, ...pieces)))
      },
    )
    fc.assert(property, { ...RUNS, numRuns: 60 })
    for (const length of [0, 1, 127, 128, 1023, 1024, 1025, 2048, 5000]) {
      const message = new Uint8Array(length).fill(length)
      expect(hex(b.hash(message, message))).toBe(hex(a.hash(message, message)))
    }
  })

  // RFC 5869 §A.1.
  test('HKDF gives what RFC 5869 prints', () => {
    const sha256 = nobleDigest('SHA-256')
    const key = extract(sha256, bytes('000102030405060708090a0b0c'), new Uint8Array(22).fill(0x0b))
    expect(hex(key)).toBe('077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5')
    expect(hex(expand(sha256, key, 42, bytes('f0f1f2f3f4f5f6f7f8f9')))).toBe(
      '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    )
  })
})
