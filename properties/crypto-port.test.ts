/** The real twin as machines and worlds see it (§2): total on hostile input, injective, deterministic. About four core-seconds. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Octets } from '../spec/boundary.ts'
import { sameBytes, wipe } from '../src/crypto/real/bytes.ts'
import { ristretto255Suite } from '../src/crypto/real/opaque/suites.ts'
import { createRealTwin } from '../src/crypto/real/port.ts'
import { bytes, damaged, notOctets, RUNS } from './crypto-arbitraries.ts'
import { fast, must } from './crypto-suites.ts'

const twin = createRealTwin({ suite: ristretto255Suite(fast) })
const c = twin.port
const draw = (label: string, size: number) => twin.draw('port', label, size)
const octets = (data: Uint8Array) => Buffer.from(data).toString('hex') as Octets
const anyOctets = bytes(80).map(octets)
const texts = fc.string({ unit: 'binary', maxLength: 20 })

describe('encoding', () => {
  test('text, numbers and lists come back, and distinct ones have distinct octets', () => {
    const numbers = fc.nat(Number.MAX_SAFE_INTEGER)
    const lists = fc.array(anyOctets, { maxLength: 5 })
    fc.assert(
      fc.property(texts, texts, numbers, numbers, lists, lists, (s, t, m, n, v, w) => {
        expect(c.text(s) === c.text(t)).toBe(s === t)
        expect(c.number(m) === c.number(n)).toBe(m === n)
        expect(c.pack(v) === c.pack(w)).toBe(JSON.stringify(v) === JSON.stringify(w))
        const text = c.asText(c.text(s))
        // A lone surrogate keeps its own octets, which are no text.
        expect(text).toEqual(
          /\p{Surrogate}/u.test(s) ? { ok: false, error: 'malformed' } : { ok: true, value: s },
        )
        expect(c.asNumber(c.number(n))).toEqual({ ok: true, value: n })
        expect(c.size(c.number(n))).toBe(8)
        expect(c.unpack(c.pack(v))).toEqual({ ok: true, value: v })
        expect(c.size(c.pack(v))).toBe(4 + v.reduce((sum, part) => sum + 4 + c.size(part), 0))
      }),
      { ...RUNS, numRuns: 300 },
    )
  })

  test('only what was packed unpacks; a number above 2^53 is none', () => {
    fc.assert(
      fc.property(fc.array(anyOctets, { maxLength: 4 }), fc.nat(), (parts, seed) => {
        const packed = c.pack(parts)
        const [changed] = fc.sample(damaged(Buffer.from(packed, 'hex')), { seed, numRuns: 1 })
        const result = c.unpack(octets(changed!))
        if (result.ok) expect(c.pack(result.value)).toBe(octets(changed!))
      }),
      { ...RUNS, numRuns: 300 },
    )
    for (const bad of [
      '',
      '000000',
      '00000001',
      '0000000100000001',
      'ffffffff',
      '00000000ff',
      '7fffffff00000000',
    ]) {
      expect(c.unpack(bad as Octets).ok).toBe(false)
    }
    expect(c.asNumber('001fffffffffffff' as Octets)).toEqual({ ok: true, value: Number.MAX_SAFE_INTEGER })
    for (const bad of ['0020000000000000', 'ffffffffffffffff', '00', '0000000000000000ff']) {
      expect(c.asNumber(bad as Octets).ok).toBe(false)
    }
    for (const bad of ['c080', 'eda080', 'f4908080', 'ff', 'e282'])
      expect(c.asText(bad as Octets).ok).toBe(false)
    expect(c.asText('efbbbf41' as Octets)).toEqual({ ok: true, value: '\ufeffA' })
  })
})

describe('keyed by domain and label', () => {
  test('another domain, label, length or split gives unrelated octets', () => {
    fc.assert(
      fc.property(texts, texts, anyOctets, anyOctets, (d, e, x, y) => {
        fc.pre(d !== e)
        const all = [
          c.hash(d, [x, y]),
          c.hash(e, [x, y]),
          c.hash(d, [c.pack([x, y])]),
          c.hash(d, [x]),
          c.hash(d, []),
        ]
        expect(new Set(all).size).toBe(all.length)
        expect(c.derive(x, d, 32)).not.toBe(c.derive(x, e, 32))
        expect(c.derive(x, d, 64).startsWith(c.derive(x, d, 32))).toBe(false)
        expect(c.size(c.derive(x, d, 100))).toBe(100)
      }),
      { ...RUNS, numRuns: 100 },
    )
  })

  test('a signature is for one domain; the empty one is plain Ed25519', () => {
    const keys = c.signingKeys(draw('sign', 32))
    const message = c.text('the message')
    const signature = c.sign(keys.secret, 'one', message)
    expect(c.verify(keys.public, 'one', message, signature)).toBe(true)
    expect(c.verify(keys.public, 'two', message, signature)).toBe(false)
    expect(c.verify(keys.public, '', message, signature)).toBe(false)
    const plain = c.sign(keys.secret, '', message)
    expect(c.verify(keys.public, '', message, plain)).toBe(true)
    expect(c.verify(keys.public, 'one', message, plain)).toBe(false)
  })
})

describe('draws and looking into octets', () => {
  test('equal only for equal seed, label and length; no draw is the beginning of another', () => {
    const seen = new Map<string, string>()
    for (const seed of ['1', '12', '']) {
      for (const label of ['@a1/1/blind', '@a1/11/blind', '@a2/1/blind', '2@a1/1/blind', '']) {
        for (const size of [12, 16, 32, 64, 100, 200]) {
          const value = twin.draw(seed, label, size)
          expect(value).toBe(twin.draw(seed, label, size))
          expect(c.size(value)).toBe(size)
          const start = value.slice(0, 24)
          expect(seen.get(start)).toBe(undefined)
          seen.set(start, `${seed} ${label} ${size}`)
        }
      }
    }
  })

  test('contains: on byte boundaries only', () => {
    expect(twin.contains('00abcd' as Octets, 'abcd' as Octets)).toBe(true)
    expect(twin.contains('0abcd0' as Octets, 'abcd' as Octets)).toBe(false)
    expect(twin.contains('0abcd00abcd0' as Octets, 'abcd' as Octets)).toBe(false)
    expect(twin.contains('0abcd000abcd' as Octets, 'abcd' as Octets)).toBe(true)
    fc.assert(
      fc.property(anyOctets, anyOctets, anyOctets, (a, b, more) => {
        expect(twin.contains((a + b + more) as Octets, b)).toBe(true)
        expect(twin.contains(c.pack([a, b]), b)).toBe(true)
      }),
      { ...RUNS, numRuns: 100 },
    )
  })
})

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

describe('hygiene (§2.6)', () => {
  test('comparison looks at every byte: equal or not, first or last', () => {
    fc.assert(
      fc.property(bytes(40), bytes(40), fc.nat(), (a, b, at) => {
        expect(sameBytes(a, b)).toBe(Buffer.from(a).equals(Buffer.from(b)))
        expect(sameBytes(a, Uint8Array.from(a))).toBe(true)
        if (a.length === 0) return
        const other = Uint8Array.from(a)
        other[at % a.length]! ^= 0x80
        expect(sameBytes(a, other)).toBe(false)
      }),
      { ...RUNS, numRuns: 200 },
    )
  })

  test('wiped is zero', () => {
    const secrets = [Uint8Array.of(1, 2), Uint8Array.of(3)]
    wipe(...secrets)
    expect(secrets.map((secret) => [...secret])).toEqual([[0, 0], [0]])
  })
})
