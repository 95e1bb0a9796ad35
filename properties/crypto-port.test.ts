/** The real twin as machines and worlds see it (§2): injective, keyed by domain, deterministic. Under one core-second. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Octets } from '../spec/boundary.ts'
import { sameBytes, wipe } from '../src/crypto/real/bytes.ts'
import { createRealTwin } from '../src/crypto/real/port.ts'
import { bytes, damaged, RUNS } from './crypto-arbitraries.ts'

const twin = createRealTwin()
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

  test('lone surrogates stay apart, from each other and from the replacement character', () => {
    const strange = [
      '\ud800',
      '\ud801',
      '\udfff',
      'a\ud800',
      '\ud800a',
      '\ufffd',
      '\udc00\ud800',
      '\ud800\udc00',
    ]
    expect(new Set(strange.map((text) => c.text(text))).size).toBe(strange.length)
    expect(strange.map((text) => c.size(c.text(text)))).toEqual([3, 3, 3, 4, 4, 3, 6, 4])
    expect(strange.map((text) => c.asText(c.text(text)).ok)).toEqual([
      false,
      false,
      false,
      false,
      false,
      true,
      false,
      true,
    ])
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
