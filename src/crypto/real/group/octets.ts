/** The encodings that RFC 9497 and RFC 9807 share: lengths in two bytes, and exclusive or (§2.1). */
import { join } from '../bytes.ts'

/** I2OSP(length of a part, 2); a part of 65,536 bytes or more is a defect of ours. */
export function lengthOf(part: Uint8Array): Uint8Array {
  if (part.length > 0xffff) throw new RangeError('a length does not fit into two bytes')
  return Uint8Array.of(part.length >> 8, part.length & 0xff)
}

/** A part with its length before it in two bytes; a part of 65,536 bytes or more is a defect of ours. */
export function prefixed(part: Uint8Array): Uint8Array {
  return join(lengthOf(part), part)
}

/** Bytewise exclusive or of two strings of one length, in fresh memory. */
export function xor(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length !== b.length) throw new RangeError('exclusive or of unequal lengths')
  const out = new Uint8Array(a.length)
  for (let i = 0; i < a.length; i++) out[i] = a[i]! ^ b[i]!
  return out
}
