/**
 * Byte strings: hex for the port, big-endian numbers, joining, comparing, wiping (§2.5). Nothing here looks at
 * what the bytes mean.
 */

const octets = /^(?:[0-9a-f]{2})*$/

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Lower-case hex of any length. */
export function toHex(bytes: Uint8Array): string {
  let hex = ''
  for (let i = 0; i < bytes.length; i++) hex += HEX[bytes[i]!]
  return hex
}

/** Is this value a string of whole bytes in lower-case hex, the one spelling that the real twin has? */
export function isHex(value: unknown): value is string {
  return typeof value === 'string' && octets.test(value)
}

/** The bytes of lower-case hex, or null: odd length, another alphabet, upper case, no string at all. */
export function fromHex(value: unknown): Uint8Array | null {
  if (!isHex(value)) return null
  const bytes = new Uint8Array(value.length / 2)
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = (digit(value.charCodeAt(2 * i)) << 4) | digit(value.charCodeAt(2 * i + 1))
  }
  return bytes
}

// The regular expression has let only 0-9 and a-f pass.
function digit(code: number): number {
  return code < 58 ? code - 48 : code - 87
}

/** The parts one after another, in fresh memory. */
export function join(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0
  for (const part of parts) length += part.length
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** I2OSP(value, length) of RFC 8017 §4.1: big-endian. `value` is a non-negative safe integer that fits. */
export function bigEndian(value: number, length: number): Uint8Array {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`not a non-negative safe integer: ${value}`)
  const bytes = new Uint8Array(length)
  let rest = value
  for (let i = length - 1; i >= 0; i--) {
    bytes[i] = rest % 256
    rest = Math.floor(rest / 256)
  }
  if (rest !== 0) throw new RangeError(`${value} does not fit ${length} bytes`)
  return bytes
}

/** The number behind big-endian bytes, or null where it exceeds 2^53 - 1. */
export function readBigEndian(bytes: Uint8Array): number | null {
  let value = 0
  for (const byte of bytes) {
    value = value * 256 + byte
    if (value > Number.MAX_SAFE_INTEGER) return null
  }
  return value
}

/**
 * Are these the same bytes? The time depends on the lengths alone: every byte is looked at, and no branch
 * depends on one. What the engine's compiler makes of the loop is not ours to promise (§2.6).
 */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let i = 0; i < a.length; i++) difference |= a[i]! ^ b[i]!
  return difference === 0
}

/** Overwrites with zeros. Best effort: copies that the engine or a library made are out of reach (§2.6). */
export function wipe(...secrets: readonly Uint8Array[]): void {
  for (const secret of secrets) secret.fill(0)
}

const encoder = new TextEncoder()

/** UTF-8 of a constant of ours; for text from outside see `encodeText`. */
export function ascii(constant: string): Uint8Array {
  return encoder.encode(constant)
}
