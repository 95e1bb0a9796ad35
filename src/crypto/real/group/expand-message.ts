/** expand_message_xmd (RFC 9380 §5.3.1), over any digest (§2.3). */
import { bigEndian, join } from '../bytes.ts'
import type { Digest } from './digest.ts'
import { xor } from './octets.ts'

const ZERO = Uint8Array.of(0)

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
  if (blocks > 255) throw new RangeError('expand_message_xmd: more than 255 blocks')
  const suffix = join(domain, bigEndian(domain.length, 1)) // DST_prime
  const padding = new Uint8Array(digest.blockBytes)
  const seed = digest.hash(padding, message, bigEndian(length, 2), ZERO, suffix)
  const output = new Uint8Array(blocks * digest.bytes)
  let previous: Uint8Array = new Uint8Array(digest.bytes)
  for (let i = 1; i <= blocks; i++) {
    previous = digest.hash(xor(seed, previous), bigEndian(i, 1), suffix)
    output.set(previous, (i - 1) * digest.bytes)
  }
  return output.subarray(0, length)
}
