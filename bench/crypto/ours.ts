/** Our OPAQUE as the peer presents its own: base64url strings in and out, randomness drawn inside. */
import { randomBytes } from 'node:crypto'
import type { Result } from '../../spec/crypto.ts'
import { loginFinish, loginStart } from '../../src/crypto/real/opaque/login-client.ts'
import { loginRespond, loginVerify } from '../../src/crypto/real/opaque/login-server.ts'
import {
  registrationFinish,
  registrationRequest,
  registrationRespond,
  type StretchFunction,
} from '../../src/crypto/real/opaque/registration.ts'
import { type OpaqueSuite, oprfKeyFor } from '../../src/crypto/real/opaque/suite.ts'

/** Text in and out, as strings on a wire. */
export interface Party {
  /** Both sides of a registration; the record. */
  register(): string
  /** Both sides of a login, the check of KE3 included. */
  login(): void
  /** The server's side of one login: KE2, and the check of KE3. */
  serverLogin(): void
}

const text = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64url')
const octets = (encoded: string) => new Uint8Array(Buffer.from(encoded, 'base64url'))
const utf8 = new TextEncoder()

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error)
  return result.value
}

/** A server and a client over this configuration. */
export function ours(suite: OpaqueSuite, stretch: StretchFunction): Party {
  const serverSecret = suite.ake.derive(randomBytes(32))
  const serverPublic = serverSecret.publicKey()
  const oprfSeed = new Uint8Array(randomBytes(64))
  const user = 'user'
  const password = 'correct horse'
  const common = { context: new Uint8Array(0), identities: {} }
  const oprfKey = () => oprfKeyFor(suite, oprfSeed, utf8.encode(user))
  const scalar = (bytes: Uint8Array) => suite.oprf.group.scalarFrom(bytes)!

  function startLogin(record: string, startLoginRequest: string) {
    const draw = randomBytes(96)
    const { ke2, state } = must(
      loginRespond(suite, {
        ...common,
        serverSecret,
        serverPublic,
        oprfKey: oprfKey(),
        record: octets(record),
        ke1: octets(startLoginRequest),
        maskingNonce: draw.subarray(0, 32),
        nonce: draw.subarray(32, 64),
        keyshareSeed: draw.subarray(64),
      }),
    )
    return { loginResponse: text(ke2), serverLoginState: text(state) }
  }
  function finishLogin(serverLoginState: string, finishLoginRequest: string): string {
    return text(must(loginVerify(suite, octets(serverLoginState), octets(finishLoginRequest))))
  }
  function clientStart() {
    const draw = randomBytes(128)
    const blind = scalar(draw.subarray(0, 64))
    const start = must(
      loginStart(suite, utf8.encode(password), blind, draw.subarray(64, 96), draw.subarray(96)),
    )
    return { startLoginRequest: text(start.ke1), clientLoginState: text(start.state) }
  }
  function clientFinish(clientLoginState: string, loginResponse: string) {
    const [state, ke2] = [octets(clientLoginState), octets(loginResponse)]
    const done = must(loginFinish(suite, { ...common, password: utf8.encode(password), state, ke2, stretch }))
    return { finishLoginRequest: text(done.ke3), session: text(done.sessionKey), key: text(done.exportKey) }
  }
  function register(): string {
    const draw = randomBytes(96)
    const blind = scalar(draw.subarray(0, 64))
    const request = text(must(registrationRequest(suite, utf8.encode(password), blind)))
    const response = text(must(registrationRespond(suite, oprfKey(), serverPublic, octets(request))))
    const { record, exportKey } = must(
      registrationFinish(suite, {
        ...common,
        password: utf8.encode(password),
        blind,
        response: octets(response),
        stretch,
        envelopeNonce: draw.subarray(64),
      }),
    )
    text(exportKey)
    return text(record)
  }

  const record = register()
  const fixed = clientStart()
  const answer = startLogin(record, fixed.startLoginRequest)
  const proof = clientFinish(fixed.clientLoginState, answer.loginResponse).finishLoginRequest
  return {
    register,
    login() {
      const start = clientStart()
      const { loginResponse, serverLoginState } = startLogin(record, start.startLoginRequest)
      const finished = clientFinish(start.clientLoginState, loginResponse)
      if (finishLogin(serverLoginState, finished.finishLoginRequest) !== finished.session)
        throw new Error('the session keys differ')
    },
    serverLogin() {
      startLogin(record, fixed.startLoginRequest)
      finishLogin(answer.serverLoginState, proof)
    },
  }
}
