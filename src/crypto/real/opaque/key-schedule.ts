/** The transcript and the keys of 3DH (RFC 9807 §6.4.1, §6.4.2; §2.2). */
import { ascii, bigEndian, join } from '../bytes.ts'
import { expand, extract } from '../group/digest.ts'
import { lengthOf } from '../group/octets.ts'
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

/**
 * Preamble (§6.4.2.1), in parts: everything that both sides must agree upon, before the server's MAC. Context and
 * identities have at most 65,535 bytes each.
 */
export function preamble(
  context: Uint8Array,
  clientIdentity: Uint8Array,
  ke1: Uint8Array,
  serverIdentity: Uint8Array,
  innerKe2: Uint8Array,
): readonly Uint8Array[] {
  return [
    VERSION,
    lengthOf(context),
    context,
    lengthOf(clientIdentity),
    clientIdentity,
    ke1,
    lengthOf(serverIdentity),
    serverIdentity,
    innerKe2,
  ]
}

/** DeriveKeys (§6.4.2.2): `transcript` is the hash of the preamble. */
export function deriveKeys(suite: OpaqueSuite, shared: SharedSecrets, transcript: Uint8Array): Schedule {
  const { digest } = suite
  const labels = digest.bytes === 64 ? LABELS_64 : LABELS_32
  const pseudorandom = extract(digest, NOTHING, ...shared)
  const derive = (secret: Uint8Array, info: Uint8Array, context: Uint8Array) =>
    expand(digest, secret, digest.bytes, info, context)
  const handshakeSecret = derive(pseudorandom, labels.handshakeSecret, transcript)
  return {
    handshakeSecret,
    sessionKey: derive(pseudorandom, labels.sessionKey, transcript),
    serverMacKey: derive(handshakeSecret, labels.serverMac, NOTHING),
    clientMacKey: derive(handshakeSecret, labels.clientMac, NOTHING),
  }
}

// Derive-Secret and Expand-Label (§6.4.2.2) put before the context: the length of what is derived, the label with
// its length, the length of the context, which is a transcript hash or nothing.
function labelsFor(bytes: 64 | 32) {
  const before = (name: string, context: number): Uint8Array => {
    const label = ascii(`OPAQUE-${name}`)
    return join(bigEndian(bytes, 2), bigEndian(label.length, 1), label, bigEndian(context, 1))
  }
  return {
    handshakeSecret: before('HandshakeSecret', bytes),
    sessionKey: before('SessionKey', bytes),
    serverMac: before('ServerMAC', 0),
    clientMac: before('ClientMAC', 0),
  }
}

const LABELS_64 = labelsFor(64)
const LABELS_32 = labelsFor(32)
