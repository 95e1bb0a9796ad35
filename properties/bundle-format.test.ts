/** The bytes of a validation bundle (§7.1): official figures, both twins alike, one spelling only. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Octets } from '../spec/boundary.ts'
import type { Bundle } from '../spec/fleet/bundle.ts'
import { NAMESPACE, ROLES, type Suite } from '../spec/fleet/format.ts'
import { createIdealTwin } from '../src/crypto/ideal/twin.ts'
import { createRealTwin } from '../src/crypto/real/port.ts'
import { materials } from './examples/forging.ts'

const vectors = JSON.parse(
  readFileSync(new URL('vectors/plexi-signature.json', import.meta.url), 'utf8'),
) as {
  readonly vectors: readonly {
    readonly ciphersuite: Suite
    readonly namespace: string
    readonly timestampMs: number
    readonly epoch: number
    readonly digest: Octets
    readonly secretKey: Octets
    readonly publicKey: Octets
    readonly keyId: number
    readonly signature: Octets
    readonly signedBytesLength: number
  }[]
}
const real = createRealTwin()
const ideal = createIdealTwin()

describe("Cloudflare's official figures", () => {
  test.each(vectors.vectors.map((vector) => [vector.ciphersuite, vector] as const))(
    'suite %i',
    (_, vector) => {
      const { ciphersuite: suite, namespace, timestampMs, epoch, digest } = vector
      const content = real.port.bundleContent({ suite, namespace, timestampMs, epoch, digest })
      if (!content.ok) throw new Error('the figures are in range')
      expect(real.port.size(content.value)).toBe(vector.signedBytesLength)
      expect(real.port.signingKeys(vector.secretKey).public).toBe(vector.publicKey)
      expect(real.port.sign(vector.secretKey, '', content.value)).toBe(vector.signature)
      expect(real.port.verify(vector.publicKey, '', content.value, vector.signature)).toBe(true)
      // The key id is a byte of the key, so 1 of 256 strangers has the same: it identifies nobody.
      expect(Number.parseInt(vector.publicKey.slice(-2), 16)).toBe(vector.keyId)
    },
  )
})

const stamps = fc.record({
  suite: fc.constantFrom<Suite>(1, 2),
  namespace: fc.constantFrom(NAMESPACE, 'x', 'log1.example.com', 'n'.repeat(255)),
  timestampMs: fc.oneof(fc.nat(300), fc.maxSafeNat()),
  epoch: fc.oneof(fc.nat(300), fc.maxSafeNat()),
})

describe('both twins', () => {
  test('give contents, artifacts and checkpoints of one length, and refuse alike', () => {
    fc.assert(
      fc.property(stamps, fc.constantFrom('a', 'fleet-7', 'UPPER', '', 'x'.repeat(33)), (stamp, fleet) => {
        const sizes = [real, ideal].map(({ port, draw }) => {
          const draws = ['d', 'k', 'l', 'm'].map((label) => draw('sizes', label, 32))
          const [digest, ake, sealing, signing] = draws as [Octets, Octets, Octets, Octets]
          const made = [
            port.bundleContent({ ...stamp, digest }),
            port.artifact({ fleet, evidence: digest, keys: { ake, sealing, signing } }),
            port.checkpointContent({
              origin: stamp.namespace,
              size: stamp.epoch,
              root: digest,
              timestampMs: stamp.timestampMs,
            }),
          ]
          return made.map((result) => (result.ok ? port.size(result.value) : result.error))
        })
        expect(sizes[1]).toEqual(sizes[0])
      }),
      { seed: 71, numRuns: 60 },
    )
  })

  test('no content of one suite is one of the other, or a checkpoint', () => {
    fc.assert(
      fc.property(stamps, stamps, (one, other) => {
        const digest = real.draw('suites', 'd', 32)
        const a = real.port.bundleContent({ ...one, suite: 1, digest })
        const b = real.port.bundleContent({ ...other, suite: 2, digest })
        const c = real.port.checkpointContent({
          origin: one.namespace,
          size: 1,
          root: digest,
          timestampMs: one.timestampMs,
        })
        if (!a.ok || !b.ok || !c.ok) throw new Error('in range')
        expect(new Set([a.value.slice(0, 2), b.value.slice(0, 2), c.value.slice(0, 2)]).size).toBe(3)
      }),
      { seed: 72, numRuns: 40 },
    )
  })
})

describe('an artifact has one spelling', () => {
  const artifact = (materials(real).bundles[0] as Bundle).artifact
  const text = Buffer.from(artifact, 'hex').toString('utf8')
  const read = (spelling: string) =>
    real.port.readArtifact(Buffer.from(spelling, 'utf8').toString('hex') as Octets)
  const key = /"key":"([0-9a-f]{64})"/.exec(text)?.[1] as string

  test('which reads', () => {
    expect(read(text).ok).toBe(true)
    expect(text).toContain('"role":"sealing"')
  })

  test.each([
    ['a space', text.replace(':', ': ')],
    ['a newline behind it', `${text}\n`],
    ['another order', text.replace(/^\{("evidence":"[0-9a-f]+"),("fleet":"a"),/, '{$2,$1,')],
    ['a duplicate key', text.replace('"fleet":"a"', '"fleet":"b","fleet":"a"')],
    ['a duplicate role', text.replace('"role":"sealing"', '"role":"ake"')],
    ['an unknown role', text.replace('"role":"sealing"', '"role":"backdoor"')],
    ['a fourth role', text.replace(']', `,{"key":"${'0'.repeat(64)}","role":"extra"}]`)],
    ['a missing role', text.replace(/,\{"key":"[0-9a-f]+","role":"signing"\}/, '')],
    ['an unknown field', text.replace('"fleet"', '"extra":1,"fleet"')],
    ['__proto__', text.replace('"fleet"', '"__proto__":{},"fleet"')],
    ['a short key', text.replace(key, key.slice(2))],
    ['a long key', text.replace(key, `00${key}`)],
    ['upper-case hex', text.replace(key, key.toUpperCase())],
    ['an escape', text.replace('"fleet":"a"', '"fleet":"\\u0061"')],
    ['one key in two roles', text.replace(/("key":")[0-9a-f]{64}("\},?)?/g, `$1${key}$2`)],
    ['a byte order mark', `\ufeff${text}`],
    ['truncation', text.slice(0, -1)],
    ['a bad fleet name', text.replace('"fleet":"a"', '"fleet":"A/../b"')],
    ['no JSON', 'keys'],
    ['nothing', ''],
  ])('and not %s', (_, spelling) => {
    expect(spelling).not.toBe(text)
    expect(read(spelling)).toEqual({ ok: false, error: 'malformed' })
  })

  test('nor invalid UTF-8, nor any single changed byte of its structure', () => {
    expect(real.port.readArtifact(`ff${artifact}` as Octets).ok).toBe(false)
    for (let at = 0; at < text.length; at++) {
      if (/[0-9a-f]/.test(text[at] as string)) continue
      expect(read(`${text.slice(0, at)}#${text.slice(at + 1)}`).ok).toBe(false)
    }
  })

  test(`with the roles ${ROLES.join(', ')} and no other`, () => expect(ROLES.length).toBe(3))
})
