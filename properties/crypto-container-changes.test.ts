/** Whatever is changed in a backup container is noticed (§8.1, BKP-1). About one core-second. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sealContainer } from '../src/crypto/real/container.ts'
import { chunkNonce, writeHeader } from '../src/crypto/real/container-header.ts'
import { primitives } from '../src/crypto/real/primitives.ts'
import { damaged, exactly, RUNS } from './crypto-arbitraries.ts'
import { collect, key, open, pieces, salt, seal } from './crypto-container-streams.ts'

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

  test('an empty last chunk after others, which only the holder of K can write: a file has one spelling', async () => {
    const { header, payloadKey } = writeHeader(key, salt, 64)
    const chunk = (index: number, final: boolean, plaintext: Uint8Array) =>
      primitives.aesGcm.seal(payloadKey, chunkNonce(index, final), new Uint8Array(0), plaintext)
    const first = chunk(0, false, file.subarray(0, 64))
    const build = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat([header, ...parts]))
    expect((await open(build(first, chunk(1, true, file.subarray(64, 65))))).fault).toBe('whole')
    expect((await open(build(first, chunk(1, true, file.subarray(0, 0))))).fault).toBe('damaged')
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
