/** RFC 9497, appendix A: base and verifiable mode of both suites, on every backend (§2.1). */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Backend } from '../src/crypto/real/group/backend.ts'
import { blind, blindEvaluate, evaluate, finalize } from '../src/crypto/real/oprf/oprf.ts'
import { deriveKey, type OprfSuite, oprfSuite } from '../src/crypto/real/oprf/suite.ts'
import { blindEvaluateProved, finalizeProved } from '../src/crypto/real/oprf/verifiable.ts'
import { BACKENDS, bytes, hex, must } from './crypto-suites.ts'

interface Vector {
  readonly batch: number
  readonly blind: string
  readonly blindedElement: string
  readonly evaluationElement: string
  readonly input: string
  readonly output: string
  readonly proof?: { readonly proof: string; readonly r: string }
}

interface SuiteVectors {
  readonly suite: string
  readonly mode: 0 | 1
  readonly seed: string
  readonly keyInfo: string
  readonly secretKey: string
  readonly publicKey?: string
  readonly vectors: readonly Vector[]
}

const file = new URL('./vectors/rfc9497.json', import.meta.url)
const { suites } = JSON.parse(readFileSync(file, 'utf8')) as { suites: readonly SuiteVectors[] }

function suiteFor(vectors: SuiteVectors, backend: Backend): OprfSuite {
  const mode = vectors.mode === 0 ? 'base' : 'verifiable'
  return vectors.suite === 'ristretto255-SHA512'
    ? oprfSuite(backend.ristretto255, backend.sha512, mode)
    : oprfSuite(backend.p256, backend.sha256, mode)
}

const split = (list: string) => list.split(',').map(bytes)

test('the file holds what RFC 9497 has for these suites', () => {
  const counts = suites.map(({ suite, mode, vectors }) => `${suite} ${mode} ${vectors.length}`)
  expect(counts).toEqual([
    'ristretto255-SHA512 0 2',
    'ristretto255-SHA512 1 3',
    'P256-SHA256 0 2',
    'P256-SHA256 1 3',
  ])
})

for (const backend of BACKENDS) {
  for (const vectors of suites) {
    describe(`${vectors.suite}, mode ${vectors.mode}, ${backend.name}`, () => {
      const suite = suiteFor(vectors, backend)
      const key = deriveKey(suite, bytes(vectors.seed), bytes(vectors.keyInfo))

      test('DeriveKeyPair', () => {
        expect(hex(key)).toBe(vectors.secretKey)
        if (vectors.publicKey) expect(hex(suite.group.multiplyBase(key))).toBe(vectors.publicKey)
      })

      test.each(vectors.vectors)('input $input', (vector) => {
        const inputs = split(vector.input)
        const blinds = split(vector.blind)
        const blinded = inputs.map((input, i) => blind(suite, input, blinds[i]!)!)
        expect(blinded.map(hex).join(',')).toBe(vector.blindedElement)
        const evaluated = blinded.map((element) => blindEvaluate(suite, key, element)!)
        expect(evaluated.map(hex).join(',')).toBe(vector.evaluationElement)
        const outputs = inputs.map((input, i) => finalize(suite, input, blinds[i]!, evaluated[i]!))
        expect(outputs.map(hex).join(',')).toBe(vector.output)
        expect(inputs.map((input) => hex(evaluate(suite, key, input))).join(',')).toBe(vector.output)
        expect(vector.proof === undefined).toBe(vectors.mode === 0)
        if (vector.proof) proves(suite, vectors, vector, key)
      })
    })
  }
}

function proves(suite: OprfSuite, vectors: SuiteVectors, vector: Vector, key: Uint8Array): void {
  const publicKey = bytes(vectors.publicKey!)
  const blinded = split(vector.blindedElement)
  const made = must(blindEvaluateProved(suite, key, publicKey, blinded, bytes(vector.proof!.r)))
  expect(hex(made.proof)).toBe(vector.proof!.proof)
  expect(made.evaluated.map(hex).join(',')).toBe(vector.evaluationElement)

  const blinds = split(vector.blind)
  const items = split(vector.input).map((input, i) => ({
    input,
    blind: blinds[i]!,
    blinded: blinded[i]!,
    evaluated: made.evaluated[i]!,
  }))
  const outputs = must(finalizeProved(suite, items, publicKey, made.proof))
  expect(outputs.map(hex).join(',')).toBe(vector.output)
  // A proof speaks of exactly these elements and this key, and no bit of it may change.
  const other = suite.group.multiplyBase(bytes(vector.proof!.r))!
  expect(finalizeProved(suite, items, other, made.proof)).toEqual({ ok: false, error: 'notAuthentic' })
  const flipped = made.proof.map((byte, i) => (i === 40 ? byte ^ 1 : byte))
  expect(finalizeProved(suite, items, publicKey, flipped)).toEqual({ ok: false, error: 'notAuthentic' })
  const swapped = items.map((item) => ({ ...item, evaluated: item.blinded }))
  expect(finalizeProved(suite, swapped, publicKey, made.proof)).toEqual({ ok: false, error: 'notAuthentic' })
}
