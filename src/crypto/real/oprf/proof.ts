/** Proofs that two discrete logarithms are equal (RFC 9497 §2.2; §2.1): the server used the key that it published. */
import { ascii, bigEndian, join, sameBytes } from '../bytes.ts'
import { prefixed } from '../group/octets.ts'
import type { OprfSuite } from './suite.ts'

/** Elements before and after evaluation, pairwise, with the server's public key: what a proof is about. */
export interface Statement {
  readonly publicKey: Uint8Array
  readonly blinded: readonly Uint8Array[]
  readonly evaluated: readonly Uint8Array[]
}

/** Most elements in one proof: an index is encoded in two bytes. */
export const BATCH_MAX = 0xffff

const SEED = ascii('Seed-')
const COMPOSITE = ascii('Composite')
const CHALLENGE = ascii('Challenge')

/**
 * GenerateProof (§2.2.1): 64 bytes, challenge and response. `nonce` is a scalar that is used this once; a second
 * use gives the key away. Null when key, nonce or an element is malformed.
 */
export function generateProof(
  suite: OprfSuite,
  key: Uint8Array,
  statement: Statement,
  nonce: Uint8Array,
): Uint8Array | null {
  const { group } = suite
  const combined = composite(suite, weights(suite, statement), statement.blinded)
  const evaluated = combined === null ? null : group.multiply(key, combined) // ComputeCompositesFast
  const commitment = group.multiplyBase(nonce)
  if (combined === null || evaluated === null || commitment === null) return null
  const commitmentOnCombined = group.multiply(nonce, combined)!
  const transcript = [statement.publicKey, combined, evaluated, commitment, commitmentOnCombined]
  const challenge = challengeOf(suite, transcript)
  return join(challenge, group.scalarMinusProduct(nonce, challenge, key)!)
}

/** VerifyProof (§2.2.2): false for a proof of another length or with scalars out of range, too. */
export function verifyProof(suite: OprfSuite, statement: Statement, proof: Uint8Array): boolean {
  const { group } = suite
  if (proof.length !== 2 * group.scalarBytes) return false
  const challenge = proof.subarray(0, group.scalarBytes)
  const response = proof.subarray(group.scalarBytes)
  const factors = weights(suite, statement)
  const combined = composite(suite, factors, statement.blinded)
  const evaluated = composite(suite, factors, statement.evaluated)
  if (combined === null || evaluated === null) return false
  const { publicKey } = statement
  const commitment = group.combine([{ scalar: response }, { scalar: challenge, element: publicKey }])
  const commitmentOnCombined = group.combine([
    { scalar: response, element: combined },
    { scalar: challenge, element: evaluated },
  ])
  if (commitment === null || commitmentOnCombined === null) return false
  const transcript = [publicKey, combined, evaluated, commitment, commitmentOnCombined]
  return sameBytes(challengeOf(suite, transcript), challenge)
}

// ComputeComposites (§2.2.1): one random weight for each pair, fixed by all that is proved.
function weights(suite: OprfSuite, { publicKey, blinded, evaluated }: Statement): Uint8Array[] {
  const seed = suite.digest.hash(prefixed(publicKey), prefixed(join(SEED, suite.context)))
  return blinded.map((element, i) => {
    const parts = [prefixed(seed), bigEndian(i, 2), prefixed(element), prefixed(evaluated[i]!), COMPOSITE]
    return suite.group.hashToScalar(join(...parts), suite.hashToScalarDomain)
  })
}

function composite(suite: OprfSuite, factors: Uint8Array[], elements: readonly Uint8Array[]) {
  return suite.group.combine(elements.map((element, i) => ({ scalar: factors[i]!, element })))
}

function challengeOf(suite: OprfSuite, transcript: readonly Uint8Array[]): Uint8Array {
  const input = join(...transcript.map(prefixed), CHALLENGE)
  return suite.group.hashToScalar(input, suite.hashToScalarDomain)
}
