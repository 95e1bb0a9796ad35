/** node:crypto and noble, held to the RFCs and to each other, at the edges too (§2.5). About three core-seconds. */
import { hkdfSync } from 'node:crypto'
import { ED25519_TORSION_SUBGROUP, ed25519 } from '@noble/curves/ed25519.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromHex, join, toHex } from '../src/crypto/real/bytes.ts'
import { expand, extract, nobleDigest } from '../src/crypto/real/group/digest.ts'
import { nodeDigest } from '../src/crypto/real/group/node-digest.ts'
import { noblePrimitives as noble } from '../src/crypto/real/primitives-noble.ts'
import { nodePrimitives } from '../src/crypto/real/primitives-node.ts'
import { bytes, damaged, exactly, RUNS } from './crypto-arbitraries.ts'
import vectors from './vectors/primitives.json' with { type: 'json' }

const node = nodePrimitives()!
const both = [node, noble]
const b = (hex: string) => fromHex(hex)!

test('node:crypto is there, and is what is used', () => {
  expect(node.name).toBe('node')
})

describe('hash functions', () => {
  test.each(['SHA-256', 'SHA-512'] as const)('%s, HMAC and HKDF agree', (name) => {
    const one = nodeDigest(name)!
    const other = nobleDigest(name)
    fc.assert(
      fc.property(bytes(300), bytes(200), fc.integer({ min: 1, max: 200 }), (data, key, length) => {
        expect(toHex(one.hash(data, key))).toBe(toHex(other.hash(join(data, key))))
        expect(toHex(one.hmac(key, data))).toBe(toHex(other.hmac(key, data)))
        const okm = (digest: typeof one) => toHex(expand(digest, extract(digest, key, data), length, key))
        const theirs = new Uint8Array(hkdfSync(name, data, key, key, length))
        expect(okm(one)).toBe(toHex(theirs))
        expect(okm(other)).toBe(toHex(theirs))
      }),
      { ...RUNS, numRuns: 100 },
    )
  })

  test('RFC 5869 §A.1', () => {
    const { ikm, salt, info, okm } = vectors.hkdf
    const digest = nodeDigest('SHA-256')!
    expect(toHex(expand(digest, extract(digest, b(salt), b(ikm)), b(okm).length, b(info)))).toBe(okm)
  })
})

describe.each(['aesGcm', 'chachaPoly'] as const)('%s', (name) => {
  test('the published figure', () => {
    const { key, nonce, associated, plaintext, sealed } = vectors[name]
    for (const p of both) {
      expect(toHex(p[name].seal(b(key), b(nonce), b(associated), b(plaintext)))).toBe(sealed)
      expect(toHex(p[name].open(b(key), b(nonce), b(associated), b(sealed))!)).toBe(plaintext)
    }
  })

  test('both seal alike, each opens what the other sealed, neither opens anything else', () => {
    const plaintexts = bytes(100)
    fc.assert(
      fc.property(
        exactly(32),
        exactly(12),
        bytes(40),
        plaintexts,
        fc.nat(),
        (key, nonce, associated, text, seed) => {
          const sealed = node[name].seal(key, nonce, associated, text)
          expect(toHex(noble[name].seal(key, nonce, associated, text))).toBe(toHex(sealed))
          const [changed] = fc.sample(damaged(sealed), { seed, numRuns: 1 })
          for (const p of both) {
            expect(toHex(p[name].open(key, nonce, associated, sealed)!)).toBe(toHex(text))
            expect(p[name].open(key, nonce, associated, changed!)).toBe(null)
            expect(p[name].open(key, nonce, join(associated, Uint8Array.of(0)), sealed)).toBe(null)
          }
        },
      ),
      { ...RUNS, numRuns: 100 },
    )
  })
})

describe('Ed25519', () => {
  test.each(vectors.ed25519)('RFC 8032 §7.1: $public', ({ seed, public: key, message, signature }) => {
    for (const p of both) {
      expect(toHex(p.ed25519Public(b(seed)))).toBe(key)
      expect(toHex(p.ed25519Sign(b(seed), b(message)))).toBe(signature)
      expect(p.ed25519Verify(b(key), b(message), b(signature))).toBe(true)
    }
  })

  test('both sign alike, accept each other, and accept nothing that was changed', () => {
    fc.assert(
      fc.property(exactly(32), bytes(80), fc.nat(), (seed, message, pick) => {
        const key = node.ed25519Public(seed)
        const signature = node.ed25519Sign(seed, message)
        expect(toHex(noble.ed25519Sign(seed, message))).toBe(toHex(signature))
        expect(toHex(noble.ed25519Public(seed))).toBe(toHex(key))
        const [changed] = fc.sample(damaged(signature), { seed: pick, numRuns: 1 })
        const [wrongKey] = fc.sample(damaged(key), { seed: pick, numRuns: 1 })
        for (const p of both) {
          expect(p.ed25519Verify(key, message, signature)).toBe(true)
          expect(p.ed25519Verify(key, join(message, Uint8Array.of(1)), signature)).toBe(false)
          expect(p.ed25519Verify(key, message, changed!)).toBe(false)
          expect(p.ed25519Verify(wrongKey!, message, signature)).toBe(false)
        }
      }),
      { ...RUNS, numRuns: 40 },
    )
  })

  test('small order, unreduced, mixed order, S above the order: both refuse, or both accept', () => {
    const { Point } = ed25519
    const order = Point.Fn.ORDER
    const message = new TextEncoder().encode('edge')
    const little = (value: bigint) => b(value.toString(16).padStart(64, '0')).reverse()
    const seed = new Uint8Array(32).fill(7)
    const good = node.ed25519Sign(seed, message)
    const key = node.ed25519Public(seed)
    const s = BigInt(`0x${toHex(Uint8Array.from(good.subarray(32)).reverse())}`)
    const torsion = ED25519_TORSION_SUBGROUP.map((hex) => b(hex))
    const unreduced = [0, 1, 3, 18].flatMap((i) =>
      [0, 1].map((sign) => {
        const y = little(2n ** 255n - 19n + BigInt(i))
        y[31]! |= sign << 7
        return y
      }),
    )
    const mixed = torsion.map((t) => Point.fromBytes(key).add(Point.fromBytes(t)).toBytes())
    const keys = [...torsion, ...unreduced, ...mixed]
    const commitments = [good.subarray(0, 32), ...torsion, ...unreduced]
    const scalars = [s, s + order, 0n, order - 1n, order, 2n ** 253n, 2n ** 256n - 1n].map(little)
    const accepted: string[] = []
    for (const k of keys) {
      for (const r of commitments) {
        for (const scalar of scalars) {
          const signature = join(r, scalar)
          const verdicts = both.map((p) => p.ed25519Verify(k, message, signature))
          expect(verdicts[0]).toBe(verdicts[1])
          if (verdicts[0]) accepted.push(toHex(k))
        }
      }
    }
    // The first torsion point is the identity, so one of the mixed keys is the honest one.
    expect(accepted).toEqual([toHex(key)])
  })

  test('a signature that only a verifier with cofactor takes is refused by both', () => {
    // R + T for a torsion point T: the equation holds times 8, and not by itself.
    const { Point } = ed25519
    const seed = new Uint8Array(32).fill(9)
    const message = new Uint8Array(5)
    const torsion = Point.fromBytes(b(ED25519_TORSION_SUBGROUP[3]!))
    const { head, prefix, scalar, pointBytes } = ed25519.utils.getExtendedPublicKey(seed)
    expect(head.length).toBe(32)
    const digest = nobleDigest('SHA-512')
    const asScalar = (data: Uint8Array) =>
      BigInt(`0x${toHex(Uint8Array.from(data).reverse())}`) % Point.Fn.ORDER
    const r = asScalar(digest.hash(prefix, message))
    const commitment = Point.BASE.multiply(r).add(torsion).toBytes()
    const challenge = asScalar(digest.hash(commitment, pointBytes, message))
    const s = Point.Fn.create(r + challenge * scalar)
    const signature = join(commitment, b(s.toString(16).padStart(64, '0')).reverse())
    expect(ed25519.verify(signature, message, pointBytes, { zip215: true })).toBe(true)
    for (const p of both) expect(p.ed25519Verify(pointBytes, message, signature)).toBe(false)
  })
})

describe('X25519', () => {
  test.each(vectors.x25519)('RFC 7748 §5.2: $shared', ({ scalar, u, shared }) => {
    for (const p of both) expect(toHex(p.x25519(b(scalar), b(u))!)).toBe(shared)
  })

  test('both agree on random and on strange coordinates', () => {
    const p25519 = 2n ** 255n - 19n
    const little = (value: bigint) => b((value % 2n ** 256n).toString(16).padStart(64, '0')).reverse()
    const low = [0n, 1n, p25519 - 1n, p25519, p25519 + 1n].flatMap((u) => [little(u), little(u + 2n ** 255n)])
    const strange = [2n, 9n, p25519 + 2n, p25519 + 18n, 2n ** 255n + 9n, 2n ** 256n - 1n].map(little)
    const secret = new Uint8Array(32).fill(5)
    for (const u of low) for (const p of both) expect(p.x25519(secret, u)).toBe(null)
    for (const u of strange) expect(toHex(node.x25519(secret, u)!)).toBe(toHex(noble.x25519(secret, u)!))
    for (const p of both) expect(p.x25519(secret, secret.subarray(1))).toBe(null)
    fc.assert(
      fc.property(exactly(32), exactly(32), (secret, u) => {
        const [one, other] = both.map((p) => p.x25519(secret, u))
        expect(one && toHex(one)).toBe(other && toHex(other))
        expect(toHex(node.x25519Public(secret))).toBe(toHex(noble.x25519Public(secret)))
      }),
      { ...RUNS, numRuns: 60 },
    )
  })

  test('the points of order 8 give nothing', () => {
    const order8 = vectors.x25519LowOrder
    for (const u of order8)
      for (const p of both) expect(p.x25519(new Uint8Array(32).fill(3), b(u))).toBe(null)
  })
})
