/** The client's side of a login: KE1, and KE3 out of KE2 (RFC 9807 §6.2.1, §6.2.3; §2.2). */
import type { Result } from '../../../../spec/crypto.ts'
import { join, sameBytes } from '../bytes.ts'
import { xor } from '../group/octets.ts'
import { blind as blindInput } from '../oprf/oprf.ts'
import { done, failed } from '../outcome.ts'
import type { AkeSecret } from './ake-group.ts'
import { type Identities, maskingKeyOf, recover } from './envelope.ts'
import { deriveKeys, preamble, type SharedSecrets } from './key-schedule.ts'
import { maskingPad } from './masking.ts'
import { randomizedPassword, type StretchFunction } from './registration.ts'
import { NONCE_BYTES, type OpaqueSuite } from './suite.ts'

/** KE1 for the server, and what the client keeps: blind, keyshare secret, KE1. */
export interface LoginStart {
  readonly ke1: Uint8Array
  readonly state: Uint8Array
}

/** What GenerateKE3 is given; `state` is that of `loginStart`. */
export interface LoginFinish {
  readonly password: Uint8Array
  readonly state: Uint8Array
  readonly ke2: Uint8Array
  readonly context: Uint8Array
  readonly identities: Identities
  readonly stretch: StretchFunction
}

/** What a login leaves at the client. */
export interface LoggedIn {
  readonly ke3: Uint8Array
  readonly sessionKey: Uint8Array
  readonly exportKey: Uint8Array
  readonly serverPublic: Uint8Array
}

/** GenerateKE1 (§6.2.1): blind, nonce and keyshare seed (32 bytes each) are drawn for this login alone. */
export function loginStart(
  suite: OpaqueSuite,
  password: Uint8Array,
  blind: Uint8Array,
  nonce: Uint8Array,
  keyshareSeed: Uint8Array,
): Result<LoginStart> {
  if (nonce.length !== NONCE_BYTES || keyshareSeed.length !== NONCE_BYTES) return failed('malformed')
  const request = blindInput(suite.oprf, password, blind)
  if (request === null) return failed('malformed')
  const keyshare = suite.ake.derive(keyshareSeed)
  const ke1 = join(request, nonce, keyshare.publicKey())
  return done({ ke1, state: join(blind, keyshare.bytes, ke1) })
}

/**
 * GenerateKE3 (§6.2.3). `malformed`: an element that does not decode; `wrongPassword`: the envelope does not
 * open, which an altered KE2 may cause as well; `notAuthentic`: the server's MAC does not fit.
 */
export function loginFinish(suite: OpaqueSuite, input: LoginFinish): Result<LoggedIn> {
  const { sizes, digest, oprf, ake } = suite
  const secrets = oprf.group.scalarBytes + ake.secretBytes
  if (input.ke2.length !== sizes.ke2 || input.state.length !== secrets + sizes.ke1) return failed('malformed')
  const blind = input.state.subarray(0, oprf.group.scalarBytes)
  const evaluated = input.ke2.subarray(0, sizes.element)
  const randomized = randomizedPassword(suite, input.password, blind, evaluated, input.stretch)
  if (randomized === null) return failed('malformed')

  const response = unmask(suite, randomized, input.ke2)
  const recovered = recover(suite, randomized, response.serverPublic, response.envelope, input.identities)
  if (recovered === null) return failed('wrongPassword')

  const shared = sharedSecrets(suite, input, response.serverPublic, recovered.clientSecret)
  if (shared === null) return failed('malformed')
  const transcript = preamble(
    input.context,
    input.identities.client ?? recovered.clientPublic,
    input.state.subarray(secrets),
    input.identities.server ?? response.serverPublic,
    input.ke2.subarray(0, sizes.ke2 - sizes.mac),
  )
  const hashed = digest.hash(...transcript)
  const keys = deriveKeys(suite, shared, hashed)
  const serverMac = input.ke2.subarray(sizes.ke2 - sizes.mac)
  if (!sameBytes(digest.hmac(keys.serverMacKey, hashed), serverMac)) return failed('notAuthentic')
  const ke3 = digest.hmac(keys.clientMacKey, digest.hash(...transcript, serverMac))
  const { exportKey } = recovered
  return done({ ke3, sessionKey: keys.sessionKey, exportKey, serverPublic: response.serverPublic })
}

// RecoverCredentials (§6.3.2.3), first half: what the pad hid.
function unmask(suite: OpaqueSuite, randomized: Uint8Array, ke2: Uint8Array) {
  const { element, publicKey, credential } = suite.sizes
  const maskingNonce = ke2.subarray(element, element + NONCE_BYTES)
  const masked = ke2.subarray(element + NONCE_BYTES, credential)
  const clear = xor(maskingPad(suite, maskingKeyOf(suite, randomized), maskingNonce), masked)
  return { serverPublic: clear.slice(0, publicKey), envelope: clear.subarray(publicKey) }
}

function sharedSecrets(
  suite: OpaqueSuite,
  input: LoginFinish,
  serverPublic: Uint8Array,
  clientSecret: AkeSecret,
): SharedSecrets | null {
  const { sizes, ake, oprf } = suite
  const at = oprf.group.scalarBytes
  const keyshare = ake.open(input.state.subarray(at, at + ake.secretBytes))
  if (keyshare === null) return null
  const keyshareAt = sizes.credential + NONCE_BYTES
  const serverKeyshare = input.ke2.subarray(keyshareAt, keyshareAt + sizes.publicKey)
  const ephemeral = keyshare.agree(serverKeyshare)
  const server = keyshare.agree(serverPublic)
  const client = clientSecret.agree(serverKeyshare)
  return ephemeral === null || server === null || client === null ? null : [ephemeral, server, client]
}
