/** An OPAQUE-3DH configuration (RFC 9807 §7) and what follows from it: sizes in bytes (§2.2). */
import { ascii } from '../bytes.ts'
import { type Digest, expand } from '../group/digest.ts'
import { deriveKey, type OprfSuite } from '../oprf/suite.ts'
import type { AkeGroup } from './ake-group.ts'

/** The configuration without key stretching, which only the client does and which comes in as a function. */
export interface OpaqueSuite {
  readonly oprf: OprfSuite
  readonly ake: AkeGroup
  readonly digest: Digest
  readonly sizes: Sizes
}

/** Lengths in bytes of everything on the wire and in storage; in brackets ristretto255-SHA512. */
export interface Sizes {
  /** Nonces and seeds: 32. */
  readonly nonce: number
  /** A blinded or evaluated element (32), an AKE public key (32), a MAC, hash or derived key (64). */
  readonly element: number
  readonly publicKey: number
  readonly mac: number
  /** Envelope: nonce and tag (96). */
  readonly envelope: number
  /** Registration response: element and server public key (64). */
  readonly response: number
  /** Record: client public key, masking key, envelope (192). */
  readonly record: number
  /** Credential response, the first part of KE2 (192). */
  readonly credential: number
  readonly ke1: number
  readonly ke2: number
  readonly ke3: number
}

/** Nonces and key seeds, in bytes (RFC 9807 §4: Nn, Nseed). */
export const NONCE_BYTES = 32

/** The configuration over this OPRF suite (base mode) and this key exchange group. */
export function opaqueSuite(oprf: OprfSuite, ake: AkeGroup): OpaqueSuite {
  if (oprf.mode !== 'base') throw new Error('OPAQUE uses the OPRF in base mode (RFC 9807 §4)')
  const element = oprf.group.elementBytes
  const publicKey = ake.publicBytes
  const mac = oprf.digest.bytes
  const envelope = NONCE_BYTES + mac
  const credential = element + NONCE_BYTES + publicKey + envelope
  const sizes = {
    nonce: NONCE_BYTES,
    element,
    publicKey,
    mac,
    envelope,
    response: element + publicKey,
    record: publicKey + mac + envelope,
    credential,
    ke1: element + NONCE_BYTES + publicKey,
    ke2: credential + NONCE_BYTES + publicKey + mac,
    ke3: mac,
  }
  return { oprf, ake, digest: oprf.digest, sizes }
}

const DERIVE = ascii('OPAQUE-DeriveKeyPair')
const OPRF_KEY = ascii('OprfKey')

/** An OPRF key (32 bytes) out of a seed of 32 bytes: DeriveKeyPair of RFC 9807 §5.2.2, last step. */
export function oprfKeyFromSeed(suite: OpaqueSuite, seed: Uint8Array): Uint8Array {
  return deriveKey(suite.oprf, seed, DERIVE)
}

/** A record's OPRF key out of the fleet's `oprf_seed` and the credential identifier (RFC 9807 §5.2.2). */
export function oprfKeyFor(suite: OpaqueSuite, oprfSeed: Uint8Array, identifier: Uint8Array): Uint8Array {
  const seed = expand(suite.digest, oprfSeed, NONCE_BYTES, identifier, OPRF_KEY)
  return oprfKeyFromSeed(suite, seed)
}
