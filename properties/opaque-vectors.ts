/** A whole exchange out of one of RFC 9807's real vectors. */
import type { Identities } from '../src/crypto/real/opaque/envelope.ts'
import { loginFinish, loginStart } from '../src/crypto/real/opaque/login-client.ts'
import { loginRespond, loginVerify } from '../src/crypto/real/opaque/login-server.ts'
import {
  identityStretch,
  registrationFinish,
  registrationRequest,
  registrationRespond,
} from '../src/crypto/real/opaque/registration.ts'
import { type OpaqueSuite, oprfKeyFor } from '../src/crypto/real/opaque/suite.ts'
import { bytes, hex, must } from './crypto-suites.ts'

/** Inputs of a vector, in hex. */
export interface OpaqueInputs {
  readonly oprfSeed: string
  readonly credentialIdentifier: string
  readonly password: string
  readonly envelopeNonce: string
  readonly maskingNonce: string
  readonly serverPrivateKey: string
  readonly serverPublicKey: string
  readonly serverNonce: string
  readonly clientNonce: string
  readonly serverKeyshareSeed: string
  readonly clientKeyshareSeed: string
  readonly blindRegistration: string
  readonly blindLogin: string
  readonly clientIdentity?: string
  readonly serverIdentity?: string
  readonly ke1?: string
  readonly clientPublicKey?: string
  readonly maskingKey?: string
}

/** One of the appendix's vectors, in hex. */
export interface OpaqueVector {
  readonly id: string
  readonly group: 'ristretto255' | 'curve25519' | 'P-256'
  readonly context: string
  readonly inputs: OpaqueInputs
  readonly intermediates: Readonly<Record<string, string>>
  readonly outputs: Readonly<Record<string, string>>
}

/** The identities that a vector gives, if it gives any. */
export function vectorIdentities({ inputs }: OpaqueVector): Identities {
  const { clientIdentity, serverIdentity } = inputs
  return {
    client: clientIdentity === undefined ? undefined : bytes(clientIdentity),
    server: serverIdentity === undefined ? undefined : bytes(serverIdentity),
  }
}

/** Registers and logs in with the vector's draws: its outputs, under their names. */
export function runVector(suite: OpaqueSuite, vector: OpaqueVector): Record<string, string | null> {
  const { inputs } = vector
  const password = bytes(inputs.password)
  const blind = bytes(inputs.blindRegistration)
  const oprfKey = oprfKeyFor(suite, bytes(inputs.oprfSeed), bytes(inputs.credentialIdentifier))
  const serverPublic = bytes(inputs.serverPublicKey)
  const common = { identities: vectorIdentities(vector), context: bytes(vector.context) }

  const request = must(registrationRequest(suite, password, blind))
  const response = must(registrationRespond(suite, oprfKey, serverPublic, request))
  const envelopeNonce = bytes(inputs.envelopeNonce)
  const secrets = { password, stretch: identityStretch, ...common }
  const registered = must(registrationFinish(suite, { ...secrets, blind, response, envelopeNonce }))

  const nonce = bytes(inputs.clientNonce)
  const seed = bytes(inputs.clientKeyshareSeed)
  const { ke1, state } = must(loginStart(suite, password, bytes(inputs.blindLogin), nonce, seed))
  const answer = must(
    loginRespond(suite, {
      serverSecret: suite.ake.open(bytes(inputs.serverPrivateKey))!,
      serverPublic,
      oprfKey,
      record: registered.record,
      ke1,
      ...common,
      maskingNonce: bytes(inputs.maskingNonce),
      nonce: bytes(inputs.serverNonce),
      keyshareSeed: bytes(inputs.serverKeyshareSeed),
    }),
  )
  const finished = must(loginFinish(suite, { ...secrets, state, ke2: answer.ke2 }))
  const sessionKey = must(loginVerify(suite, answer.state, finished.ke3))
  if (hex(sessionKey) !== hex(finished.sessionKey)) throw new Error('the session keys differ')
  if (hex(registered.exportKey) !== hex(finished.exportKey)) throw new Error('the export keys differ')
  return {
    registrationRequest: hex(request),
    registrationResponse: hex(response),
    registrationUpload: hex(registered.record),
    ke1: hex(ke1),
    ke2: hex(answer.ke2),
    ke3: hex(finished.ke3),
    exportKey: hex(finished.exportKey),
    sessionKey: hex(sessionKey),
  }
}
