/** Every door of the real port for foreign bytes (§2.6): any value at all ends in a typed verdict. Under one core-second. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Octets } from '../spec/boundary.ts'
import { ristretto255Suite } from '../src/crypto/real/opaque/suites.ts'
import { createRealTwin } from '../src/crypto/real/port.ts'
import { bytes, damaged, notOctets, RUNS } from './crypto-arbitraries.ts'
import { must, sodium } from './crypto-suites.ts'

const twin = createRealTwin({ suite: ristretto255Suite(sodium) })
const c = twin.port
const draw = (label: string, size: number) => twin.draw('port', label, size)
const octets = (data: Uint8Array) => Buffer.from(data).toString('hex') as Octets
const anyOctets = bytes(80).map(octets)

describe('hostile input ends in a typed error, whatever it is', () => {
  const binding = {
    context: c.text('context'),
    clientIdentity: c.text('client'),
    serverIdentity: c.text('server'),
  }
  const stretch = { name: 'identity' } as const
  const password = c.text('password')
  const ake = c.akeKeys(draw('ake', 32))
  const oprfKey = c.oprfKey(draw('oprf', 32))
  const request = c.registrationRequest(password, draw('blind', 64))
  const response = must(c.registrationRespond(oprfKey, ake.public, request))
  const finish = { password, blind: draw('blind', 64), envelopeNonce: draw('envelope', 32), binding, stretch }
  const { record } = must(c.registrationFinish({ ...finish, response }))
  const start = c.loginStart({
    password,
    blind: draw('b', 64),
    nonce: draw('n', 32),
    keyshareSeed: draw('k', 32),
  })
  const respond = {
    akeSecret: ake.secret,
    akePublic: ake.public,
    oprfKey,
    binding,
    maskingNonce: draw('m', 32),
    nonce: draw('s', 32),
    keyshareSeed: draw('ks', 32),
  }
  const { ke2, state } = must(c.loginRespond({ ...respond, record, ke1: start.ke1 }))
  const login = { password, state: start.state, binding, stretch }
  const { ke3 } = must(c.loginFinish({ ...login, ke2 }))
  const key = draw('key', 32)
  const sealed = c.seal(key, draw('nonce', 12), c.text(''), c.text('secret'))
  const fleet = c.sealingKeys(draw('fleet', 32))
  const none = c.text('')
  const sealedTo = must(c.sealTo(fleet.public, none, none, c.text('secret'), draw('seed', 32)))
  const signer = c.signingKeys(draw('signer', 32))
  const signature = c.sign(signer.secret, 'd', none)

  // Every place where bytes of others come in, with bytes that it takes.
  const doors: Record<string, readonly [Octets, (given: Octets) => unknown]> = {
    unpack: [c.pack([c.text('a'), none]), (given) => c.unpack(given)],
    asText: [c.text('é'), (given) => c.asText(given)],
    asNumber: [c.number(7), (given) => c.asNumber(given)],
    open: [sealed, (given) => c.open(key, none, given)],
    sealTo: [fleet.public, (given) => c.sealTo(given, none, none, none, draw('seed', 32))],
    openFrom: [sealedTo, (given) => c.openFrom(fleet.secret, none, none, given)],
    'verify, key': [signer.public, (given) => c.verify(given, 'd', none, signature)],
    'verify, message': [none, (given) => c.verify(signer.public, 'd', given, signature)],
    'verify, signature': [signature, (given) => c.verify(signer.public, 'd', none, given)],
    registrationRespond: [request, (given) => c.registrationRespond(oprfKey, ake.public, given)],
    registrationFinish: [response, (given) => c.registrationFinish({ ...finish, response: given })],
    'loginRespond, KE1': [start.ke1, (given) => c.loginRespond({ ...respond, record, ke1: given })],
    'loginRespond, record': [
      record,
      (given) => c.loginRespond({ ...respond, ke1: start.ke1, record: given }),
    ],
    loginFinish: [ke2, (given) => c.loginFinish({ ...login, ke2: given })],
    loginVerify: [ke3, (given) => c.loginVerify(state, given)],
  }
  const refused = (answer: unknown) =>
    answer === false ||
    (typeof answer === 'object' &&
      answer !== null &&
      'ok' in answer &&
      answer.ok === false &&
      'error' in answer)

  test.each(Object.keys(doors))('%s', (name) => {
    const [good, door] = doors[name]!
    expect(refused(door(good))).toBe(false)
    fc.assert(
      fc.property(notOctets, (value) => {
        expect(refused(door(value as Octets))).toBe(true)
        expect(c.isOctets(value)).toBe(false)
      }),
      { ...RUNS, numRuns: 100 },
    )
    const wholly = fc.oneof(anyOctets, damaged(Buffer.from(good, 'hex')).map(octets))
    fc.assert(
      fc.property(wholly, (value) => {
        const answer = door(value)
        // Whatever the verdict, it is a typed one, and the same each time.
        expect(
          typeof answer === 'boolean' || (answer as { ok: unknown }).ok === true || refused(answer),
        ).toBe(true)
        expect(door(value)).toEqual(answer)
        expect(c.isOctets(value)).toBe(true)
      }),
      { ...RUNS, numRuns: 40 },
    )
  })

  test('too short to be sealed at all is malformed, not a failed authentication', () => {
    const malformed = { ok: false, error: 'malformed' }
    expect(c.open(key, none, sealed.slice(0, 2 * 27) as Octets)).toEqual(malformed)
    expect(c.open(key, none, sealed.slice(0, 2 * 28) as Octets)).toEqual({ ok: false, error: 'notAuthentic' })
    expect(c.openFrom(fleet.secret, none, none, sealedTo.slice(0, 2 * 47) as Octets)).toEqual(malformed)
  })

  test('an error says nothing about what it met', () => {
    const errors = Object.values(doors).map(([, door]) => door('zz' as Octets))
    for (const error of errors)
      expect(error === false || Object.keys(error as object).join() === 'ok,error').toBe(true)
  })

  test('octets that a machine should have checked are a defect, and are not shown', () => {
    expect(() => c.hash('d', ['hunter2' as Octets])).toThrow(/^not an octet string of the real twin$/)
    expect(() => c.pack(['hunter2' as Octets])).toThrow(/^not an octet string of the real twin$/)
  })
})
