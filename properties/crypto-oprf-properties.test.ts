/** OPRF, verifiable mode and the key exchange's groups as properties, and on hostile bytes (§2.1, §2.3). */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { reference } from '../src/crypto/real/group/backend.ts'
import { akeKeyPair } from '../src/crypto/real/opaque/ake-group.ts'
import { nobleCurve25519, nodeCurve25519 } from '../src/crypto/real/opaque/curve25519.ts'
import { blind, blindEvaluate, evaluate, finalize, INPUT_BYTES_MAX } from '../src/crypto/real/oprf/oprf.ts'
import { deriveKey, oprfSuite } from '../src/crypto/real/oprf/suite.ts'
import { blindEvaluateProved, finalizeProved, type Item } from '../src/crypto/real/oprf/verifiable.ts'
import { exactly, RUNS } from './crypto-arbitraries.ts'
import { bytes, hex, must, sodium } from './crypto-suites.ts'

const info = new TextEncoder().encode('info')
const SUITES = [
  ['ristretto255-SHA512', sodium.ristretto255, sodium.sha512, 60],
  ['P256-SHA256', sodium.p256, sodium.sha256, 6],
] as const

describe.each(SUITES)('%s', (_, group, digest, numRuns) => {
  const base = oprfSuite(group, digest, 'base')
  const verifiable = oprfSuite(group, digest, 'verifiable')
  const scalar = exactly(64).map(
    (wide) => group.scalarFrom(wide) ?? group.scalarFrom(new Uint8Array(64).fill(1))!,
  )
  const input = fc.uint8Array({ maxLength: 200 })

  test('client and server together compute what the key alone computes, whatever the blind', () => {
    const property = fc.property(input, scalar, exactly(32), (x, r, seed) => {
      const key = deriveKey(base, seed, info)
      const blinded = blind(base, x, r)!
      expect(hex(finalize(base, x, r, blindEvaluate(base, key, blinded)!))).toBe(hex(evaluate(base, key, x)))
      expect(hex(blinded)).not.toBe(hex(group.hashToElement(x, base.hashToGroupDomain)))
    })
    fc.assert(property, { ...RUNS, numRuns })
  })

  test('an input of more than 65,535 bytes is refused, at either end', () => {
    const [long, one] = [new Uint8Array(INPUT_BYTES_MAX + 1), group.scalarFrom(new Uint8Array(64).fill(1))!]
    expect(blind(base, long, one)).toBeNull()
    expect(finalize(base, long, one, group.multiplyBase(one)!)).toBeNull()
  })

  test('a batch is proved as one; nothing in it may be exchanged', () => {
    const property = fc.property(
      fc.array(input, { minLength: 2, maxLength: 4 }),
      scalar,
      scalar,
      (inputs, r, nonce) => {
        const key = deriveKey(verifiable, new Uint8Array(32).fill(3), info)
        const publicKey = group.multiplyBase(key)!
        const blinded = inputs.map((x) => blind(verifiable, x, r)!)
        const { evaluated, proof } = must(blindEvaluateProved(verifiable, key, publicKey, blinded, nonce))
        const items: Item[] = inputs.map((x, i) => ({
          input: x,
          blind: r,
          blinded: blinded[i]!,
          evaluated: evaluated[i]!,
        }))
        const outputs = must(finalizeProved(verifiable, items, publicKey, proof))
        expect(outputs.map(hex)).toEqual(inputs.map((x) => hex(evaluate(verifiable, key, x))))
        const notAuthentic = { ok: false, error: 'notAuthentic' }
        expect(finalizeProved(verifiable, items.slice(1), publicKey, proof)).toEqual(notAuthentic)
        if (hex(blinded[0]!) !== hex(blinded[1]!)) {
          const swapped = [
            { ...items[0]!, evaluated: evaluated[1]! },
            { ...items[1]!, evaluated: evaluated[0]! },
          ]
          expect(finalizeProved(verifiable, [...swapped, ...items.slice(2)], publicKey, proof)).toEqual(
            notAuthentic,
          )
        }
      },
    )
    fc.assert(property, { ...RUNS, numRuns: Math.ceil(numRuns / 6) })
  })

  test('hostile elements, proofs and keys: null or a typed error', () => {
    const any = fc.oneof(exactly(group.elementBytes), fc.uint8Array({ maxLength: 70 }))
    const good = group.multiplyBase(group.scalarFrom(new Uint8Array(64).fill(1))!)!
    const property = fc.property(any, any, fc.oneof(exactly(64), any), (a, b, proof) => {
      for (const result of [blindEvaluate(base, a, b), finalize(base, a, a, b), blind(base, a, b)])
        expect(result === null || result instanceof Uint8Array).toBe(true)
      const errors = ['malformed', 'notAuthentic']
      const item = { input: a, blind: b, blinded: good, evaluated: good }
      for (const items of [[item], [{ ...item, evaluated: a }], []])
        expect(errors).toContain((finalizeProved(verifiable, items, good, proof) as { error?: string }).error)
      expect(finalizeProved(verifiable, [item], a, proof).ok).toBe(false)
    })
    fc.assert(property, { ...RUNS, numRuns })
    expect(blindEvaluateProved(verifiable, good, good, [], good)).toEqual({ ok: false, error: 'malformed' })
  })
})

describe('X25519, node against noble', () => {
  const [node, noble] = [nodeCurve25519()!, nobleCurve25519()]
  // Low order, p and above, and the top bit: RFC 7748 §5 would read some of these as other keys.
  const edges = [
    ...[
      '00'.repeat(32),
      `01${'00'.repeat(31)}`,
      `ec${'ff'.repeat(30)}7f`,
      `ed${'ff'.repeat(30)}7f`,
      `ee${'ff'.repeat(30)}7f`,
    ],
    ...['e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800', 'ff'.repeat(32)],
    ...[
      '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
      `09${'00'.repeat(30)}80`,
      `02${'00'.repeat(31)}`,
    ],
  ].map(bytes)

  test('keys and shared secrets of random and edge encodings', () => {
    const publicKey = fc.oneof(exactly(32), fc.constantFrom(...edges), fc.uint8Array({ maxLength: 40 }))
    const property = fc.property(exactly(32), publicKey, (secret, other) => {
      expect(node.isPublic(other)).toBe(noble.isPublic(other))
      expect(hex(node.derive(secret).publicKey())).toBe(hex(noble.derive(secret).publicKey()))
      expect(hex(node.derive(secret).agree(other))).toBe(hex(noble.derive(secret).agree(other)))
    })
    fc.assert(property, { ...RUNS, numRuns: 60 })
  })

  test('of the edges only u = 2 is a key', () => {
    expect(edges.filter((edge) => node.isPublic(edge)).map(hex)).toEqual([`02${'00'.repeat(31)}`])
  })

  test('both sides agree; a secret of another length is none', () => {
    const [a, b] = [
      akeKeyPair(node, new Uint8Array(32).fill(1)),
      akeKeyPair(noble, new Uint8Array(32).fill(2)),
    ]
    const left = node.open(a.secret)!.agree(b.public)
    expect(hex(left)).toBe(hex(noble.open(b.secret)!.agree(a.public)))
    for (const group of [node, noble]) expect(group.open(new Uint8Array(31))).toBeNull()
  })
})

test('a suite is not put together with the wrong hash function', () => {
  expect(() => oprfSuite(reference.ristretto255, reference.sha256, 'base')).toThrow('does not hash with')
})
