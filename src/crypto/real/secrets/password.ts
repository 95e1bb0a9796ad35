/** Passwords as RFC 8265 §4.2 (OpaqueString) prepares them (§8.2.1), so that every keyboard gives the same bytes. */
import { encodeText } from '../encoding.ts'
import { type Reading, read, unread } from './outcome.ts'

/** `disallowed` names the place: a control, unassigned or invisible character, in UTF-16 units of the input. */
export type PasswordError = 'empty' | 'tooLong' | 'disallowed'

/** Longest prepared password in bytes of UTF-8. RFC 9497 could take 65,535. */
export const PASSWORD_BYTES_MAX = 1024

// RFC 8264 §4.3.1 by Unicode categories: letters, marks, numbers, punctuation, symbols and spaces, minus what
// cannot be seen (default ignorable) and the conjoining Hangul letters. Not `\p{C}`: controls, surrogates,
// formats, private use, and unassigned code points, whose normal form is not known yet.
const allowed = /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}]$/u
const invisible = /^[\p{Default_Ignorable_Code_Point}\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb]$/u

/**
 * The bytes that go into OPAQUE: every space becomes U+0020, then NFC, then UTF-8. Case, width and spaces at the
 * ends stay as typed. Stricter than RFC 8265 in one thing: joiners (U+200C, U+200D) are refused everywhere, for
 * where the RFC takes them depends on the script; it is not checked where Katakana dots and the like stand.
 */
export function preparePassword(typed: string): Reading<Uint8Array, PasswordError> {
  let at = 0
  for (const character of typed) {
    if (!allowed.test(character) || invisible.test(character)) return unread('disallowed', at)
    at += character.length
  }
  const bytes = encodeText(typed.replace(/\p{Zs}/gu, ' ').normalize('NFC'))
  if (bytes.length === 0) return unread('empty')
  return bytes.length > PASSWORD_BYTES_MAX ? unread('tooLong') : read(bytes)
}
