/** HPKE (RFC 9180) by its vectors and against @hpke/core, both ways (§2.5). About one core-second. */

import { CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core'
import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromHex, join, toHex } from '../src/crypto/real/bytes.ts'
import {
  decapsulate,
  deriveKeys,
  encapsulate,
  keySchedule,
  openBase,
  sealBase,
} from '../src/crypto/real/hpke.ts'
import { bytes, damaged, exactly, RUNS } from './crypto-arbitraries.ts'
import vectors from './vectors/primitives.json' with { type: 'json' }

const v = vectors.hpke
const b = (hex: string) => fromHex(hex)!

test('RFC 9180 §A.2.1, intermediates too', () => {
  const ephemeral = deriveKeys(b(v.ikmE))
  expect([toHex(ephemeral.secret), toHex(ephemeral.public)]).toEqual([v.skEm, v.pkEm])
  const receiver = deriveKeys(b(v.ikmR))
  expect([toHex(receiver.secret), toHex(receiver.public)]).toEqual([v.skRm, v.pkRm])
  const { shared, encapsulated } = encapsulate(receiver.public, b(v.ikmE))!
  expect([toHex(shared), toHex(encapsulated)]).toEqual([v.sharedSecret, v.pkEm])
  expect(toHex(decapsulate(receiver.secret, encapsulated)!)).toBe(v.sharedSecret)
  const schedule = keySchedule(shared, b(v.info))
  expect(toHex(schedule.context)).toBe(v.keyScheduleContext)
  expect([toHex(schedule.secret), toHex(schedule.key), toHex(schedule.baseNonce)]).toEqual([
    v.secret,
    v.key,
    v.baseNonce,
  ])
  const sealed = sealBase(receiver.public, b(v.info), b(v.associated), b(v.plaintext), b(v.ikmE))!
  expect(toHex(sealed)).toBe(v.pkEm + v.ciphertext)
  expect(toHex(openBase(receiver.secret, b(v.info), b(v.associated), sealed) as Uint8Array)).toBe(v.plaintext)
})

// The library has no ChaCha20-Poly1305 of its own; noble's goes in, ours is OpenSSL's.
const own = (data: ArrayBufferLike | ArrayBufferView) => new Uint8Array(data as ArrayBuffer)
const fresh = (data: Uint8Array) => Uint8Array.from(data).buffer as ArrayBuffer
const peer = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: {
    id: 3,
    keySize: 32,
    nonceSize: 12,
    tagSize: 16,
    createEncryptionContext: (key: ArrayBuffer) => ({
      seal: async (nonce: ArrayBuffer, data: ArrayBuffer, aad: ArrayBuffer) =>
        fresh(chacha20poly1305(own(key), own(nonce), own(aad)).encrypt(own(data))),
      open: async (nonce: ArrayBuffer, data: ArrayBuffer, aad: ArrayBuffer) =>
        fresh(chacha20poly1305(own(key), own(nonce), own(aad)).decrypt(own(data))),
    }),
  },
})

describe('against @hpke/core', () => {
  test('each opens what the other sealed, and key pairs are the same', async () => {
    await fc.assert(
      fc.asyncProperty(
        exactly(32),
        exactly(32),
        bytes(60),
        bytes(60),
        bytes(120),
        async (ikm, seed, info, aad, text) => {
          const keys = deriveKeys(ikm)
          const theirs = await peer.kem.deriveKeyPair(fresh(ikm))
          expect(toHex(own(await peer.kem.serializePublicKey(theirs.publicKey)))).toBe(toHex(keys.public))

          const sealed = sealBase(keys.public, info, aad, text, seed)!
          const enc = fresh(sealed.subarray(0, 32))
          const recipient = await peer.createRecipientContext({
            recipientKey: theirs,
            enc,
            info: fresh(info),
          })
          const opened = await recipient.open(fresh(sealed.subarray(32)), fresh(aad))
          expect(toHex(own(opened))).toBe(toHex(text))

          const sender = await peer.createSenderContext({
            recipientPublicKey: theirs.publicKey,
            info: fresh(info),
          })
          const ciphertext = await sender.seal(fresh(text), fresh(aad))
          const whole = join(own(sender.enc), own(ciphertext))
          expect(toHex(openBase(keys.secret, info, aad, whole) as Uint8Array)).toBe(toHex(text))
        },
      ),
      { ...RUNS, numRuns: 40 },
    )
  })
})

describe('what does not belong does not open', () => {
  const keys = deriveKeys(new Uint8Array(32).fill(1))
  const other = deriveKeys(new Uint8Array(32).fill(2))
  const seed = new Uint8Array(32).fill(3)
  const info = b('0102')
  const aad = b('03')
  const sealed = sealBase(keys.public, info, aad, b('cafe'), seed)!

  test('any change to sealed bytes, info, associated data or key', () => {
    fc.assert(
      fc.property(damaged(sealed), (changed) => {
        expect(['malformed', 'notAuthentic']).toContain(openBase(keys.secret, info, aad, changed))
      }),
      { ...RUNS, numRuns: 150 },
    )
    expect(openBase(keys.secret, aad, aad, sealed)).toBe('notAuthentic')
    expect(openBase(keys.secret, info, info, sealed)).toBe('notAuthentic')
    expect(openBase(other.secret, info, aad, sealed)).toBe('notAuthentic')
  })

  test('low order, unreduced, the top bit, other lengths: malformed, as key and as encapsulated key', () => {
    const p = 'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'
    const bad = [
      '00'.repeat(32),
      `01${'00'.repeat(31)}`,
      `ed${p}`,
      `ee${p}`,
      `ec${p}`,
      `f0${p}`,
      'ff'.repeat(32),
    ]
    const topBit = Uint8Array.from(keys.public)
    topBit[31]! |= 0x80
    for (const key of [...bad.map(b), topBit, keys.public.subarray(1), join(keys.public, b('00'))]) {
      expect(sealBase(key, info, aad, b('cafe'), seed)).toBe(null)
    }
    for (const enc of [...bad.map(b), topBit]) {
      expect(openBase(keys.secret, info, aad, join(enc, sealed.subarray(32)))).toBe('malformed')
    }
    expect(openBase(keys.secret, info, aad, sealed.subarray(0, 47))).toBe('malformed')
  })
})
