/** The envelope: what the record keeps of the client's credentials (RFC 9807 §4.1; §2.2). */
import { ascii, join, sameBytes } from '../bytes.ts'
import { expand } from '../group/digest.ts'
import { lengthOf } from '../group/octets.ts'
import type { AkeSecret } from './ake-group.ts'
import { NONCE_BYTES, type OpaqueSuite } from './suite.ts'

/** The names that client and server give themselves; absent, a public key stands for each (RFC 9807 §4). */
export interface Identities {
  readonly client?: Uint8Array | undefined
  readonly server?: Uint8Array | undefined
}

/** What Store hands back. */
export interface Stored {
  /** Nonce and tag. */
  readonly envelope: Uint8Array
  readonly clientPublic: Uint8Array
  readonly maskingKey: Uint8Array
  /** The key of the tag: for the vectors' sake. */
  readonly authKey: Uint8Array
  /** For the application; the server never sees it. */
  readonly exportKey: Uint8Array
}

/** What Recover hands back when the tag fits. */
export interface Recovered {
  readonly clientSecret: AkeSecret
  readonly clientPublic: Uint8Array
  readonly exportKey: Uint8Array
}

const MASKING_KEY = ascii('MaskingKey')
const AUTH_KEY = ascii('AuthKey')
const EXPORT_KEY = ascii('ExportKey')
const PRIVATE_KEY = ascii('PrivateKey')

/** Store (RFC 9807 §4.1.2). */
export function store(
  suite: OpaqueSuite,
  randomizedPassword: Uint8Array,
  serverPublic: Uint8Array,
  identities: Identities,
  nonce: Uint8Array,
): Stored {
  const { digest, sizes } = suite
  const maskingKey = expand(digest, randomizedPassword, sizes.mac, MASKING_KEY)
  const keys = openedKeys(suite, randomizedPassword, nonce)
  const tag = tagOf(suite, keys.authKey, nonce, serverPublic, keys.clientPublic, identities)
  return {
    envelope: join(nonce, tag),
    clientPublic: keys.clientPublic,
    maskingKey,
    authKey: keys.authKey,
    exportKey: keys.exportKey,
  }
}

/** Recover (RFC 9807 §4.1.3). Null when the tag does not fit: a wrong password, or an envelope that was altered. */
export function recover(
  suite: OpaqueSuite,
  randomizedPassword: Uint8Array,
  serverPublic: Uint8Array,
  envelope: Uint8Array,
  identities: Identities,
): Recovered | null {
  const nonce = envelope.subarray(0, NONCE_BYTES)
  const keys = openedKeys(suite, randomizedPassword, nonce)
  const tag = tagOf(suite, keys.authKey, nonce, serverPublic, keys.clientPublic, identities)
  if (!sameBytes(tag, envelope.subarray(NONCE_BYTES))) return null
  const { clientSecret, clientPublic, exportKey } = keys
  return { clientSecret, clientPublic, exportKey }
}

/** The masking key, under which the credential response hides what it carries (RFC 9807 §4.1.2). */
export function maskingKeyOf(suite: OpaqueSuite, randomizedPassword: Uint8Array): Uint8Array {
  return expand(suite.digest, randomizedPassword, suite.sizes.mac, MASKING_KEY)
}

function openedKeys(suite: OpaqueSuite, randomizedPassword: Uint8Array, nonce: Uint8Array) {
  const { digest, sizes, ake } = suite
  const seed = expand(digest, randomizedPassword, NONCE_BYTES, nonce, PRIVATE_KEY)
  const clientSecret = ake.derive(seed)
  return {
    authKey: expand(digest, randomizedPassword, sizes.mac, nonce, AUTH_KEY),
    exportKey: expand(digest, randomizedPassword, sizes.mac, nonce, EXPORT_KEY),
    clientSecret,
    clientPublic: clientSecret.publicKey(),
  }
}

// MAC over the nonce and CreateCleartextCredentials (RFC 9807 §4.1.1, §4.1.2).
function tagOf(
  suite: OpaqueSuite,
  authKey: Uint8Array,
  nonce: Uint8Array,
  serverPublic: Uint8Array,
  clientPublic: Uint8Array,
  identities: Identities,
): Uint8Array {
  const server = identities.server ?? serverPublic
  const client = identities.client ?? clientPublic
  const cleartext = [serverPublic, lengthOf(server), server, lengthOf(client), client]
  return suite.digest.hmac(authKey, nonce, ...cleartext)
}
