/** The backup container (§8.1, BKP-1). About one core-second. */
import { createDecipheriv, createHash, createHmac, hkdfSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openContainer, sealContainer } from '../src/crypto/real/container.ts'
import {
  CONTAINER_HEADER_BYTES,
  ContainerError,
  type ContainerFault,
} from '../src/crypto/real/container-header.ts'
import { bytes, damaged, exactly, RUNS } from './crypto-arbitraries.ts'

const key = new Uint8Array(32).map((_, i) => i)
const salt = new Uint8Array(32).map((_, i) => 0xa0 + i)

async function* pieces(whole: Uint8Array, size = 1_000_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size)
}

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const part of stream) parts.push(Uint8Array.from(part))
  return new Uint8Array(Buffer.concat(parts))
}

const seal = (plaintext: Uint8Array, chunk = 64) =>
  collect(sealContainer(key, salt, pieces(plaintext), chunk))

/** What a reader gets: everything yielded, and how it ended. */
async function open(container: Uint8Array, withKey = key, size?: number) {
  const parts: Uint8Array[] = []
  let fault: ContainerFault | 'whole' = 'whole'
  try {
    for await (const part of openContainer(withKey, pieces(container, size))) parts.push(part)
  } catch (error) {
    if (!(error instanceof ContainerError)) throw error
    fault = error.fault
  }
  return { plaintext: new Uint8Array(Buffer.concat(parts)), fault }
}

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
    expect(createHash('sha256').update(container).digest('hex')).toMatchInlineSnapshot(`"e59c924ccafda33c022e3911d0fed24beed46feb83f14140924a39a308f828d9"`)
    expect((await open(container)).plaintext).toEqual(file)
  })
})

describe('whatever is changed is noticed, and nothing is yielded that the writer did not write there', () => {
  const file = new Uint8Array(200).map((_, i) => i)

  test('one random change', async () => {
    const container = await seal(file)
    await fc.assert(
      fc.asyncProperty(damaged(container), fc.integer({ min: 1, max: 300 }), async (changed, piece) => {
        const { plaintext, fault } = await open(changed, key, piece)
        expect(fault).not.toBe('whole')
        expect(plaintext).toEqual(file.subarray(0, plaintext.length))
      }),
      { ...RUNS, numRuns: 400 },
    )
  })

  test('every single bit of header and first chunk', async () => {
    const container = await seal(file.subarray(0, 70))
    for (let bit = 0; bit < 8 * container.length; bit++) {
      const changed = Uint8Array.from(container)
      changed[bit >> 3]! ^= 1 << (bit & 7)
      const { plaintext, fault } = await open(changed)
      const place = bit >> 3
      if (place < 8) expect(fault).toBe('notAContainer')
      else if (place < 12) expect(fault).toBe('unsupported')
      else if (place < 16) expect(['unsupported', 'wrongKey']).toContain(fault)
      else expect(fault).toBe(place < 80 ? 'wrongKey' : 'damaged')
      expect(plaintext).toEqual(file.subarray(0, place < 160 ? 0 : 64))
    }
  })

  test('a cut at every length', async () => {
    const container = await seal(file)
    for (let length = 0; length < container.length; length++) {
      const { plaintext, fault } = await open(container.subarray(0, length))
      const inside = length > 80 ? (length - 80) % 80 : 0
      // Less than a tag, or nothing, of the next chunk proves a cut; inside a chunk it looks like damage.
      expect(fault).toBe(length <= 80 || inside < 16 ? 'truncated' : 'damaged')
      // The chunk before a bare cut was sealed as not the last, so it is not handed out as the last.
      const whole = Math.max(0, Math.ceil((length - 80) / 80) - 1)
      expect(plaintext.length).toBe(64 * whole)
    }
  })

  test('chunks in another order, doubled, left out, or out of another container of the same key', async () => {
    const container = await seal(file)
    const other = await collect(
      sealContainer(
        key,
        salt.map((b) => b ^ 1),
        pieces(file),
        64,
      ),
    )
    const at = (i: number) => container.subarray(80 + 80 * i, 160 + 80 * i)
    const build = (...parts: Uint8Array[]) =>
      new Uint8Array(Buffer.concat([container.subarray(0, 80), ...parts]))
    expect((await open(build(at(1), at(0), at(2), at(3)))).fault).toBe('damaged')
    expect((await open(build(at(0), at(0), at(2), at(3)))).fault).toBe('damaged')
    expect((await open(build(at(0), at(2), at(3)))).fault).toBe('damaged')
    expect((await open(build(at(0), at(1), at(3)))).fault).toBe('damaged')
    expect((await open(build(at(0), at(1), at(2), at(3)))).fault).toBe('whole')
    expect((await open(build(other.subarray(80)))).fault).toBe('damaged')
  })

  test('bytes after the end', async () => {
    const full = await seal(file.subarray(0, 128))
    expect((await open(new Uint8Array([...full, 0]))).fault).toBe('trailing')
    expect((await open(new Uint8Array([...full, ...full]))).fault).toBe('trailing')
    const partial = await seal(file)
    expect((await open(new Uint8Array([...partial, 0]))).fault).toBe('damaged')
  })
})

describe('a container commits to its key', () => {
  const file = new TextEncoder().encode('the same words under two keys')
  const otherKey = key.map((b) => b ^ 0x55)

  test('another key is refused before a chunk is looked at', async () => {
    expect(await open(await seal(file), otherKey)).toEqual({
      plaintext: new Uint8Array(0),
      fault: 'wrongKey',
    })
  })

  test('chunks that are authentic under a second key do not help', async () => {
    const mine = await seal(file)
    const theirs = await collect(sealContainer(otherKey, salt, pieces(file), 64))
    const mixed = new Uint8Array([...mine.subarray(0, 80), ...theirs.subarray(80)])
    expect((await open(mixed, otherKey)).fault).toBe('wrongKey')
    expect((await open(mixed, key)).fault).toBe('damaged')
  })

  test('any two keys and salts give headers that differ', async () => {
    const header = async (k: Uint8Array, s: Uint8Array) =>
      Buffer.from((await collect(sealContainer(k, s, pieces(file)))).subarray(48, 80)).toString('hex')
    await fc.assert(
      fc.asyncProperty(exactly(32), exactly(32), exactly(32), async (a, b, s) => {
        const same = Buffer.from(a).equals(b)
        expect((await header(a, s)) === (await header(b, s))).toBe(same)
      }),
      { ...RUNS, numRuns: 60 },
    )
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
