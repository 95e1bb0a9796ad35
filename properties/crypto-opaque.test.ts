/** RFC 9807, appendix C: all nine sets, byte for byte, intermediate values too, on every backend (§2.2). */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Backend } from '../src/crypto/real/group/backend.ts'
import { reference } from '../src/crypto/real/group/backend.ts'
import { nobleCurve25519 } from '../src/crypto/real/opaque/curve25519.ts'
import { fakeRecordOf } from '../src/crypto/real/opaque/fake-record.ts'
import { loginRespond } from '../src/crypto/real/opaque/login-server.ts'
import { type OpaqueSuite, oprfKeyFor } from '../src/crypto/real/opaque/suite.ts'
import { curve25519Suite, p256Suite, ristretto255Suite } from '../src/crypto/real/opaque/suites.ts'
import { BACKENDS, bytes, hex, must } from './crypto-suites.ts'
import { intermediatesOf } from './opaque-intermediates.ts'
import { type OpaqueVector, runVector, vectorIdentities } from './opaque-vectors.ts'

const file = new URL('./vectors/rfc9807.json', import.meta.url)
const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { vectors: readonly OpaqueVector[] }
const real = vectors.filter(({ id }) => id.startsWith('real'))
const fake = vectors.filter(({ id }) => id.startsWith('fake'))

test('the file holds the nine sets of the appendix', () => {
  expect(vectors.map(({ id, group }) => `${id} ${group}`)).toEqual([
    'real-1 ristretto255',
    'real-2 ristretto255',
    'real-3 curve25519',
    'real-4 curve25519',
    'real-5 P-256',
    'real-6 P-256',
    'fake-1 ristretto255',
    'fake-2 curve25519',
    'fake-3 P-256',
  ])
})

function suiteFor(vector: OpaqueVector, backend: Backend): OpaqueSuite {
  if (vector.group === 'P-256') return p256Suite(backend)
  if (vector.group === 'ristretto255') return ristretto255Suite(backend)
  return backend === reference ? curve25519Suite(backend, nobleCurve25519()) : curve25519Suite(backend)
}

for (const backend of BACKENDS) {
  describe(backend.name, () => {
    test.each(real)('$id: every message and key', (vector) => {
      expect(runVector(suiteFor(vector, backend), vector)).toEqual(vector.outputs)
    })

    test.each(real)('$id: every intermediate value', (vector) => {
      expect(intermediatesOf(suiteFor(vector, backend), vector)).toEqual(vector.intermediates)
    })

    test.each(fake)('$id: the answer for somebody unknown', (vector) => {
      const suite = suiteFor(vector, backend)
      const { inputs } = vector
      const record = fakeRecordOf(suite, bytes(inputs.clientPublicKey!), bytes(inputs.maskingKey!))
      expect(record).toHaveLength(suite.sizes.record)
      const { ke2 } = must(
        loginRespond(suite, {
          serverSecret: suite.ake.open(bytes(inputs.serverPrivateKey))!,
          serverPublic: bytes(inputs.serverPublicKey),
          oprfKey: oprfKeyFor(suite, bytes(inputs.oprfSeed), bytes(inputs.credentialIdentifier)),
          record,
          ke1: bytes(inputs.ke1!),
          context: bytes(vector.context),
          identities: vectorIdentities(vector),
          maskingNonce: bytes(inputs.maskingNonce),
          nonce: bytes(inputs.serverNonce),
          keyshareSeed: bytes(inputs.serverKeyshareSeed),
        }),
      )
      expect(hex(ke2)).toBe(vector.outputs.ke2)
    })
  })
}
