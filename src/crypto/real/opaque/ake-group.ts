/**
 * The group of the authenticated key exchange (RFC 9807 §6.4, §2.3): Diffie-Hellman, bytes in and bytes out.
 * Public keys are canonical and never of low order; a function that is given anything else returns null.
 */

import { ascii } from '../bytes.ts'
import type { PrimeGroup } from '../group/group.ts'
import { deriveKey, type OprfSuite } from '../oprf/suite.ts'

/** A key pair as bytes: secret 32, public 32 or 33. */
export interface AkeKeyPair {
  readonly secret: Uint8Array
  readonly public: Uint8Array
}

/** The key exchange's view of a group. */
export interface AkeGroup {
  readonly name: 'ristretto255' | 'P-256' | 'curve25519'
  /** Length of a public key and of a shared secret: 32, or 33 for P-256. */
  readonly publicBytes: number
  /** Length of a secret key: 32. */
  readonly secretBytes: number
  /** DeriveDiffieHellmanKeyPair: from a seed of 32 bytes. */
  deriveKeyPair(seed: Uint8Array): AkeKeyPair
  /** The public key of a secret; null when the secret is malformed. */
  publicKey(secret: Uint8Array): Uint8Array | null
  /** Is this an acceptable public key? */
  isPublic(publicKey: Uint8Array): boolean
  /** DiffieHellman: the shared secret; null when either key is malformed. */
  agree(secret: Uint8Array, publicKey: Uint8Array): Uint8Array | null
}

const DERIVE = ascii('OPAQUE-DeriveDiffieHellmanKeyPair')

/** The key exchange over the OPRF's own group: ristretto255 or P-256, keys derived as RFC 9497 §3.2.1 does. */
export function akeOverOprfGroup(suite: OprfSuite): AkeGroup {
  const group: PrimeGroup = suite.group
  return {
    name: group.name,
    publicBytes: group.elementBytes,
    secretBytes: group.scalarBytes,
    deriveKeyPair(seed) {
      const secret = deriveKey(suite, seed, DERIVE)
      return { secret, public: group.multiplyBase(secret)! } // deriveKey never gives a malformed scalar
    },
    publicKey: (secret) => group.multiplyBase(secret),
    isPublic: (publicKey) => group.isElement(publicKey),
    agree: (secret, publicKey) => group.multiply(secret, publicKey),
  }
}
