/**
 * The bytes against code that nobody here wrote (§2.2): @serenity-kit/opaque 1.1, which is opaque-ke 4 in WASM. Our
 * client at their server, their client at ours, one server served by both. The import fails where the package is
 * missing, and so does this file.
 *
 * What had to be found out: the context is empty, the user identifier is RFC 9807's credential identifier, absent
 * identifiers are the public keys, stretching is Argon2id with sixteen zero bytes of salt to 64 bytes, everything is
 * base64url, and a server setup is the OPRF seed (64), the server's secret key (32), and a key for fake records.
 */
import * as peer from '@serenity-kit/opaque'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { fakeRecord } from '../src/crypto/real/opaque/fake-record.ts'
import { loginVerify } from '../src/crypto/real/opaque/login-server.ts'
import { ristretto255Suite } from '../src/crypto/real/opaque/suites.ts'
import { nobleArgon2id } from '../src/crypto/real/stretch.ts'
import { RUNS } from './crypto-arbitraries.ts'
import { hex, must, sodium } from './crypto-suites.ts'
import {
  answerLogin,
  answerRegistration,
  Draws,
  login,
  register,
  type Server,
  serverFrom,
  type Terms,
} from './opaque-exchange.ts'

const suite = ristretto255Suite(sodium)
const utf8 = (text: string) => new TextEncoder().encode(text)
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
const octets = (encoded: string) => new Uint8Array(Buffer.from(encoded, 'base64url'))

// Their cheapest setting; ours is the same function with the same parameters.
const keyStretching = { 'argon2id-custom': { iterations: 1, memory: 8, parallelism: 1 } }
const stretch = (output: Uint8Array) =>
  nobleArgon2id(output, new Uint8Array(16), { passes: 1, memoryKiB: 8, lanes: 1 }, 64)!
const terms: Terms = { context: new Uint8Array(0), identities: {}, stretch }

const PASSWORDS = 200
const passwords = [
  ...new Set(fc.sample(fc.string({ unit: 'binary', maxLength: 60 }), { ...RUNS, numRuns: 3 * PASSWORDS })),
].slice(0, PASSWORDS)
const userOf = (index: number) => `user ${index} ✓`

let draws: Draws
let setup: string

beforeAll(async () => {
  await peer.ready
  draws = new Draws('interoperation')
  setup = peer.server.createSetup()
})

test('there are 200 different passwords', () => {
  expect(passwords).toHaveLength(PASSWORDS)
})

describe('our client, their server', () => {
  const registerThere = (password: string, userIdentifier: string) =>
    register(suite, terms, utf8(password), draws, (request) => {
      const sent = { serverSetup: setup, userIdentifier, registrationRequest: text(request) }
      return octets(peer.server.createRegistrationResponse(sent).registrationResponse)
    })
  const loginThere = (password: string, userIdentifier: string, record: Uint8Array | null) => {
    let serverLoginState = ''
    const finished = login(suite, terms, utf8(password), draws, (ke1) => {
      const registrationRecord = record === null ? null : text(record)
      const sent = { serverSetup: setup, userIdentifier, registrationRecord, startLoginRequest: text(ke1) }
      const started = peer.server.startLogin(sent)
      serverLoginState = started.serverLoginState
      return octets(started.loginResponse)
    })
    return { finished, serverLoginState }
  }

  test('registers, logs in, fails with a wrong password and as somebody unknown', () => {
    for (const [i, password] of passwords.entries()) {
      const { record, exportKey, serverPublic } = registerThere(password, userOf(i))
      expect(text(serverPublic)).toBe(peer.server.getPublicKey(setup))
      const { finished, serverLoginState } = loginThere(password, userOf(i), record)
      const client = must(finished)
      const sent = { finishLoginRequest: text(client.ke3), serverLoginState }
      expect(peer.server.finishLogin(sent).sessionKey).toBe(text(client.sessionKey))
      expect(hex(client.exportKey)).toBe(hex(exportKey))
      expect(text(client.serverPublic)).toBe(peer.server.getPublicKey(setup))

      const wrong = { ok: false, error: 'wrongPassword' }
      expect(loginThere(`${password}!`, userOf(i), record).finished).toEqual(wrong)
      expect(loginThere(password, userOf(i), null).finished).toEqual(wrong)
      if (i < 10) expect(loginThere(password, userOf(i + 1), record).finished).toEqual(wrong)
    }
  })

  test('their server refuses a changed KE3', () => {
    const { record } = registerThere('x', userOf(0))
    const { finished, serverLoginState } = loginThere('x', userOf(0), record)
    const ke3 = must(finished).ke3.map((byte, i) => (i === 63 ? byte ^ 1 : byte))
    expect(() => peer.server.finishLogin({ finishLoginRequest: text(ke3), serverLoginState })).toThrow()
  })
})

describe('their client, our server', () => {
  const registerHere = (server: Server, password: string, user: string) => {
    const { clientRegistrationState, registrationRequest } = peer.client.startRegistration({ password })
    const response = must(answerRegistration(suite, server, utf8(user), octets(registrationRequest)))
    const registrationResponse = text(response)
    const sent = { clientRegistrationState, registrationResponse, password, keyStretching }
    return peer.client.finishRegistration(sent)
  }
  const loginHere = (server: Server, password: string, user: string, record: Uint8Array) => {
    const { clientLoginState, startLoginRequest } = peer.client.startLogin({ password })
    const ke1 = octets(startLoginRequest)
    const answer = must(answerLogin(suite, server, utf8(user), terms, record, ke1, draws))
    const loginResponse = text(answer.ke2)
    const sent = { clientLoginState, loginResponse, password, keyStretching }
    return { client: peer.client.finishLogin(sent), state: answer.state }
  }

  test('registers, logs in, fails with a wrong password and as somebody unknown', () => {
    const server = serverFrom(suite, draws)
    for (const [i, password] of passwords.entries()) {
      const registered = registerHere(server, password, userOf(i))
      expect(registered.serverStaticPublicKey).toBe(text(server.public))
      const record = octets(registered.registrationRecord)
      const { client, state } = loginHere(server, password, userOf(i), record)
      const sessionKey = must(loginVerify(suite, state, octets(client!.finishLoginRequest)))
      expect(text(sessionKey)).toBe(client!.sessionKey)
      expect(client!.exportKey).toBe(registered.exportKey)

      expect(loginHere(server, `${password}!`, userOf(i), record).client).toBeUndefined()
      const unknown = fakeRecord(suite, draws.next(32))
      expect(unknown).toHaveLength(record.length)
      expect(loginHere(server, password, userOf(i), unknown).client).toBeUndefined()
    }
  })

  test('a record made at their server opens at ours, once the setup is taken over', () => {
    const bytes = octets(setup)
    expect(bytes).toHaveLength(128)
    const secret = suite.ake.open(bytes.slice(64, 96))!
    const server = { oprfSeed: bytes.slice(0, 64), secret, public: secret.publicKey() }
    expect(text(server.public)).toBe(peer.server.getPublicKey(setup))
    const { clientRegistrationState, registrationRequest } = peer.client.startRegistration({
      password: 'moved',
    })
    const sent = { serverSetup: setup, userIdentifier: userOf(1), registrationRequest }
    const { registrationResponse } = peer.server.createRegistrationResponse(sent)
    const ours = must(answerRegistration(suite, server, utf8(userOf(1)), octets(registrationRequest)))
    expect(text(ours)).toBe(registrationResponse)
    const finish = { clientRegistrationState, registrationResponse, password: 'moved', keyStretching }
    const { registrationRecord } = peer.client.finishRegistration(finish)
    const { client, state } = loginHere(server, 'moved', userOf(1), octets(registrationRecord))
    expect(text(must(loginVerify(suite, state, octets(client!.finishLoginRequest))))).toBe(client!.sessionKey)
  })
})
