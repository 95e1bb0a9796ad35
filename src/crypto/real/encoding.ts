/** The port's encoding (§2.5): text, lists of byte strings, and numbers, each with one spelling only. */
import { bigEndian, join, readBigEndian } from './bytes.ts'

const encoder = new TextEncoder()
const loneSurrogate = /\p{Surrogate}/u
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * UTF-8. A lone surrogate, which a hostile message can carry and UTF-8 cannot, becomes the three bytes that
 * its code point would have: distinct strings keep distinct bytes, and `decodeText` refuses them.
 */
export function encodeText(value: string): Uint8Array {
  if (!loneSurrogate.test(value)) return encoder.encode(value)
  const parts: Uint8Array[] = []
  for (const symbol of value) {
    const code = symbol.codePointAt(0)!
    const lone = code >= 0xd800 && code <= 0xdfff
    parts.push(
      lone
        ? Uint8Array.of(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
        : encoder.encode(symbol),
    )
  }
  return join(...parts)
}

/** The text behind UTF-8, or null: not the shortest form, a surrogate, cut short, out of range. */
export function decodeText(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes)
  } catch {
    // A fatal TextDecoder has no other way to say that these bytes are not UTF-8.
    return null
  }
}

const COUNT_BYTES = 4
const LENGTH_BYTES = 4

/** `count (4 bytes) { length (4 bytes) bytes }*`, big-endian. Injective: the lengths come before what they measure. */
export function pack(parts: readonly Uint8Array[]): Uint8Array {
  const pieces: Uint8Array[] = [bigEndian(parts.length, COUNT_BYTES)]
  for (const part of parts) pieces.push(bigEndian(part.length, LENGTH_BYTES), part)
  return join(...pieces)
}

/** The parts, or null: cut short, bytes left over, or a count that the bytes cannot hold. */
export function unpack(packed: Uint8Array): readonly Uint8Array[] | null {
  if (packed.length < COUNT_BYTES) return null
  const count = readBigEndian(packed.subarray(0, COUNT_BYTES))!
  let at = COUNT_BYTES
  // Checked before anything is allocated: a count is a promise of so many length fields.
  if (count > (packed.length - at) / LENGTH_BYTES) return null
  const parts: Uint8Array[] = []
  for (let i = 0; i < count; i++) {
    if (packed.length - at < LENGTH_BYTES) return null
    const length = readBigEndian(packed.subarray(at, at + LENGTH_BYTES))!
    at += LENGTH_BYTES
    if (packed.length - at < length) return null
    parts.push(packed.slice(at, at + length))
    at += length
  }
  return at === packed.length ? parts : null
}

/** Bytes of an encoded number. */
export const NUMBER_BYTES = 8

/** A non-negative safe integer, 8 bytes, big-endian. */
export function encodeNumber(value: number): Uint8Array {
  return bigEndian(value, NUMBER_BYTES)
}

/** The number, or null: another length, or above 2^53 - 1. */
export function decodeNumber(bytes: Uint8Array): number | null {
  return bytes.length === NUMBER_BYTES ? readBigEndian(bytes) : null
}
