/** Forms of the secret (§8.2): each comes back as it was, mistakes have names. The recovery code has a suite of its own. About two core-seconds. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toHex } from '../src/crypto/real/bytes.ts'
import { readDigitKey, writeDigitKey } from '../src/crypto/real/secrets/digit-key.ts'
import { unwrapKey, wrapKey } from '../src/crypto/real/secrets/passkey.ts'
import { PASSWORD_BYTES_MAX, preparePassword } from '../src/crypto/real/secrets/password.ts'
import { bytes, damaged, exactly, RUNS } from './crypto-arbitraries.ts'

describe('password', () => {
  const prepared = (typed: string) => {
    const result = preparePassword(typed)
    return result.ok ? toHex(result.value) : result
  }
  const utf8 = (text: string) => Buffer.from(text, 'utf8').toString('hex')

  // The examples of RFC 8265 §4.3, tables 3 and 4.
  test.each([
    ['correct horse battery staple', 'correct horse battery staple'],
    ['Correct Horse Battery Staple', 'Correct Horse Battery Staple'],
    ['\u03c0\u00df\u00e5', '\u03c0\u00df\u00e5'],
    ['Jack of \u2666s', 'Jack of \u2666s'],
    ['foo\u1680bar', 'foo bar'],
  ])('RFC 8265 §4.3: %s', (typed, expected) => expect(prepared(typed)).toBe(utf8(expected)))

  test('what is refused, and where', () => {
    expect(prepared('')).toEqual({ ok: false, error: 'empty' })
    expect(prepared('my cat is a \u0009by')).toEqual({ ok: false, error: 'disallowed', at: 12 })
    expect(prepared('a\u200bb')).toEqual({ ok: false, error: 'disallowed', at: 1 })
    expect(prepared('🐎\ud83d')).toEqual({ ok: false, error: 'disallowed', at: 2 })
    expect(prepared('x\u0378')).toEqual({ ok: false, error: 'disallowed', at: 1 })
    expect(prepared('\u1100')).toEqual({ ok: false, error: 'disallowed', at: 0 })
    expect(prepared('é'.repeat(PASSWORD_BYTES_MAX / 2))).toBe(utf8('é'.repeat(PASSWORD_BYTES_MAX / 2)))
    expect(prepared('é'.repeat(PASSWORD_BYTES_MAX / 2 + 1))).toEqual({ ok: false, error: 'tooLong' })
  })

  test('composed, decomposed, any space: the same bytes; and preparing twice changes nothing', () => {
    const letters = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    let accepted = 0
    fc.assert(
      fc.property(letters, (typed) => {
        const once = preparePassword(typed)
        const decomposed = preparePassword(typed.normalize('NFD'))
        const spaced = preparePassword(typed.replaceAll(' ', '\u00a0'))
        if (!once.ok) return
        accepted++
        expect(decomposed).toEqual(once)
        expect(spaced).toEqual(once)
        expect(preparePassword(new TextDecoder().decode(once.value))).toEqual(once)
      }),
      { ...RUNS, numRuns: 400 },
    )
    expect(accepted).toBeGreaterThan(100)
  })

  test('total', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (typed) => {
        const result = preparePassword(typed)
        expect(result.ok ? result.value.length > 0 : ['empty', 'disallowed'].includes(result.error)).toBe(
          true,
        )
      }),
      { ...RUNS, numRuns: 300 },
    )
  })
})

describe('64-digit key', () => {
  test('round trip, however it is typed', () => {
    fc.assert(
      fc.property(exactly(32), (key) => {
        const written = writeDigitKey(key)
        expect(written).toMatch(/^([0-9a-f]{4} ){15}[0-9a-f]{4}$/)
        for (const typed of [written, written.toUpperCase(), written.replaceAll(' ', '-\n'), toHex(key)]) {
          expect(readDigitKey(typed)).toEqual({ ok: true, value: key })
        }
      }),
      { ...RUNS, numRuns: 100 },
    )
  })

  test('mistakes', () => {
    const written = writeDigitKey(new Uint8Array(32))
    expect(readDigitKey(written.slice(1))).toEqual({ ok: false, error: 'length' })
    expect(readDigitKey(`${written}0`)).toEqual({ ok: false, error: 'length' })
    expect(readDigitKey(`0o${written.slice(2)}`)).toEqual({ ok: false, error: 'character', at: 1 })
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        const result = readDigitKey(typed)
        if (!result.ok) expect(['length', 'character']).toContain(result.error)
      }),
      RUNS,
    )
  })
})

describe('passkey', () => {
  test('K comes back from the same passkey, and from no other', () => {
    fc.assert(
      fc.property(
        exactly(32),
        bytes(64),
        exactly(32),
        exactly(32),
        fc.nat(),
        (prfOutput, credentialId, key, salt, n) => {
          const passkey = { prfOutput, credentialId }
          const wrapped = wrapKey(passkey, key, salt)
          expect(unwrapKey(passkey, wrapped)).toEqual({ ok: true, value: key })
          const other = {
            prfOutput: prfOutput.map((byte, i) => (i === n % 32 ? byte ^ 1 : byte)),
            credentialId,
          }
          expect(unwrapKey(other, wrapped)).toEqual({ ok: false, error: 'wrongPasskey' })
          const elsewhere = { prfOutput, credentialId: Uint8Array.from([...credentialId, 0]) }
          expect(unwrapKey(elsewhere, wrapped)).toEqual({ ok: false, error: 'wrongPasskey' })
          const [changed] = fc.sample(damaged(wrapped), { seed: n, numRuns: 1 })
          const result = unwrapKey(passkey, changed!)
          expect(result.ok ? 'opened' : result.error).toMatch(/^(malformed|unsupported|wrongPasskey)$/)
        },
      ),
      { ...RUNS, numRuns: 80 },
    )
  })
})
