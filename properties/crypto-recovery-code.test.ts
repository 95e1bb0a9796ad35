/** The recovery code and its check symbols (§8.2.3). About two core-seconds. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkSymbols, correct, divide, multiply, remainder } from '../src/crypto/real/secrets/gf32.ts'
import { readRecoveryCode, writeRecoveryCode } from '../src/crypto/real/secrets/recovery-code.ts'
import { exactly, RUNS } from './crypto-arbitraries.ts'

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
