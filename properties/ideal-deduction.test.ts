/** Deduction over ideal cryptography (§10.5): what OPAQUE gives away, to whom, and what it does not. */
import { describe, expect, test } from 'vitest'
import type { Octets } from '../spec/boundary.ts'
import { theoryOf } from '../src/crypto/ideal/deduction.ts'
import { createIdealTwin } from '../src/crypto/ideal/twin.ts'
import { Knowledge } from '../src/judge/deduction.ts'
import { recogniser } from '../src/judge/guessing.ts'

const twin = createIdealTwin()
const { port, table } = twin
const draw = (label: string, bytes: number) => twin.draw('t', label, bytes)
const stretch = { name: 'identity' } as const
const binding = { context: port.text('v'), clientIdentity: port.text('alice'), serverIdentity: port.text('') }

function must<T>(result: { ok: true; value: T } | { ok: false; error: string }): T {
  if (!result.ok) throw new Error(result.error)
  return result.value
}

const server = port.akeKeys(draw('ake', 32))
const oprfKey = port.oprfKey(draw('oprf', 32))
const K = draw('K', 32)

function enrol(secret: Octets) {
  const blind = draw('blind', 64)
  const request = port.registrationRequest(secret, blind)
  const response = must(port.registrationRespond(oprfKey, server.public, request))
  const done = must(
    port.registrationFinish({
      password: secret,
      blind,
      response,
      envelopeNonce: draw('env', 32),
      binding,
      stretch,
    }),
  )
  const ciphertext = port.seal(port.derive(done.exportKey, 'K', 32), draw('nonce', 12), port.text(''), K)
  return { ...done, wire: [request, response], ciphertext }
}

function login(secret: Octets, record: Octets, who: string) {
  const draws = {
    blind: draw(`${who}.blind`, 64),
    nonce: draw(`${who}.n`, 32),
    keyshareSeed: draw(`${who}.x`, 32),
  }
  const one = port.loginStart({ password: secret, ...draws })
  const two = must(
    port.loginRespond({
      akeSecret: server.secret,
      akePublic: server.public,
      oprfKey,
      record,
      ke1: one.ke1,
      binding,
      maskingNonce: draw(`${who}.m`, 32),
      nonce: draw(`${who}.sn`, 32),
      keyshareSeed: draw(`${who}.y`, 32),
    }),
  )
  const three = port.loginFinish({ password: secret, state: one.state, ke2: two.ke2, binding, stretch })
  const wire = [one.ke1, two.ke2, ...(three.ok ? [three.value.ke3] : [])]
  return { draws: Object.values(draws), wire, done: three.ok ? three.value : null, state: two.state }
}

const terms = (octets: readonly Octets[]) => octets.map((one) => table.read(one))

function adversary(secret: Octets, seen: readonly Octets[]) {
  const theory = theoryOf(table, new Set([table.read(secret)]))
  const known = terms([server.public, ...seen])
  return {
    derives: (octets: Octets) => new Knowledge(theory, known).derivable(table.read(octets)),
    derivesKnowing: (octets: Octets) =>
      new Knowledge(theory, [...known, table.read(secret)]).derivable(table.read(octets)),
    tests: () => recogniser({ theory, seen: known, guess: table.read(secret) })?.kind ?? null,
  }
}

const password = port.text('hunter2')
const alice = enrol(password)
const honest = login(password, alice.record, 'alice')
const session = honest.done!
const onTheWire = [...alice.wire, ...honest.wire, alice.ciphertext]

describe('a password', () => {
  test('the wire gives no test of a guess, and the right guess gives nothing', () => {
    const eve = adversary(password, onTheWire)
    expect(eve.tests()).toBeNull()
    for (const secret of [K, session.sessionKey, session.exportKey, oprfKey, alice.record]) {
      expect(eve.derives(secret)).toBe(false)
      expect(eve.derivesKnowing(secret)).toBe(false)
    }
  })

  test('the record alone gives none either: the OPRF key is missing (SEC-4, hardened)', () => {
    expect(adversary(password, [alice.record, alice.ciphertext]).tests()).toBeNull()
    expect(adversary(password, [alice.record, ...onTheWire]).tests()).toBeNull()
  })

  test('record and OPRF key together test offline, and the word gives K (SEC-4, published)', () => {
    const thief = adversary(password, [alice.record, oprfKey, alice.ciphertext])
    expect(thief.tests()).toBe('opens')
    expect(adversary(password, [alice.record, oprfKey]).tests()).toBe('recomputed')
    expect(thief.derives(K)).toBe(false)
    expect(thief.derivesKnowing(K)).toBe(true)
  })

  test('one release for a right guess tests it, for a wrong one says nothing of the right one', () => {
    const right = login(password, alice.record, 'mallory')
    const eve = adversary(password, [...onTheWire, ...right.draws, ...right.wire])
    expect(eve.tests()).not.toBeNull()
    expect(eve.derivesKnowing(K)).toBe(true)
    const wrong = login(port.text('hunter3'), alice.record, 'trudy')
    expect(adversary(password, [...onTheWire, ...wrong.draws, ...wrong.wire]).tests()).toBeNull()
  })

  test('a blind that leaks turns the wire into an offline test', () => {
    expect(adversary(password, [...onTheWire, draw('alice.blind', 64)]).tests()).toBe('opens')
  })

  test('the server’s static key alone does not give past session keys', () => {
    const eve = adversary(password, [...onTheWire, server.secret])
    expect(eve.derivesKnowing(session.sessionKey)).toBe(false)
    // Whoever has both ephemeral secrets and the word has the session key, by the right word alone.
    const all = adversary(password, [...onTheWire, server.secret, oprfKey, draw('alice.x', 32)])
    expect(all.derivesKnowing(session.sessionKey)).toBe(true)
  })
})

describe('a code', () => {
  const code = draw('code', 17)
  const coded = enrol(code)
  const seen = [coded.record, oprfKey, server.secret, coded.ciphertext, ...coded.wire]

  test('is never derivable, nor its K, even with record and OPRF key', () => {
    const theory = theoryOf(table, new Set())
    const knowledge = new Knowledge(theory, terms(seen))
    for (const secret of [code, K, coded.exportKey])
      expect(knowledge.derivable(table.read(secret))).toBe(false)
    knowledge.see(table.read(code))
    expect(knowledge.derivable(table.read(K))).toBe(true)
    expect(knowledge.why(table.read(K)).at(-1)).toMatch(/^~dt:\.K:32 out of seal\(/)
  })
})

describe('what else has a key', () => {
  const [seed, message] = [draw('seed', 32), draw('message', 40)]
  const theory = theoryOf(table, new Set())
  const derivable = (seen: readonly Octets[], octets: Octets) =>
    new Knowledge(theory, terms(seen)).derivable(table.read(octets))

  test('sealing to a fleet: its secret key opens, its public key does not', () => {
    const keys = port.sealingKeys(seed)
    const sealed = must(port.sealTo(keys.public, port.text(''), port.text(''), message, draw('e', 32)))
    expect(derivable([keys.public, sealed], message)).toBe(false)
    expect(derivable([keys.secret, sealed], message)).toBe(true)
    expect(derivable([seed, sealed], message)).toBe(true)
  })

  test('signatures: made with the secret key, and a check of a guess at what was signed', () => {
    const keys = port.signingKeys(seed)
    const signature = port.sign(keys.secret, 'd', password)
    expect(derivable([keys.public, message], signature)).toBe(false)
    expect(derivable([keys.secret], signature)).toBe(true)
    expect(adversary(password, [keys.public, signature]).tests()).toBe('verifies')
    expect(adversary(password, [signature]).tests()).toBeNull()
  })

  test('hashes and derived keys go one way', () => {
    expect(derivable([port.hash('d', [message])], message)).toBe(false)
    expect(derivable([message], port.derive(port.hash('d', [message]), 'l', 32))).toBe(true)
    expect(derivable([port.pack([message, seed])], seed)).toBe(true)
  })
})
