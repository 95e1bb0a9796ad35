/**
 * The passkey (§8.2.4): K wrapped under the output of WebAuthn's PRF extension. The vault is not involved: whoever
 * stores the wrapped key can neither open it nor test a guess. Meta publishes no cryptography here; this is ours.
 */
import { ascii, join } from '../bytes.ts'
import { pack } from '../encoding.ts'
import { deriveInfo } from '../framing.ts'
import { expand, extract } from '../group/digest.ts'
import { sha256 } from '../hashing.ts'
import { primitives as p } from '../primitives.ts'
import { type Reading, read, unread } from './outcome.ts'

/** `malformed`: not 81 bytes long; `unsupported`: another version; `wrongPasskey`: does not open with this one. */
export type PasskeyError = 'malformed' | 'unsupported' | 'wrongPasskey'

/** What the authenticator gives: the PRF's output, and the id of the credential that it belongs to. */
export interface Passkey {
  /** 32 bytes, `prf.results.first`. */
  readonly prfOutput: Uint8Array
  readonly credentialId: Uint8Array
}

/** The salt that the PRF is asked about: a fixed text, so that the output is for this use alone. */
export const PASSKEY_PRF_SALT = ascii('strongroom passkey v1')

const VERSION = 1
const SALT_BYTES = 32
const KEY_BYTES = 32
/** Version, salt, K and tag. */
export const WRAPPED_KEY_BYTES = 1 + SALT_BYTES + KEY_BYTES + 16

// The key is used once, because the salt is drawn: so the nonce can be fixed.
const NONCE = new Uint8Array(12)
const LABEL = 'passkey wraps K'

/** Wraps K (32 bytes); `salt` is a draw of 32 bytes. The credential's id is authenticated. */
export function wrapKey(passkey: Passkey, key: Uint8Array, salt: Uint8Array): Uint8Array {
  if (key.length !== KEY_BYTES || salt.length !== SALT_BYTES || passkey.prfOutput.length !== KEY_BYTES) {
    throw new RangeError('K, PRF output and salt have 32 bytes')
  }
  const head = join(Uint8Array.of(VERSION), salt)
  return join(head, p.aesGcm.seal(wrappingKey(passkey, salt), NONCE, bound(head, passkey), key))
}

/** K again. */
export function unwrapKey(passkey: Passkey, wrapped: Uint8Array): Reading<Uint8Array, PasskeyError> {
  if (wrapped.length !== WRAPPED_KEY_BYTES) return unread('malformed')
  if (wrapped[0] !== VERSION) return unread('unsupported')
  const head = wrapped.subarray(0, 1 + SALT_BYTES)
  const wrapping = wrappingKey(passkey, head.subarray(1))
  const key = p.aesGcm.open(wrapping, NONCE, bound(head, passkey), wrapped.subarray(head.length))
  return key === null ? unread('wrongPasskey') : read(key)
}

function wrappingKey(passkey: Passkey, salt: Uint8Array): Uint8Array {
  const pseudorandom = extract(sha256, salt, passkey.prfOutput)
  return expand(sha256, pseudorandom, KEY_BYTES, deriveInfo(LABEL, KEY_BYTES))
}

function bound(head: Uint8Array, passkey: Passkey): Uint8Array {
  return pack([head, passkey.credentialId])
}
