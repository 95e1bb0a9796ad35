/** The backup container (§8.1, BKP-1). About one core-second. */
import { createDecipheriv, createHash, createHmac, hkdfSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openContainer, sealContainer } from '../src/crypto/real/container.ts'
import { CONTAINER_HEADER_BYTES } from '../src/crypto/real/container-header.ts'
import { bytes, RUNS } from './crypto-arbitraries.ts'
import { collect, key, open, pieces, salt, seal } from './crypto-container-streams.ts'

/** A reader written from §8.1 alone, on node:crypto alone. */
function openByTheBook(container: Uint8Array): Uint8Array {
  const header = container.subarray(0, 80)
  expect(Buffer.from(header.subarray(0, 12)).toString('hex')).toBe('895352420d0a1a0a01010000')
  const chunk = Buffer.from(header).readUInt32BE(12)
  const expand = (info: Uint8Array) => Buffer.from(hkdfSync('sha256', key, header.subarray(16, 48), info, 32))
  const tagged = header.subarray(0, 48)
  const tag = createHmac('sha256', expand(Buffer.from('strongroom container v1 header')))
    .update(tagged)
    .digest()
  expect(tag.equals(header.subarray(48))).toBe(true)
  const payloadKey = expand(Buffer.concat([Buffer.from('strongroom container v1 payload'), header]))
  const plain: Buffer[] = []
  for (let at = 80, index = 0; at < container.length || index === 0; at += chunk + 16, index++) {
    const sealed = container.subarray(at, at + chunk + 16)
    const nonce = Buffer.alloc(12)
    nonce.writeUInt32BE(index, 7)
    nonce[11] = at + chunk + 16 >= container.length ? 1 : 0
    const decipher = createDecipheriv('aes-256-gcm', payloadKey, nonce)
    decipher.setAuthTag(sealed.subarray(sealed.length - 16))
    plain.push(decipher.update(sealed.subarray(0, sealed.length - 16)), decipher.final())
  }
  return new Uint8Array(Buffer.concat(plain))
}

describe('a container gives back what went in', () => {
  test('whatever the sizes of file, chunks and pieces; and the pieces leave no trace', async () => {
    const sizes = fc.constantFrom(64, 65, 100, 4096)
    await fc.assert(
      fc.asyncProperty(bytes(400), sizes, fc.integer({ min: 1, max: 200 }), async (file, chunk, piece) => {
        const container = await collect(sealContainer(key, salt, pieces(file, piece), chunk))
        expect(container).toEqual(await seal(file, chunk))
        expect(await open(container, key, piece)).toEqual({ plaintext: file, fault: 'whole' })
        expect(openByTheBook(container)).toEqual(file)
        const chunks = Math.max(1, Math.ceil(file.length / chunk))
        expect(container.length).toBe(CONTAINER_HEADER_BYTES + file.length + 16 * chunks)
      }),
      { ...RUNS, numRuns: 150 },
    )
  })

  test('at the default chunk size, and byte for byte as committed', async () => {
    const file = new Uint8Array(200_000).map((_, i) => (i * 7) & 255)
    const container = await collect(sealContainer(key, salt, pieces(file)))
    expect(createHash('sha256').update(container).digest('hex')).toMatchInlineSnapshot(
      `"e59c924ccafda33c022e3911d0fed24beed46feb83f14140924a39a308f828d9"`,
    )
    expect((await open(container)).plaintext).toEqual(file)
  })
})

describe('streams', () => {
  test('arbitrary bytes end in a typed fault, whatever they are', async () => {
    const magic = Buffer.from('895352420d0a1a0a01010000', 'hex')
    const hostile = fc.oneof(
      bytes(200),
      bytes(200).map((rest) => new Uint8Array([...magic, ...rest])),
    )
    await fc.assert(
      fc.asyncProperty(hostile, fc.integer({ min: 1, max: 64 }), async (container, piece) => {
        const { plaintext, fault } = await open(container, key, piece)
        expect(fault).not.toBe('whole')
        expect(plaintext.length).toBe(0)
      }),
      { ...RUNS, numRuns: 300 },
    )
  })

  test('no more is taken from the source than one chunk ahead of what was given', async () => {
    let taken = 0
    let given = 0
    async function* source() {
      for (let i = 0; i < 200; i++) {
        taken += 1000
        yield new Uint8Array(1000)
      }
    }
    for await (const part of openContainer(key, sealContainer(key, salt, source(), 4096))) {
      given += part.length
      expect(taken - given).toBeLessThanOrEqual(2 * 4096 + 2 * 1000)
    }
    expect(given).toBe(200_000)
  })

  test('an error of the source is passed on, and a reader who leaves closes the source', async () => {
    async function* broken() {
      yield new Uint8Array(100)
      throw new Error('the disk is gone')
    }
    await expect(collect(sealContainer(key, salt, broken(), 64))).rejects.toThrow('the disk is gone')
    let closed = false
    async function* endless() {
      try {
        yield await seal(new Uint8Array(300))
        for (;;) yield new Uint8Array(64)
      } finally {
        closed = true
      }
    }
    for await (const _ of openContainer(key, endless())) break
    expect(closed).toBe(true)
  })

  test('sizes that are our own mistake are a crash', async () => {
    const none = pieces(new Uint8Array(0))
    await expect(collect(sealContainer(key.subarray(1), salt, none))).rejects.toThrow(RangeError)
    await expect(collect(sealContainer(key, salt.subarray(1), none))).rejects.toThrow(RangeError)
    await expect(collect(sealContainer(key, salt, none, 63))).rejects.toThrow(RangeError)
  })
})
