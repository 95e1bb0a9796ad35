/** Stretching parameters are authenticated (§2.4). Under half a core-second. */
import { describe, expect, test } from 'vitest'
import type { Stretch } from '../spec/crypto.ts'
import { stretchOctets } from '../spec/stretching.ts'
import { createRealTwin } from '../src/crypto/real/port.ts'

describe('parameters are authenticated', () => {
  const twin = createRealTwin()
  const c = twin.port
  const draw = (label: string, bytes: number) => twin.draw('stretching', label, bytes)
  const cheap: Stretch = { name: 'scrypt', n: 4, r: 1, p: 1 }
  const cheaper: Stretch = { name: 'scrypt', n: 2, r: 1, p: 1 }
  const password = c.text('a password')
  const ake = c.akeKeys(draw('ake', 32))
  const oprfKey = c.oprfKey(draw('oprf', 32))
  const bindingOf = (stretch: Stretch) => ({
    context: stretchOctets(c, stretch),
    clientIdentity: c.text('client'),
    serverIdentity: c.text('server'),
  })

  function login(clientStretch: Stretch, clientSays: Stretch, serverSays: Stretch) {
    const request = c.registrationRequest(password, draw('blind', 64))
    const response = c.registrationRespond(oprfKey, ake.public, request)
    if (!response.ok) throw new Error(response.error)
    const registered = c.registrationFinish({
      password,
      blind: draw('blind', 64),
      response: response.value,
      envelopeNonce: draw('envelope', 32),
      binding: bindingOf(cheap),
      stretch: cheap,
    })
    if (!registered.ok) throw new Error(registered.error)
    const start = c.loginStart({
      password,
      blind: draw('b', 64),
      nonce: draw('n', 32),
      keyshareSeed: draw('k', 32),
    })
    const answer = c.loginRespond({
      akeSecret: ake.secret,
      akePublic: ake.public,
      oprfKey,
      record: registered.value.record,
      ke1: start.ke1,
      binding: bindingOf(serverSays),
      maskingNonce: draw('m', 32),
      nonce: draw('s', 32),
      keyshareSeed: draw('ks', 32),
    })
    if (!answer.ok) throw new Error(answer.error)
    const input = { password, state: start.state, ke2: answer.value.ke2, binding: bindingOf(clientSays) }
    const finished = c.loginFinish({ ...input, stretch: clientStretch })
    return finished.ok ? 'ok' : finished.error
  }

  test('both sides must name the same ones, and they must be those of the record', () => {
    expect(login(cheap, cheap, cheap)).toBe('ok')
    expect(login(cheap, cheap, cheaper)).toBe('notAuthentic')
    expect(login(cheap, cheaper, cheap)).toBe('notAuthentic')
    // A client that would stretch with less does not get the record's keys: there is no weaker way in.
    expect(login(cheaper, cheap, cheap)).toBe('wrongPassword')
  })

  test('parameters that are none are malformed, before any work', () => {
    expect(login({ name: 'scrypt', n: 3, r: 1, p: 1 }, cheap, cheap)).toBe('malformed')
  })

  test('distinct parameters have distinct octets', () => {
    const all: Stretch[] = [
      { name: 'identity' },
      cheap,
      cheaper,
      { name: 'scrypt', n: 4, r: 2, p: 1 },
      { name: 'scrypt', n: 4, r: 1, p: 2 },
      { name: 'argon2id', memoryKiB: 8, passes: 1, lanes: 1 },
      { name: 'argon2id', memoryKiB: 8, passes: 2, lanes: 1 },
    ]
    expect(new Set(all.map((stretch) => stretchOctets(c, stretch))).size).toBe(all.length)
  })
})
