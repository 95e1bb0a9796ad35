/** Registration (RFC 9807 §5; §2.2). Hostile bytes end in a typed error; the caller brings all randomness. */
import type { Result } from '../../../../spec/crypto.ts'
import { join } from '../bytes.ts'
import { extract } from '../group/digest.ts'
import { blindEvaluate, blind as blindInput, finalize } from '../oprf/oprf.ts'
import { done, failed } from '../outcome.ts'
import { type Identities, store } from './envelope.ts'
import { NONCE_BYTES, type OpaqueSuite } from './suite.ts'

/** Key stretching (RFC 9807 §2.3): from an OPRF output to as many bytes as it likes, always the same ones. */
export type StretchFunction = (output: Uint8Array) => Uint8Array

/** No stretching: RFC 9807's Identity, for vectors alone. */
export const identityStretch: StretchFunction = (output) => output

/** What FinalizeRegistrationRequest is given. */
export interface RegistrationInput {
  readonly password: Uint8Array
  /** The scalar that `registrationRequest` was given. */
  readonly blind: Uint8Array
  readonly response: Uint8Array
  readonly identities: Identities
  readonly stretch: StretchFunction
  /** 32 bytes, drawn for this envelope alone. */
  readonly envelopeNonce: Uint8Array
}

/** What registration leaves: the record for the server, the export key for the client. */
export interface Registration {
  readonly record: Uint8Array
  readonly exportKey: Uint8Array
  /** The server's public key, which the envelope now binds. */
  readonly serverPublic: Uint8Array
}

const NO_SALT = new Uint8Array(0)

/** CreateRegistrationRequest (client, §5.2.1): `blind` is a scalar of 32 bytes. `malformed` if it is not one. */
export function registrationRequest(
  suite: OpaqueSuite,
  password: Uint8Array,
  blind: Uint8Array,
): Result<Uint8Array> {
  const request = blindInput(suite.oprf, password, blind)
  return request === null ? failed('malformed') : done(request)
}

/** CreateRegistrationResponse (server, §5.2.2), the OPRF key being given: evaluated element and public key. */
export function registrationRespond(
  suite: OpaqueSuite,
  oprfKey: Uint8Array,
  serverPublic: Uint8Array,
  request: Uint8Array,
): Result<Uint8Array> {
  if (serverPublic.length !== suite.sizes.publicKey) return failed('malformed')
  const evaluated = blindEvaluate(suite.oprf, oprfKey, request)
  return evaluated === null ? failed('malformed') : done(join(evaluated, serverPublic))
}

/** FinalizeRegistrationRequest (client, §5.2.3). `malformed` for a response that decodes to no element or key. */
export function registrationFinish(suite: OpaqueSuite, input: RegistrationInput): Result<Registration> {
  const { sizes } = suite
  if (input.response.length !== sizes.response || input.envelopeNonce.length !== NONCE_BYTES)
    return failed('malformed')
  const serverPublic = input.response.slice(sizes.element)
  if (!suite.ake.isPublic(serverPublic)) return failed('malformed')
  const evaluated = input.response.subarray(0, sizes.element)
  const randomized = randomizedPassword(suite, input.password, input.blind, evaluated, input.stretch)
  if (randomized === null) return failed('malformed')
  const stored = store(suite, randomized, serverPublic, input.identities, input.envelopeNonce)
  const record = join(stored.clientPublic, stored.maskingKey, stored.envelope)
  return done({ record, exportKey: stored.exportKey, serverPublic })
}

/** randomized_password of RFC 9807 §5.2.3 and §6.3.2.3; null when the evaluated element is malformed. */
export function randomizedPassword(
  suite: OpaqueSuite,
  password: Uint8Array,
  blind: Uint8Array,
  evaluated: Uint8Array,
  stretch: StretchFunction,
): Uint8Array | null {
  const output = finalize(suite.oprf, password, blind, evaluated)
  return output === null ? null : extract(suite.digest, NO_SALT, output, stretch(output))
}
