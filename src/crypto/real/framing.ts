/**
 * What is hashed, derived and signed, byte by byte (§2.5): each input is a packed list that starts with the use,
 * version and domain, so no two uses can be given the same bytes. The golden transcripts show each of them.
 */
import { ascii } from './bytes.ts'
import { encodeNumber, encodeText, pack } from './encoding.ts'

const HASH = ascii('strongroom hash v1')
const DERIVE = ascii('strongroom derive v1')
const SIGN = ascii('strongroom sign v1')
const DRAW = ascii('strongroom draw v1')

/** What `hash` feeds to SHA-256. */
export function hashInput(domain: string, parts: readonly Uint8Array[]): Uint8Array {
  return pack([HASH, encodeText(domain), ...parts])
}

/** What `derive` gives HKDF-Expand as info. The length is in it: a shorter key is no prefix of a longer one. */
export function deriveInfo(label: string, bytes: number): Uint8Array {
  return pack([DERIVE, encodeText(label), encodeNumber(bytes)])
}

/**
 * What `sign` signs. The empty domain signs the message alone, for bytes that others fixed (§7: a validation
 * bundle, a counter-signature, a checkpoint). A packed list begins with a zero byte and those do not, and no
 * key signs both ways.
 */
export function signInput(domain: string, message: Uint8Array): Uint8Array {
  return domain === '' ? message : pack([SIGN, encodeText(domain), message])
}

/** What a generator hashes for block `block` of a draw. */
export function drawInput(seed: string, label: string, bytes: number, block: number): Uint8Array {
  return pack([DRAW, encodeText(seed), encodeText(label), encodeNumber(bytes), encodeNumber(block)])
}
