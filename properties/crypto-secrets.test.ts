/** Forms of the secret (§8.2): each comes back as it was, mistakes have names. About two core-seconds. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toHex } from '../src/crypto/real/bytes.ts'
import { readDigitKey, writeDigitKey } from '../src/crypto/real/secrets/digit-key.ts'
import { checkSymbols, correct, divide, multiply, remainder } from '../src/crypto/real/secrets/gf32.ts'
import { unwrapKey, wrapKey } from '../src/crypto/real/secrets/passkey.ts'
import { PASSWORD_BYTES_MAX, preparePassword } from '../src/crypto/real/secrets/password.ts'
import { readRecoveryCode, writeRecoveryCode } from '../src/crypto/real/secrets/recovery-code.ts'
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

describe('the code over GF(32)', () => {
  test('a field', () => {
    for (let a = 0; a < 32; a++) {
      for (let b = 1; b < 32; b++) expect(divide(multiply(a, b), b)).toBe(a)
      for (let b = 0; b < 32; b++) {
        const c = (a * 7 + b * 3) & 31
        expect(multiply(a, b ^ c)).toBe(multiply(a, b) ^ multiply(a, c))
        expect(multiply(a, multiply(b, c))).toBe(multiply(multiply(a, b), c))
      }
    }
  })

  test('any two codewords of 40 symbols differ in at least four: exhaustively', () => {
    const packed = (word: readonly number[]) => word.reduce((sum, symbol, i) => sum | (symbol << (5 * i)), 0)
    const columns = Array.from({ length: 40 }, (_, place) =>
      remainder(Array.from({ length: 40 }, (_, i) => (i === place ? 1 : 0))),
    )
    const multiples = columns.map((column) =>
      Array.from({ length: 32 }, (_, e) => packed(column.map((symbol) => multiply(e, symbol)))),
    )
    const single = new Set(multiples.flatMap((column) => column.slice(1)))
    // No word of weight one or two is a codeword, and none of weight three.
    expect(single.size).toBe(40 * 31)
    expect(single.has(0)).toBe(false)
    let threes = 0
    for (let i = 0; i < 40; i++)
      for (let j = 0; j < i; j++)
        for (let e = 1; e < 32; e++)
          for (let f = 1; f < 32; f++) if (single.has(multiples[i]![e]! ^ multiples[j]![f]!)) threes++
    // Two errors look like a single one only at a distance of three: it would show here.
    expect(threes).toBe(0)
  })

  const symbols = (count: number) => fc.array(fc.nat(31), { minLength: count, maxLength: count })
  const places = fc.uniqueArray(fc.nat(39), { minLength: 3, maxLength: 3 })
  const errors = fc.array(fc.integer({ min: 1, max: 31 }), { minLength: 3, maxLength: 3 })

  test('one error, three gaps, or one of each are set right; two errors are noticed', () => {
    fc.assert(
      fc.property(symbols(36), places, errors, (data, [x, y, z], [e, f]) => {
        const word = [...data, ...checkSymbols(data)]
        const sorted = (...all: number[]) => all.sort((a, b) => a - b)
        const wrong = (...at: [number, number][]) => {
          const copy: (number | null)[] = [...word]
          for (const [place, error] of at) copy[place] = word[place]! ^ error
          return copy
        }
        expect(correct(word)).toEqual({ word, corrected: [] })
        expect(correct(wrong([x!, e!]))).toEqual({ word, corrected: [x] })
        expect(correct(wrong([x!, e!], [y!, f!]))).toBe(null)
        const gaps = word.map((symbol, i) => (i === x || i === y || i === z ? null : symbol))
        expect(correct(gaps)).toEqual({ word, corrected: sorted(x!, y!, z!) })
        const mixed = wrong([x!, e!])
        mixed[y!] = null
        expect(correct(mixed)).toEqual({ word, corrected: sorted(x!, y!) })
      }),
      { ...RUNS, numRuns: 20 },
    )
  })

  test('of many errors, about one in 800 passes for another code', () => {
    let passed = 0
    const runs = 20_000
    let state = 12345
    const next = () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
      return state >>> 27
    }
    for (let i = 0; i < runs; i++) if (correct(Array.from({ length: 40 }, next)) !== null) passed++
    const expected = (runs * (1 + 40 * 31)) / 32 ** 4
    expect(passed).toBeGreaterThan(expected / 2)
    expect(passed).toBeLessThan(expected * 2)
  })
})

describe('recovery code', () => {
  const drawn = fc.tuple(fc.nat(31), exactly(22))

  test('round trip, however it is typed, look-alikes included', () => {
    fc.assert(
      fc.property(drawn, ([identifier, draw]) => {
        const written = writeRecoveryCode(identifier, draw)
        expect(written).toMatch(/^([AC-FHJ-NP-Z0-9]{4} ){9}[AC-FHJ-NP-Z0-9]{4}$/)
        const entropy = Uint8Array.from(draw)
        entropy[21]! &= 0xc0
        const secret = new TextEncoder().encode(written.replaceAll(' ', ''))
        const value = { identifier, entropy, secret, corrected: [] }
        const lookAlikes = written
          .replaceAll('8', 'b')
          .replaceAll('C', 'G')
          .replaceAll('1', 'i')
          .replaceAll('0', 'o')
        for (const typed of [written, written.toLowerCase(), written.replaceAll(' ', '-'), lookAlikes]) {
          expect(readRecoveryCode(typed)).toEqual({ ok: true, value })
        }
      }),
      { ...RUNS, numRuns: 100 },
    )
  })

  test('mistakes: one is set right and shown, two swapped neighbours are noticed', () => {
    const written = writeRecoveryCode(3, new Uint8Array(22).fill(0x5a)).replaceAll(' ', '')
    const right = readRecoveryCode(written)
    if (!right.ok) throw new Error(right.error)
    for (let i = 0; i < 40; i++) {
      const other = written[i] === 'X' ? 'Y' : 'X'
      const typed = `${written.slice(0, i)}${other}${written.slice(i + 1)}`
      expect(readRecoveryCode(typed)).toEqual({ ok: true, value: { ...right.value, corrected: [i] } })
      const unreadable = `${written.slice(0, i)}?${written.slice(i + 1)}`
      expect(readRecoveryCode(unreadable)).toEqual({ ok: true, value: { ...right.value, corrected: [i] } })
      if (i === 0 || written[i] === written[i - 1]) continue
      const swapped = written.slice(0, i - 1) + written[i] + written[i - 1] + written.slice(i + 1)
      expect(readRecoveryCode(swapped)).toEqual({ ok: false, error: 'check' })
    }
    // Upper case of a dotless i is I, but nobody was given one.
    expect(readRecoveryCode(`\u0131${written.slice(1)}`)).toEqual({ ok: false, error: 'character', at: 0 })
    expect(readRecoveryCode(written.slice(1))).toEqual({ ok: false, error: 'length' })
    expect(readRecoveryCode(`${written}A`)).toEqual({ ok: false, error: 'length' })
    expect(readRecoveryCode(`${written.slice(0, 39)}!`)).toEqual({ ok: false, error: 'character', at: 39 })
    expect(readRecoveryCode('?'.repeat(4) + written.slice(4))).toEqual({ ok: false, error: 'check' })
  })

  test('a code of another version is called that', () => {
    const alphabet = 'ACDEFHJKLMNPQRSTUVWXYZ0123456789'
    const data = [1, ...Array<number>(35).fill(0)]
    const typed = [...data, ...checkSymbols(data)].map((symbol) => alphabet[symbol]).join('')
    expect(readRecoveryCode(typed)).toEqual({ ok: false, error: 'version' })
  })

  test('total', () => {
    const unit = fc.constantFrom(...'ACDEFHJKLMNPQRSTUVWXYZ0123456789bgio?- \tßıſ🐎!')
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 60 }), (typed) => {
        const result = readRecoveryCode(typed.join(''))
        if (!result.ok) expect(['length', 'character', 'check', 'version']).toContain(result.error)
      }),
      { ...RUNS, numRuns: 300 },
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
