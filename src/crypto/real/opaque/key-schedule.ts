/** The transcript and the keys of 3DH (RFC 9807 §6.4.1, §6.4.2; §2.2). */
import { ascii, bigEndian, join } from '../bytes.ts'
import { expand, extract } from '../group/digest.ts'
import { prefixed } from '../group/octets.ts'
import type { OpaqueSuite } from './suite.ts'

/** The three shared secrets, in the order in which they are hashed. */
export type SharedSecrets = readonly [Uint8Array, Uint8Array, Uint8Array]

/** What both sides derive from shared secrets and transcript. */
export interface Schedule {
  readonly handshakeSecret: Uint8Array
  readonly sessionKey: Uint8Array
  readonly serverMacKey: Uint8Array
  readonly clientMacKey: Uint8Array
}

const VERSION = ascii('OPAQUEv1-')
const NOTHING = new Uint8Array(0)

/** Preamble (§6.4.2.1): everything that both sides must agree upon, before the server's MAC. */
export function preamble(
  context: Uint8Array,
  clientIdentity: Uint8Array,
  ke1: Uint8Array,
  serverIdentity: Uint8Array,
  innerKe2: Uint8Array,
): Uint8Array {
  return join(VERSION, prefixed(context), prefixed(clientIdentity), ke1, prefixed(serverIdentity), innerKe2)
}

/** DeriveKeys (§6.4.2.2): `transcript` is the hash of the preamble. */
export function deriveKeys(suite: OpaqueSuite, shared: SharedSecrets, transcript: Uint8Array): Schedule {
  const pseudorandom = extract(suite.digest, NOTHING, ...shared)
  const handshakeSecret = deriveSecret(suite, pseudorandom, 'HandshakeSecret', transcript)
  return {
    handshakeSecret,
    sessionKey: deriveSecret(suite, pseudorandom, 'SessionKey', transcript),
    serverMacKey: deriveSecret(suite, handshakeSecret, 'ServerMAC', NOTHING),
    clientMacKey: deriveSecret(suite, handshakeSecret, 'ClientMAC', NOTHING),
  }
}

// Derive-Secret and Expand-Label (§6.4.2.2): the label is length, prefixed name, prefixed transcript hash.
function deriveSecret(suite: OpaqueSuite, secret: Uint8Array, name: string, transcript: Uint8Array) {
  const label = ascii(`OPAQUE-${name}`)
  const info = join(
    bigEndian(suite.sizes.mac, 2),
    bigEndian(label.length, 1),
    label,
    bigEndian(transcript.length, 1),
    transcript,
  )
  return expand(suite.digest, secret, info, suite.sizes.mac)
}
