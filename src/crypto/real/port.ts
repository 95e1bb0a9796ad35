/** The real twin (§2): RFC bytes as lower-case hex, behind the one port that machines know. */
import type { Octets } from '../../../spec/boundary.ts'
import type { CryptoPort, Twin } from '../../../spec/crypto.ts'
import { fleetOperations } from './bundle.ts'
import { isHex } from './bytes.ts'
import { drawBytes } from './draw.ts'
import { fallback } from './group/backend.ts'
import { sha256 } from './hashing.ts'
import type { OpaqueSuite } from './opaque/suite.ts'
import { ristretto255Suite } from './opaque/suites.ts'
import { encodingPort, octetsOf, publicKeyPort, symmetricPort } from './port-basics.ts'
import { opaquePort } from './port-opaque.ts'
import type { Argon2id } from './stretch.ts'

/** What may be replaced by something faster that gives the same bytes. */
export interface RealTwinOptions {
  /** A ristretto255 configuration, whose sizes are those that the port states; on noble's group, unless given. */
  readonly suite?: OpaqueSuite
  /** Asked first for Argon2id; noble does what it cannot. */
  readonly argon2id?: Argon2id
}

/** The port alone: stateless, so two of them are interchangeable. */
export function createRealPort(options: RealTwinOptions = {}): CryptoPort {
  return {
    ...encodingPort,
    ...symmetricPort,
    ...publicKeyPort,
    ...opaquePort(options.suite ?? ristretto255Suite(fallback), options.argon2id),
    ...fleetOperations(sha256),
  }
}

/** Bytes of the blinded element, which is a registration request and the first part of a KE1. */
const ELEMENT_BYTES = 32

/** The twin of real bytes, for a world. */
export function createRealTwin(options: RealTwinOptions = {}): Twin {
  return {
    name: 'real',
    port: createRealPort(options),
    draw: (seed, label, bytes) => octetsOf(drawBytes(seed, label, bytes)),
    contains,
    element: (request) => request.slice(0, 2 * ELEMENT_BYTES) as Octets,
    rewrite: (_permutation, octets) => octets,
  }
}

// A substring that starts between two bytes, not in the middle of one.
function contains(whole: Octets, part: Octets): boolean {
  if (!isHex(whole) || !isHex(part)) return false
  for (let at = whole.indexOf(part); at >= 0; at = whole.indexOf(part, at + 1)) if (at % 2 === 0) return true
  return false
}
