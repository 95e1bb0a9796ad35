/** BLAKE2b without key (RFC 7693) on the module's compression, and Argon2's hash of any length (§2.4). */
import { bigEndian, join } from '../bytes.ts'
import { ADDRESS, type Argon2Module } from './module.ts'

/** Hashing in one module's memory. */
export interface Blake2b {
  /** BLAKE2b of 1 to 64 bytes. Messages here are far below 2^32 bytes. */
  hash(message: Uint8Array, length: number): Uint8Array
  /** H' (RFC 9106 §3.3): so many bytes. */
  longHash(message: Uint8Array, length: number): Uint8Array
}

const BLOCK = 128
const OUT_MAX = 64

// IV (RFC 7693 §2.6), sixteen words of 32 bits, low halves first.
const IV = [
  ...[0xf3bcc908, 0x6a09e667, 0x84caa73b, 0xbb67ae85, 0xfe94f82b, 0x3c6ef372, 0x5f1d36f1, 0xa54ff53a],
  ...[0xade682d1, 0x510e527f, 0x2b3e6c1f, 0x9b05688c, 0xfb41bd6b, 0x1f83d9ab, 0x137e2179, 0x5be0cd19],
] as const

/** A number in four bytes, little endian, as Argon2 encodes them all. */
export function littleEndian32(value: number): Uint8Array {
  return bigEndian(value, 4).reverse()
}

/** Hashing in this module, whose memory is not going to grow any more. */
export function blake2bIn({ memory, compress }: Argon2Module): Blake2b {
  const words = new Uint32Array(memory.buffer, ADDRESS.state, 32)
  const bytes = new Uint8Array(memory.buffer)

  function hash(message: Uint8Array, length: number): Uint8Array {
    for (let i = 0; i < 16; i++) words[i] = IV[i]!
    words[0]! ^= 0x01010000 ^ length
    for (let at = 0; ; at += BLOCK) {
      const last = at + BLOCK >= message.length
      for (let i = 0; i < 16; i++) words[16 + i] = IV[i]!
      words[24]! ^= last ? message.length : at + BLOCK
      if (last) {
        words[28]! ^= 0xffffffff
        words[29]! ^= 0xffffffff
        bytes.fill(0, ADDRESS.message, ADDRESS.message + BLOCK)
      }
      bytes.set(message.length <= BLOCK ? message : message.subarray(at, at + BLOCK), ADDRESS.message)
      compress(ADDRESS.state, ADDRESS.message, ADDRESS.tweak)
      if (last) return bytes.slice(ADDRESS.state, ADDRESS.state + length)
    }
  }

  function longHash(message: Uint8Array, length: number): Uint8Array {
    const first = join(littleEndian32(length), message)
    if (length <= OUT_MAX) return hash(first, length)
    const output = new Uint8Array(length)
    let piece = hash(first, OUT_MAX)
    let at = 0
    for (; length - at > OUT_MAX; at += 32) {
      output.set(piece, at) // its second half is written over by the next, which is why it is a hash longer
      piece = hash(piece, Math.min(OUT_MAX, length - at - 32))
    }
    output.set(piece, at)
    return output
  }

  return { hash, longHash }
}
