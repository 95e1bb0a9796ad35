/**
 * OPRF and VOPRF against @cloudflare/voprf-ts (§2.1): ristretto255 on its noble provider, P-256 on sjcl, which shares
 * no code with us. The import fails where the package is missing, and so does this file.
 */
import {
  Evaluation,
  EvaluationRequest,
  OPRFClient,
  OPRFServer,
  Oprf,
  type SuiteID,
  VOPRFClient,
  VOPRFServer,
} from '@cloudflare/voprf-ts'
import { CryptoNoble } from '@cloudflare/voprf-ts/crypto-noble'
import { describe, expect, test } from 'vitest'
import { join } from '../src/crypto/real/bytes.ts'
import { blind, blindEvaluate, evaluate, finalize } from '../src/crypto/real/oprf/oprf.ts'
import { deriveKey, oprfSuite } from '../src/crypto/real/oprf/suite.ts'
import { blindEvaluateProved, finalizeProved } from '../src/crypto/real/oprf/verifiable.ts'
import { hex, must, sodium } from './crypto-suites.ts'
import { Draws } from './opaque-exchange.ts'

type Provider = [] | [typeof CryptoNoble]
const RISTRETTO: Provider = [CryptoNoble]
const SUITES: readonly (readonly [
  SuiteID,
  typeof sodium.ristretto255,
  typeof sodium.sha512,
  Provider,
  number,
])[] = [
  [Oprf.Suite.RISTRETTO255_SHA512, sodium.ristretto255, sodium.sha512, RISTRETTO, 8],
  [Oprf.Suite.P256_SHA256, sodium.p256, sodium.sha256, [], 3],
]
const info = new TextEncoder().encode('info')

describe.each(SUITES)('%s', (id, group, digest, provider, runs) => {
  const draws = new Draws(`voprf-ts ${id}`)
  const scalar = () => group.scalarFrom(draws.next(64))!
  const inputs = Array.from({ length: runs }, (_, i) => draws.next(1 + 13 * i))
  // Their messages are a count in two bytes, then elements; an evaluation goes on with mode and proof.
  const list = (elements: readonly Uint8Array[]) => join(Uint8Array.of(0, elements.length), ...elements)
  const elements = (message: Uint8Array) =>
    Array.from({ length: (message[0]! << 8) | message[1]! }, (_, i) =>
      message.slice(2 + i * group.elementBytes, 2 + (i + 1) * group.elementBytes),
    )

  test('base mode: our client at their server, their client at ours', async () => {
    const suite = oprfSuite(group, digest, 'base')
    const key = deriveKey(suite, draws.next(32), info)
    const server = new OPRFServer(id, key, ...provider)
    const client = new OPRFClient(id, ...provider)
    for (const input of inputs) {
      const expected = hex(evaluate(suite, key, input))
      const r = scalar()
      const sent = EvaluationRequest.deserialize(id, list([blind(suite, input, r)!]), ...provider)
      const [answer] = elements((await server.blindEvaluate(sent)).serialize())
      expect(hex(finalize(suite, input, r, answer!))).toBe(expected)

      const [state, request] = await client.blind([input])
      const [theirs] = elements(request.serialize())
      const ours = join(list([blindEvaluate(suite, key, theirs!)!]), Uint8Array.of(Oprf.Mode.OPRF))
      const [output] = await client.finalize(state, Evaluation.deserialize(id, ours, ...provider))
      expect(hex(output!)).toBe(expected)
    }
  })

  test('verifiable mode, in a batch: each accepts the other’s proof and refuses a changed one', async () => {
    const suite = oprfSuite(group, digest, 'verifiable')
    const key = deriveKey(suite, draws.next(32), info)
    const publicKey = group.multiplyBase(key)!
    const server = new VOPRFServer(id, key, ...provider)
    const client = new VOPRFClient(id, publicKey, ...provider)
    const expected = inputs.map((input) => hex(evaluate(suite, key, input)))

    const blinds = inputs.map(scalar)
    const blinded = inputs.map((input, i) => blind(suite, input, blinds[i]!)!)
    const sent = EvaluationRequest.deserialize(id, list(blinded), ...provider)
    const message = (await server.blindEvaluate(sent)).serialize()
    const proof = message.slice(-2 * group.scalarBytes)
    const items = elements(message).map((evaluated, i) => ({
      ...{ input: inputs[i]!, blind: blinds[i]!, blinded: blinded[i]!, evaluated },
    }))
    expect(must(finalizeProved(suite, items, publicKey, proof)).map(hex)).toEqual(expected)

    const [state, request] = await client.blind([...inputs])
    const theirs = elements(request.serialize())
    const made = must(blindEvaluateProved(suite, key, publicKey, theirs, scalar()))
    const evaluation = (ours: Uint8Array) =>
      Evaluation.deserialize(
        id,
        join(list(made.evaluated), Uint8Array.of(Oprf.Mode.VOPRF), ours),
        ...provider,
      )
    const outputs = await client.finalize(state, evaluation(made.proof))
    expect(outputs.map(hex)).toEqual(expected)
    const other = must(blindEvaluateProved(suite, scalar(), publicKey, theirs, scalar())).proof
    await expect(client.finalize(state, evaluation(other))).rejects.toThrow()
  })
})
