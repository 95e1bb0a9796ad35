/** The server's side of a login: KE2, and the check of KE3 (RFC 9807 §6.2.2, §6.2.4; §2.2). */
import type { Result } from '../../../../spec/crypto.ts'
import { join, sameBytes } from '../bytes.ts'
import { xor } from '../group/octets.ts'
import { blindEvaluate } from '../oprf/oprf.ts'
import { done, failed } from '../outcome.ts'
import type { AkeSecret } from './ake-group.ts'
import type { Identities } from './envelope.ts'
import { deriveKeys, preamble } from './key-schedule.ts'
import { maskingPad } from './masking.ts'
import { NONCE_BYTES, type OpaqueSuite } from './suite.ts'

/** What GenerateKE2 is given; nonces and seed are drawn for this answer alone. */
export interface LoginRequest {
  /** The server's long-term key, and the public key that belongs to it. */
  readonly serverSecret: AkeSecret
  readonly serverPublic: Uint8Array
  readonly oprfKey: Uint8Array
  /** The client's record, or a fake one. */
  readonly record: Uint8Array
  readonly ke1: Uint8Array
  readonly context: Uint8Array
  readonly identities: Identities
  readonly maskingNonce: Uint8Array
  readonly nonce: Uint8Array
  readonly keyshareSeed: Uint8Array
}

/** KE2 for the client, and what the server keeps: the MAC that it expects, then the session key. */
export interface LoginResponse {
  readonly ke2: Uint8Array
  readonly state: Uint8Array
}

/** GenerateKE2 (§6.2.2). `malformed`: KE1, the record or a key decodes to no element, or a length is wrong. */
export function loginRespond(suite: OpaqueSuite, input: LoginRequest): Result<LoginResponse> {
  const { sizes, ake, digest } = suite
  if (!lengthsFit(suite, input)) return failed('malformed')
  const evaluated = blindEvaluate(suite.oprf, input.oprfKey, input.ke1.subarray(0, sizes.element))
  if (evaluated === null) return failed('malformed')
  const credential = join(evaluated, input.maskingNonce, maskedResponse(suite, input))

  const keyshare = ake.derive(input.keyshareSeed)
  const clientPublic = input.record.subarray(0, sizes.publicKey)
  const clientKeyshare = input.ke1.subarray(sizes.element + NONCE_BYTES)
  const ephemeral = keyshare.agree(clientKeyshare)
  const server = input.serverSecret.agree(clientKeyshare)
  const client = keyshare.agree(clientPublic)
  if (ephemeral === null || server === null || client === null) return failed('malformed')

  const inner = join(credential, input.nonce, keyshare.publicKey())
  const transcript = preamble(
    input.context,
    input.identities.client ?? clientPublic,
    input.ke1,
    input.identities.server ?? input.serverPublic,
    inner,
  )
  const hashed = digest.hash(...transcript)
  const keys = deriveKeys(suite, [ephemeral, server, client], hashed)
  const serverMac = digest.hmac(keys.serverMacKey, hashed)
  const clientMac = digest.hmac(keys.clientMacKey, digest.hash(...transcript, serverMac))
  return done({ ke2: join(inner, serverMac), state: join(clientMac, keys.sessionKey) })
}

/** ServerFinish (§6.2.4): the session key; `notAuthentic` when KE3 is not the MAC that the state expects. */
export function loginVerify(suite: OpaqueSuite, state: Uint8Array, ke3: Uint8Array): Result<Uint8Array> {
  const { mac } = suite.sizes
  if (state.length !== 2 * mac || ke3.length !== mac) return failed('malformed')
  return sameBytes(state.subarray(0, mac), ke3) ? done(state.slice(mac)) : failed('notAuthentic')
}

function lengthsFit(suite: OpaqueSuite, input: LoginRequest): boolean {
  const { sizes } = suite
  return (
    input.ke1.length === sizes.ke1 &&
    input.record.length === sizes.record &&
    input.serverPublic.length === sizes.publicKey &&
    input.maskingNonce.length === NONCE_BYTES &&
    input.nonce.length === NONCE_BYTES &&
    input.keyshareSeed.length === NONCE_BYTES
  )
}

// CreateCredentialResponse (§6.3.2.2): server public key and envelope under a pad from the masking key.
function maskedResponse(suite: OpaqueSuite, input: LoginRequest): Uint8Array {
  const { publicKey, mac } = suite.sizes
  const maskingKey = input.record.subarray(publicKey, publicKey + mac)
  const envelope = input.record.subarray(publicKey + mac)
  return xor(maskingPad(suite, maskingKey, input.maskingNonce), join(input.serverPublic, envelope))
}
