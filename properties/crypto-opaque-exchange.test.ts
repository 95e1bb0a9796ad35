/** OPAQUE as a protocol (§2.2): what agrees, what is refused, and that hostile bytes end in a typed error. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Result } from '../spec/crypto.ts'
import { reference } from '../src/crypto/real/group/backend.ts'
import { nobleCurve25519 } from '../src/crypto/real/opaque/curve25519.ts'
import { fakeRecord } from '../src/crypto/real/opaque/fake-record.ts'
import { loginFinish, loginStart } from '../src/crypto/real/opaque/login-client.ts'
import { loginVerify } from '../src/crypto/real/opaque/login-server.ts'
import {
  identityStretch,
  registrationFinish,
  registrationRespond,
} from '../src/crypto/real/opaque/registration.ts'
import type { OpaqueSuite } from '../src/crypto/real/opaque/suite.ts'
import { curve25519Suite, p256Suite, ristretto255Suite } from '../src/crypto/real/opaque/suites.ts'
import { damaged, exactly, RUNS } from './crypto-arbitraries.ts'
import { hex, lanes, must, sodium } from './crypto-suites.ts'
import {
  answerLogin,
  answerRegistration,
  Draws,
  login,
  register,
  serverFrom,
  type Terms,
} from './opaque-exchange.ts'

const SUITES: readonly (readonly [string, OpaqueSuite])[] = [
  ['ristretto255', ristretto255Suite(sodium)],
  ['curve25519', curve25519Suite(sodium)],
  ['P-256', p256Suite(sodium)],
]
const utf8 = (text: string) => new TextEncoder().encode(text)
const terms: Terms = {
  context: utf8('a context'),
  identities: { client: utf8('alice'), server: utf8('fleet a') },
  stretch: identityStretch,
}
const user = utf8('1234')
const password = utf8('correct horse')

/** One registration and one login, with every value that crosses the wire or is kept. */
function exchange(suite: OpaqueSuite, serverSide: OpaqueSuite = suite) {
  const draws = new Draws('exchange')
  const server = serverFrom(serverSide, draws)
  const blind = draws.scalar(suite)
  const registered = register(suite, terms, password, draws, (request) =>
    must(answerRegistration(serverSide, server, user, request)),
  )
  const start = must(loginStart(suite, password, blind, draws.next(32), draws.next(32)))
  const answer = must(answerLogin(serverSide, server, user, terms, registered.record, start.ke1, draws))
  const finished = must(loginFinish(suite, { password, state: start.state, ke2: answer.ke2, ...terms }))
  return { draws, server, registered, start, answer, finished, blind }
}

const refusal = (result: Result<unknown>) => (result.ok ? 'a value' : result.error)

describe('both sides agree', () => {
  const rivals = [
    ['noble with lanes, ristretto255', ristretto255Suite(reference), ristretto255Suite(lanes)],
    ['libsodium with noble, ristretto255', ristretto255Suite(sodium), ristretto255Suite(reference)],
    ['noble with node, curve25519', curve25519Suite(reference, nobleCurve25519()), curve25519Suite(sodium)],
    ['node with noble, curve25519', curve25519Suite(sodium), curve25519Suite(reference, nobleCurve25519())],
    ['noble with node hashes, P-256', p256Suite(reference), p256Suite(sodium)],
  ] as const
  test.each(rivals)('%s', (_, client, server) => {
    const { answer, finished, registered } = exchange(client, server)
    expect(hex(must(loginVerify(server, answer.state, finished.ke3)))).toBe(hex(finished.sessionKey))
    expect(hex(finished.exportKey)).toBe(hex(registered.exportKey))
    expect(hex(registered.serverPublic)).toBe(hex(finished.serverPublic))
  })

  test('for passwords of any length, the empty one included, but not above 65,535 bytes', () => {
    const suite = ristretto255Suite(sodium)
    const draws = new Draws('lengths')
    const server = serverFrom(suite, draws)
    for (const length of [0, 1, 127, 128, 129, 4096, 65_535]) {
      const secret = new Uint8Array(length).fill(7)
      const { record, exportKey } = register(suite, terms, secret, draws, (request) =>
        must(answerRegistration(suite, server, user, request)),
      )
      const finished = must(
        login(
          suite,
          terms,
          secret,
          draws,
          (ke1) => must(answerLogin(suite, server, user, terms, record, ke1, draws)).ke2,
        ),
      )
      expect(hex(finished.exportKey)).toBe(hex(exportKey))
    }
    const long = new Uint8Array(65_536)
    expect(refusal(loginStart(suite, long, draws.scalar(suite), draws.next(32), draws.next(32)))).toBe(
      'malformed',
    )
  })
})

describe.each(SUITES)('%s refuses', (_, suite) => {
  const made = exchange(suite)
  const { draws, server, registered, start } = made
  const finishWith = (changes: Partial<Parameters<typeof loginFinish>[1]>) =>
    refusal(loginFinish(suite, { password, state: start.state, ke2: made.answer.ke2, ...terms, ...changes }))
  const answerWith = (record: Uint8Array, other: Partial<Terms> = {}, who = user, ke1 = start.ke1) =>
    must(answerLogin(suite, server, who, { ...terms, ...other }, record, ke1, draws)).ke2

  test('a wrong password, a wrong user, an unknown one: all the same to the client', () => {
    expect(finishWith({ password: utf8('wrong horse') })).toBe('wrongPassword')
    expect(finishWith({ ke2: answerWith(registered.record, {}, utf8('1235')) })).toBe('wrongPassword')
    const unknown = fakeRecord(suite, draws.next(32))
    expect(unknown).toHaveLength(registered.record.length)
    expect(finishWith({ ke2: answerWith(unknown) })).toBe('wrongPassword')
    expect(hex(fakeRecord(suite, new Uint8Array(32)))).toBe(hex(fakeRecord(suite, new Uint8Array(32))))
  })

  test('other identities, another context, another stretching', () => {
    const identities = { ...terms.identities, client: utf8('mallory') }
    expect(finishWith({ identities })).toBe('wrongPassword') // the envelope binds them
    expect(finishWith({ ke2: answerWith(registered.record, { identities }) })).toBe('notAuthentic')
    expect(finishWith({ context: utf8('another') })).toBe('notAuthentic')
    expect(finishWith({ stretch: (output) => output.map((byte) => byte ^ 1) })).toBe('wrongPassword')
  })

  test('an answer to another KE1', () => {
    const [nonce, seed] = [draws.next(32), draws.next(32)]
    const other = must(loginStart(suite, password, made.blind, nonce, seed)) // same blind, other session
    expect(finishWith({ ke2: answerWith(registered.record, {}, user, other.ke1) })).toBe('notAuthentic')
  })

  test('another KE3, and KE3 for another state', () => {
    const again = must(answerLogin(suite, server, user, terms, registered.record, start.ke1, draws))
    expect(refusal(loginVerify(suite, made.answer.state, made.finished.ke3))).toBe('a value')
    expect(refusal(loginVerify(suite, again.state, made.finished.ke3))).toBe('notAuthentic')
  })

  test('any change to KE2, KE3, or a registration response', () => {
    const response = must(answerRegistration(suite, server, user, start.ke1.slice(0, suite.sizes.element)))
    const change = fc.property(damaged(made.answer.ke2), damaged(made.finished.ke3), (ke2, ke3) => {
      expect(finishWith({ ke2 })).toMatch(/^(malformed|wrongPassword|notAuthentic)$/)
      expect(refusal(loginVerify(suite, made.answer.state, ke3))).toMatch(/^(malformed|notAuthentic)$/)
    })
    fc.assert(change, { ...RUNS, numRuns: suite.ake.name === 'P-256' ? 8 : 40 })
    const envelopeNonce = draws.next(32)
    for (const bad of [response.slice(1), response.map(() => 0), response.map(() => 0xff)]) {
      const finish = { password, blind: made.blind, response: bad, envelopeNonce, ...terms }
      expect(refusal(registrationFinish(suite, finish))).toBe('malformed')
    }
  })
})

describe.each(SUITES)('%s: whatever comes, a value or a typed error', (_, suite) => {
  const made = exchange(suite)
  const numRuns = suite.ake.name === 'P-256' ? 30 : 150
  const hostile = (length: number) =>
    fc.oneof(exactly(length), fc.uint8Array({ maxLength: length + 40 }), damaged(made.answer.ke2))

  test('the server, on requests, KE1, KE3 and records', () => {
    const { sizes } = suite
    const property = fc.property(
      hostile(sizes.element),
      fc.oneof(hostile(sizes.ke1), damaged(made.start.ke1)),
      fc.oneof(hostile(sizes.record), damaged(made.registered.record)),
      (request, ke1, record) => {
        const { server, draws, answer } = made
        const results: Result<unknown>[] = [
          registrationRespond(suite, made.blind, server.public, request),
          answerLogin(suite, server, user, terms, made.registered.record, ke1, draws),
          answerLogin(suite, server, user, terms, record, made.start.ke1, draws),
          loginVerify(suite, answer.state, request),
        ]
        for (const result of results)
          expect(['a value', 'malformed', 'notAuthentic']).toContain(refusal(result))
      },
    )
    fc.assert(property, { ...RUNS, numRuns })
  })

  test('the client, on responses and KE2', () => {
    const property = fc.property(hostile(suite.sizes.response), hostile(suite.sizes.ke2), (response, ke2) => {
      const [state, envelopeNonce] = [made.start.state, new Uint8Array(32)]
      const finish = { password, blind: made.blind, response, envelopeNonce, ...terms }
      // Any two elements are a response: whose they are is for the application to say.
      expect(['a value', 'malformed']).toContain(refusal(registrationFinish(suite, finish)))
      const outcome = refusal(loginFinish(suite, { password, state, ke2, ...terms }))
      expect(['malformed', 'wrongPassword', 'notAuthentic']).toContain(outcome)
    })
    fc.assert(property, { ...RUNS, numRuns })
  })
})
