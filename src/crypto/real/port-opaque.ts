/** OPAQUE-3DH of the real twin (RFC 9807; §2.2): hex in and out around the byte functions of opaque/. */
import type { Octets } from '../../../spec/boundary.ts'
import type { Binding, CryptoPort, Result, Stretch } from '../../../spec/crypto.ts'
import { parseStretch } from '../../../spec/stretching.ts'
import { fromHex } from './bytes.ts'
import { akeKeyPair } from './opaque/ake-group.ts'
import type { Identities } from './opaque/envelope.ts'
import { fakeRecord } from './opaque/fake-record.ts'
import { loginFinish, loginStart } from './opaque/login-client.ts'
import { loginRespond, loginVerify } from './opaque/login-server.ts'
import {
  registrationFinish,
  registrationRequest,
  registrationRespond,
  type StretchFunction,
} from './opaque/registration.ts'
import { type OpaqueSuite, oprfKeyFromSeed } from './opaque/suite.ts'
import { done, failed } from './outcome.ts'
import { bytesOf, octetsOf } from './port-basics.ts'
import { type Argon2id, stretched } from './stretch.ts'

type Opaque =
  | 'oprfKey'
  | 'akeKeys'
  | 'registrationRequest'
  | 'registrationRespond'
  | 'registrationFinish'
  | 'loginStart'
  | 'loginRespond'
  | 'loginFinish'
  | 'loginVerify'
  | 'fakeRecord'

/** OPAQUE over this configuration; `fast` computes Argon2id where it can. */
export function opaquePort(suite: OpaqueSuite, fast?: Argon2id): Pick<CryptoPort, Opaque> {
  return { ...keyPort(suite), ...registrationPort(suite, fast), ...loginPort(suite, fast) }
}

function keyPort(suite: OpaqueSuite): Pick<CryptoPort, 'oprfKey' | 'akeKeys' | 'fakeRecord'> {
  return {
    oprfKey: (seed) => octetsOf(oprfKeyFromSeed(suite, bytesOf(seed))),
    akeKeys: (seed) => {
      const keys = akeKeyPair(suite.ake, bytesOf(seed))
      return { secret: octetsOf(keys.secret), public: octetsOf(keys.public) }
    },
    fakeRecord: (seed) => octetsOf(fakeRecord(suite, bytesOf(seed))),
  }
}

function registrationPort(suite: OpaqueSuite, fast: Argon2id | undefined) {
  return {
    registrationRequest: (password, blind) =>
      octetsOf(certain(registrationRequest(suite, bytesOf(password), scalarOf(suite, blind)))),
    registrationRespond: (oprfKey, serverPublic, request) => {
      const element = fromHex(request)
      if (element === null) return failed('malformed')
      const response = registrationRespond(suite, bytesOf(oprfKey), bytesOf(serverPublic), element)
      return response.ok ? done(octetsOf(response.value)) : response
    },
    registrationFinish: (input) => {
      const response = fromHex(input.response)
      const stretch = stretchFunction(input.stretch, fast)
      if (response === null || stretch === null) return failed('malformed')
      const finished = registrationFinish(suite, {
        password: bytesOf(input.password),
        blind: scalarOf(suite, input.blind),
        response,
        envelopeNonce: bytesOf(input.envelopeNonce),
        identities: identitiesOf(input.binding),
        stretch,
      })
      if (!finished.ok) return finished
      const { record, exportKey } = finished.value
      return done({ record: octetsOf(record), exportKey: octetsOf(exportKey) })
    },
  } satisfies Partial<CryptoPort>
}

function loginPort(suite: OpaqueSuite, fast: Argon2id | undefined) {
  return {
    ...loginServerPort(suite),
    loginStart: ({ password, blind, nonce, keyshareSeed }) => {
      const scalar = scalarOf(suite, blind)
      const start = certain(
        loginStart(suite, bytesOf(password), scalar, bytesOf(nonce), bytesOf(keyshareSeed)),
      )
      return { ke1: octetsOf(start.ke1), state: octetsOf(start.state) }
    },
    loginFinish: (input) => {
      const ke2 = fromHex(input.ke2)
      const stretch = stretchFunction(input.stretch, fast)
      if (ke2 === null || stretch === null) return failed('malformed')
      const finished = loginFinish(suite, {
        password: bytesOf(input.password),
        state: bytesOf(input.state),
        ke2,
        context: bytesOf(input.binding.context),
        identities: identitiesOf(input.binding),
        stretch,
      })
      if (!finished.ok) return finished
      const { ke3, sessionKey, exportKey } = finished.value
      return done({ ke3: octetsOf(ke3), sessionKey: octetsOf(sessionKey), exportKey: octetsOf(exportKey) })
    },
  } satisfies Partial<CryptoPort>
}

function loginServerPort(suite: OpaqueSuite) {
  return {
    loginRespond: (input) => {
      const ke1 = fromHex(input.ke1)
      const record = fromHex(input.record)
      if (ke1 === null || record === null) return failed('malformed')
      const serverSecret = suite.ake.open(bytesOf(input.akeSecret))
      if (serverSecret === null) throw new RangeError('akeSecret is not what akeKeys made')
      const response = loginRespond(suite, {
        serverSecret,
        serverPublic: bytesOf(input.akePublic),
        oprfKey: bytesOf(input.oprfKey),
        record,
        ke1,
        context: bytesOf(input.binding.context),
        identities: identitiesOf(input.binding),
        maskingNonce: bytesOf(input.maskingNonce),
        nonce: bytesOf(input.nonce),
        keyshareSeed: bytesOf(input.keyshareSeed),
      })
      if (!response.ok) return response
      return done({ ke2: octetsOf(response.value.ke2), state: octetsOf(response.value.state) })
    },
    loginVerify: (state, ke3) => {
      const mac = fromHex(ke3)
      if (mac === null) return failed('malformed')
      const verified = loginVerify(suite, bytesOf(state), mac)
      return verified.ok ? done({ sessionKey: octetsOf(verified.value) }) : verified
    },
  } satisfies Partial<CryptoPort>
}

// An empty identity is an absent one: RFC 9807 §4 then puts the public key in its place.
function identitiesOf(binding: Binding): Identities {
  const client = bytesOf(binding.clientIdentity)
  const server = bytesOf(binding.serverIdentity)
  return {
    client: client.length === 0 ? undefined : client,
    server: server.length === 0 ? undefined : server,
  }
}

// A draw of another length, or one that reduces to zero (2^-252), is our own mistake and not the peer's.
function scalarOf(suite: OpaqueSuite, draw: Octets): Uint8Array {
  const scalar = suite.oprf.group.scalarFrom(bytesOf(draw))
  if (scalar === null) throw new RangeError('a blind is 64 drawn bytes')
  return scalar
}

// What only the client's own password and draws enter.
function certain<T>(result: Result<T>): T {
  if (!result.ok)
    throw new RangeError(`${result.error}: a password of more than 65,535 bytes, or a short draw`)
  return result.value
}

function stretchFunction(stretch: Stretch, fast: Argon2id | undefined): StretchFunction | null {
  const parsed = parseStretch(stretch)
  return parsed === null ? null : (output) => stretched(parsed, output, fast)
}
