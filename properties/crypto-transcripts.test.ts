/**
 * Golden transcripts (§2.6): what is authenticated is committed as text, so that a change of one byte is a line in a
 * review. After a change on purpose: npx vitest run -u properties/crypto-transcripts.test.ts. Under half a core-second.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ascii } from '../src/crypto/real/bytes.ts'
import { decodeText, encodeText, unpack } from '../src/crypto/real/encoding.ts'
import { deriveInfo, drawInput, hashInput, signInput } from '../src/crypto/real/framing.ts'
import { bytes, RUNS } from './crypto-arbitraries.ts'
import { framed, overheard, sealed, stretching } from './crypto-transcripts.ts'

test('everything that is hashed, MACed, derived, sealed and signed is as committed', async () => {
  const sections = {
    'Framed by strongroom: hash, derive, sign, draw': framed(),
    'Sealed: AEAD, HPKE, passkey, container': await sealed(),
    'Stretching parameters': stretching(),
    'OPAQUE-3DH, ristretto255-SHA512, overheard': overheard(),
  }
  const text = Object.entries(sections)
    .map(([title, entries]) => [`# ${title}`, ...entries].join('\n\n'))
    .join('\n\n')
  await expect(`${text}\n`).toMatchFileSnapshot('../src/expected/transcripts.txt')
})

test('what is framed says which use it is for, first, and can be taken apart again', () => {
  const texts = fc.string({ maxLength: 12 })
  const parts = fc.array(bytes(20), { maxLength: 3 })
  const firstOf = (framed: Uint8Array) => decodeText(unpack(framed)![0]!)
  fc.assert(
    fc.property(texts, parts, fc.nat(9999), (name, some, number) => {
      const domain = `d${name}`
      expect(unpack(hashInput(domain, some))).toEqual([
        ascii('strongroom hash v1'),
        encodeText(domain),
        ...some,
      ])
      const uses = [
        hashInput(domain, some),
        deriveInfo(domain, number),
        signInput(domain, some[0] ?? ascii('')),
        drawInput(name, domain, number, 0),
      ].map(firstOf)
      expect(new Set(uses).size).toBe(uses.length)
    }),
    RUNS,
  )
})
