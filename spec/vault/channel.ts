/**
 * The way past the front end (§3.5). `published`: what is to be stored is sealed to the fleet, all else is in the
 * clear, answers are signed. `hardened`: every request is sealed to the fleet with the account and a reply key
 * inside, every answer is signed and sealed under that key, and sizes tell nothing.
 */
import type { Octets } from '../boundary.ts'
import type { CryptoPort } from '../crypto.ts'
import type { Deps } from '../shell.ts'
import type { FleetKeys } from '../tells.ts'
import { ANSWERS, type Answer, REQUESTS, type Request } from './bodies.ts'
import { encode } from './codec.ts'
import { contextParts } from './words.ts'

/** A body on the wire, of whatever shape. */
export interface WireBody {
  readonly type: string
  readonly [field: string]: unknown
}

/** Bytes that a sealed request or answer has before sealing, whatever is in it (`hardened`). */
export const FRAME_BYTES = 1024

/** Parts and filling, as one octet string of so many bytes. A pack costs four bytes in front of each part. */
export function padded(crypto: CryptoPort, parts: readonly Octets[], bytes: number): Octets {
  const bare = crypto.size(crypto.pack([...parts, crypto.text('')]))
  return crypto.pack([...parts, crypto.text('.'.repeat(Math.max(0, bytes - bare)))])
}

/** A request as one octet string: by its hash the same request is known again. */
export function requestBytes(crypto: CryptoPort, request: Request): Octets {
  const { type, session } = request
  return crypto.pack([crypto.text(type), session, ...encode(crypto, REQUESTS[type], request)])
}

/** What the fleet signs in an answer: everything in it, and what it belongs to. */
export function signedPart(deps: Deps, keys: FleetKeys, answer: Answer): Octets {
  const { crypto, profile } = deps
  const fields = encode(crypto, ANSWERS[answer.type], answer)
  return crypto.pack([...contextParts(crypto, profile.name, keys), answer.session, ...fields])
}
