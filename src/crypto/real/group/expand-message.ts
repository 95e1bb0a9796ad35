/** expand_message_xmd (RFC 9380 §5.3.1), over any digest (§2.3). */
import type { Digest } from './digest.ts'
import { xor } from './octets.ts'

const PADDING = { 64: new Uint8Array(64), 128: new Uint8Array(128) } // Z_pad, by the length of a block

/**
 * `length` bytes, at most 255 digests, out of a message of any length. `domain` has at most 255 bytes: all of
 * ours do, and more is a defect.
 */
export function expandMessage(
  digest: Digest,
  message: Uint8Array,
  domain: Uint8Array,
  length: number,
): Uint8Array {
  const blocks = Math.ceil(length / digest.bytes)
  if (blocks > 255 || domain.length > 255) throw new RangeError('expand_message_xmd: above its limits')
  const lengths = Uint8Array.of(length >> 8, length & 0xff, 0)
  const tail = Uint8Array.of(domain.length) // the end of DST_prime
  const seed = digest.hash(PADDING[digest.blockBytes], message, lengths, domain, tail)
  let block = digest.hash(seed, Uint8Array.of(1), domain, tail)
  if (blocks === 1) return block.subarray(0, length)
  const output = new Uint8Array(blocks * digest.bytes)
  output.set(block)
  for (let i = 2; i <= blocks; i++) {
    block = digest.hash(xor(seed, block), Uint8Array.of(i), domain, tail)
    output.set(block, (i - 1) * digest.bytes)
  }
  return output.subarray(0, length)
}
