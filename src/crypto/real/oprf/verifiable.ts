/** The verifiable mode (RFC 9497 §3.3.2; §2.1): several inputs at once, and a proof of the key that was used. */
import type { Result } from '../../../../spec/crypto.ts'
import { done, failed } from '../outcome.ts'
import { blindEvaluate, finalize } from './oprf.ts'
import { BATCH_MAX, generateProof, verifyProof } from './proof.ts'
import type { OprfSuite } from './suite.ts'

/** Evaluated elements in the order of the blinded ones, and the proof for all of them (64 bytes). */
export interface Evaluation {
  readonly evaluated: readonly Uint8Array[]
  readonly proof: Uint8Array
}

/** One input that a client finalizes, with what it sent and what it got for it. */
export interface Item {
  readonly input: Uint8Array
  readonly blind: Uint8Array
  readonly blinded: Uint8Array
  readonly evaluated: Uint8Array
}

/**
 * BlindEvaluate (server): of 1 to 65,535 elements. `nonce` is a scalar drawn for this proof. `malformed` when an
 * element, the key or the nonce is.
 */
export function blindEvaluateProved(
  suite: OprfSuite,
  key: Uint8Array,
  publicKey: Uint8Array,
  blinded: readonly Uint8Array[],
  nonce: Uint8Array,
): Result<Evaluation> {
  if (blinded.length === 0 || blinded.length > BATCH_MAX) return failed('malformed')
  if (!suite.group.isElement(publicKey)) return failed('malformed')
  const evaluated: Uint8Array[] = []
  for (const element of blinded) {
    const product = blindEvaluate(suite, key, element)
    if (product === null) return failed('malformed')
    evaluated.push(product)
  }
  const proof = generateProof(suite, key, { publicKey, blinded, evaluated }, nonce)
  return proof === null ? failed('malformed') : done({ evaluated, proof })
}

/**
 * Finalize (client): the outputs, after the proof was checked. `notAuthentic`: the proof does not fit;
 * `malformed`: an element, a blind or the public key is none.
 */
export function finalizeProved(
  suite: OprfSuite,
  items: readonly Item[],
  publicKey: Uint8Array,
  proof: Uint8Array,
): Result<readonly Uint8Array[]> {
  const { group } = suite
  if (items.length === 0 || items.length > BATCH_MAX || !group.isElement(publicKey))
    return failed('malformed')
  if (!items.every((item) => group.isElement(item.blinded) && group.isElement(item.evaluated)))
    return failed('malformed')
  const blinded = items.map((item) => item.blinded)
  const evaluated = items.map((item) => item.evaluated)
  if (!verifyProof(suite, { publicKey, blinded, evaluated }, proof)) return failed('notAuthentic')
  const outputs: Uint8Array[] = []
  for (const item of items) {
    const output = finalize(suite, item.input, item.blind, item.evaluated)
    if (output === null) return failed('malformed')
    outputs.push(output)
  }
  return done(outputs)
}
