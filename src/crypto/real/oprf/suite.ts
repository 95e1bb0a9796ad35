/** The ciphersuites of RFC 9497 §4 (§2.1): a group, a hash function and the context strings of §3.1. */

import { ascii, join } from '../bytes.ts'
import type { Digest } from '../group/digest.ts'
import type { PrimeGroup } from '../group/group.ts'
import { prefixed } from '../group/octets.ts'

/** The mode byte of RFC 9497 §3.1: base is the OPRF, verifiable the VOPRF. */
export type Mode = 'base' | 'verifiable'

/** One ciphersuite in one mode. */
export interface OprfSuite {
  readonly mode: Mode
  readonly group: PrimeGroup
  readonly digest: Digest
  /** contextString of RFC 9497 §3.1: `OPRFV1-`, the mode byte, `-` and the suite's name. */
  readonly context: Uint8Array
  readonly hashToGroupDomain: Uint8Array
  readonly hashToScalarDomain: Uint8Array
  readonly deriveKeyDomain: Uint8Array
}

const MODES: Readonly<Record<Mode, number>> = { base: 0, verifiable: 1 }

/** The suite over this group: `ristretto255-SHA512` or `P256-SHA256`, with the digest that belongs to it. */
export function oprfSuite(group: PrimeGroup, digest: Digest, mode: Mode): OprfSuite {
  const name = group.name === 'ristretto255' ? 'ristretto255-SHA512' : 'P256-SHA256'
  const expected = group.name === 'ristretto255' ? 'SHA-512' : 'SHA-256'
  if (digest.name !== expected) throw new Error(`${name} does not hash with ${digest.name}`)
  const context = join(ascii('OPRFV1-'), Uint8Array.of(MODES[mode]), ascii(`-${name}`))
  return {
    mode,
    group,
    digest,
    context,
    hashToGroupDomain: join(ascii('HashToGroup-'), context),
    hashToScalarDomain: join(ascii('HashToScalar-'), context),
    deriveKeyDomain: join(ascii('DeriveKeyPair'), context),
  }
}

/**
 * The secret half of DeriveKeyPair (RFC 9497 §3.2.1): a scalar from a 32-byte seed and public info of at most
 * 65,535 bytes. The public half costs a multiplication that OPAQUE never looks at, so it is apart.
 */
export function deriveKey(suite: OprfSuite, seed: Uint8Array, info: Uint8Array): Uint8Array {
  const input = join(seed, prefixed(info))
  for (let counter = 0; counter <= 255; counter++) {
    const key = suite.group.hashToScalar(join(input, Uint8Array.of(counter)), suite.deriveKeyDomain)
    if (suite.group.isScalar(key)) return key
  }
  throw new Error('DeriveKeyPair: 256 zero scalars in a row') // DeriveKeyPairError: 2^-64,512
}
