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

/** A secret key, ready for use: where making it ready costs something, that is paid once. */
export interface AkeSecret {
  /** Its encoding, 32 bytes. */
  readonly bytes: Uint8Array
  /** Its public key. Computed at each call where it is not at hand. */
  publicKey(): Uint8Array
  /** DiffieHellman: the shared secret; null when the public key is malformed. */
  agree(publicKey: Uint8Array): Uint8Array | null
}

/** The key exchange's view of a group. */
export interface AkeGroup {
  readonly name: 'ristretto255' | 'P-256' | 'curve25519'
  /** Length of a public key and of a shared secret: 32, or 33 for P-256. */
  readonly publicBytes: number
  /** Length of a secret key: 32. */
  readonly secretBytes: number
  /** The secret half of DeriveDiffieHellmanKeyPair, from a seed of 32 bytes. */
  derive(seed: Uint8Array): AkeSecret
  /** A secret key out of its encoding; null when that is malformed. */
  open(secret: Uint8Array): AkeSecret | null
  /** Is this an acceptable public key? */
  isPublic(publicKey: Uint8Array): boolean
}

/** A key pair as bytes, for a caller that stores it. */
export function akeKeyPair(group: AkeGroup, seed: Uint8Array): AkeKeyPair {
  const secret = group.derive(seed)
  return { secret: secret.bytes, public: secret.publicKey() }
}

const DERIVE = ascii('OPAQUE-DeriveDiffieHellmanKeyPair')

/** The key exchange over the OPRF's own group: ristretto255 or P-256, keys derived as RFC 9497 §3.2.1 does. */
export function akeOverOprfGroup(suite: OprfSuite): AkeGroup {
  const group: PrimeGroup = suite.group
  const ready = (bytes: Uint8Array): AkeSecret => ({
    bytes,
    publicKey: () => group.multiplyBase(bytes)!, // a scalar that was checked has a public key
    agree: (publicKey) => group.multiply(bytes, publicKey),
  })
  return {
    name: group.name,
    publicBytes: group.elementBytes,
    secretBytes: group.scalarBytes,
    derive: (seed) => ready(deriveKey(suite, seed, DERIVE)),
    open: (secret) => (group.isScalar(secret) ? ready(secret) : null),
    isPublic: (publicKey) => group.isElement(publicKey),
  }
}
