/** The 64-digit key (§8.2.2): K itself in the user's hands, as 64 hexadecimal digits. The vault is not involved. */
import { fromHex, toHex } from '../bytes.ts'
import { type Reading, read, unread } from './outcome.ts'

/** Not 64 digits, or a character that is no hexadecimal digit, with its place. */
export type DigitKeyError = 'length' | 'character'

/** Digits of a key, and bytes of K. */
export const DIGIT_KEY_DIGITS = 64
const KEY_BYTES = 32

/** Sixteen groups of four lower-case digits with a space between them. */
export function writeDigitKey(key: Uint8Array): string {
  if (key.length !== KEY_BYTES) throw new RangeError('K has 32 bytes')
  return toHex(key).match(/.{4}/g)!.join(' ')
}

/**
 * K again. Spaces, line ends and hyphens do not count, nor does case. There is no check digit, for K is all that
 * the digits are: a mistyped one is noticed by the backup's header (`wrongKey`, §8.1).
 */
export function readDigitKey(typed: string): Reading<Uint8Array, DigitKeyError> {
  let digits = ''
  let at = 0
  for (const character of typed) {
    if (/[0-9a-fA-F]/.test(character)) digits += character.toLowerCase()
    else if (!/[\s-]/.test(character)) return unread('character', at)
    at += character.length
  }
  return digits.length === DIGIT_KEY_DIGITS ? read(fromHex(digits)!) : unread('length')
}
