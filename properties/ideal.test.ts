/** The ideal twin (§2.7): it does what the real twin does, whatever is called; spelling is content; renaming is a homomorphism. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Octets } from '../spec/boundary.ts'
import { createIdealTwin, createOddTwin } from '../src/crypto/ideal/twin.ts'
import { createRealTwin } from '../src/crypto/real/port.ts'
import { play } from './port-operations.ts'
import { scripts } from './port-script.ts'

describe('same calls, same outcomes', () => {
  test('ideal and real: results, errors, sizes, and which octets are equal', () => {
    const seen = new Map<string, number>()
    fc.assert(
      fc.property(scripts, (script) => {
        const { lines } = play(createIdealTwin(), script)
        expect(lines).toEqual(play(createRealTwin(), script).lines)
        for (const word of lines.join(' ').split(' ')) seen.set(word, (seen.get(word) ?? 0) + 1)
      }),
      { seed: 2701, numRuns: 60 },
    )
    // Without these the comparison would be of nothing.
    for (const word of [
      'recovered',
      'verified',
      'wrongPassword',
      'notAuthentic',
      'malformed',
      'true',
      'false',
    ])
      expect(seen.get(word) ?? 0, word).toBeGreaterThan(4)
  })

  test('ideal and odd', () => {
    fc.assert(
      fc.property(scripts, (script) => {
        expect(play(createIdealTwin(), script).lines).toEqual(play(createOddTwin(), script).lines)
      }),
      { seed: 2702, numRuns: 100 },
    )
  })
})

describe('a spelling is a function of the content', () => {
  test('whatever the table held before', () => {
    fc.assert(
      fc.property(scripts, scripts, (before, script) => {
        const used = createIdealTwin()
        play(used, before)
        expect(play(used, script).octets).toEqual(play(createIdealTwin(), script).octets)
      }),
      { seed: 2703, numRuns: 100 },
    )
  })

  test('renaming what goes in renames what comes out', () => {
    let changed = 0
    fc.assert(
      fc.property(scripts, (script) => {
        const twin = createIdealTwin()
        const { octets } = play(twin, script)
        const names = octets.filter((text) => text.startsWith('~'))
        const permutation = new Map([
          ['#r1', '#another'],
          ['@a1', '@b22'],
          ...names.map((name, i): [string, string] => [name, `~${i}:${twin.port.size(name)}`]),
        ])
        const renamed = play(twin, script, (text) => permutation.get(text) ?? text)
        const rewritten = octets.map((text) => permutation.get(text) ?? twin.rewrite(permutation, text))
        changed += rewritten.filter((text, i) => text !== octets[i]).length
        expect(rewritten).toEqual(renamed.octets)
      }),
      { seed: 2704, numRuns: 100 },
    )
    expect(changed).toBeGreaterThan(1000)
  })
})

describe('total', () => {
  const twin = createIdealTwin()
  const { port } = twin
  const hostile = fc.oneof(
    fc.string(),
    fc.constantFrom('^A', '~x:32', '@a1', '#r1', '~:1', '~x:0'),
    fc.anything(),
  )

  test('what no twin spelled is malformed, and is no octet string', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const octets = value as Octets
        if (port.isOctets(value)) return
        expect(port.unpack(octets)).toEqual({ ok: false, error: 'malformed' })
        expect(port.asText(octets)).toEqual({ ok: false, error: 'malformed' })
        expect(port.asNumber(octets)).toEqual({ ok: false, error: 'malformed' })
        const key = twin.draw('s', 'key', 32)
        expect(port.open(key, key, octets)).toEqual({ ok: false, error: 'malformed' })
        expect(port.openFrom(key, key, key, octets)).toEqual({ ok: false, error: 'malformed' })
        expect(port.verify(octets, '', key, octets)).toBe(false)
        expect(port.registrationRespond(key, key, octets)).toEqual({ ok: false, error: 'malformed' })
        expect(twin.contains(key, octets)).toBe(false)
        expect(twin.rewrite(new Map([['@a1', '@a2']]), octets)).toBe(octets)
      }),
      { seed: 2705, numRuns: 500 },
    )
  })

  test('names are octets of their own length', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        fc.string(),
        fc.integer({ min: 1, max: 99_999 }),
        (s, a, b, bytes) => {
          const name = twin.draw(s, a, bytes)
          expect(port.isOctets(name)).toBe(true)
          expect(port.size(name)).toBe(bytes)
          expect(twin.draw(s, b, bytes) === name).toBe(a === b)
        },
      ),
      { seed: 2706, numRuns: 300 },
    )
  })
})

test('what travels in the clear is contained, what is sealed is not', () => {
  const { port, contains, draw, element } = createIdealTwin()
  const [key, nonce, text] = [draw('s', 'key', 32), draw('s', 'nonce', 12), port.text('hello')]
  const sealed = port.seal(key, nonce, text, key)
  const packed = port.pack([port.pack([sealed]), text])
  expect([sealed, nonce, text].map((part) => contains(packed, part))).toEqual([true, true, true])
  expect(contains(packed, key)).toBe(false)
  const { ke1 } = port.loginStart({
    password: text,
    blind: draw('s', 'b', 64),
    nonce: key,
    keyshareSeed: key,
  })
  expect(element(ke1)).toBe(port.registrationRequest(text, draw('s', 'b', 64)))
  expect(contains(ke1, element(ke1))).toBe(true)
})
