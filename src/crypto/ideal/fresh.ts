/** Fresh names (§2.7): what a declared draw is. A name speaks for itself: `~`, a word, `:`, its length in bytes. */
import type { Octets } from '../../../spec/boundary.ts'

const unsafe = /[^A-Za-z0-9.-]/
const ESCAPES: Readonly<Record<string, string>> = { '@': ':a', '#': ':r', '~': ':n', '/': ':s', ':': ':c' }
const MAX_BYTES = 0xffff

/** The name drawn under a seed and a label. Injective: a colon always begins an escape, and `:.` ends the seed. */
export function freshName(seed: string, label: string, bytes: number): Octets {
  return `~d${word(seed)}:.${word(label)}:${bytes}` as Octets
}

function word(text: string): string {
  if (!unsafe.test(text)) return text
  return text.replace(/[^A-Za-z0-9.-]/gu, (c) => ESCAPES[c] ?? `:x${c.codePointAt(0)!.toString(16)}.`)
}

/** The length in bytes of a well-formed name, or undefined: this is no name. At most 65,535. */
export function nameSize(text: string): number | undefined {
  if (text.charCodeAt(0) !== 126) return undefined
  let size = 0
  let place = 1
  let i = text.length - 1
  for (; i > 1; i--) {
    const digit = text.charCodeAt(i) - 48
    if (digit < 0 || digit > 9) break
    size += digit * place
    place *= 10
  }
  const shaped = text.charCodeAt(i) === 58 && i > 1 && place > 1 && size <= MAX_BYTES
  return shaped && text.charCodeAt(i + 1) !== 48 && wordAt(text, i) ? size : undefined
}

// The word: a lower-case letter or digit, then letters, digits, `.`, `:` and `-`, as names.ts has identifiers.
function wordAt(text: string, end: number): boolean {
  for (let i = 1; i < end; i++) {
    const c = text.charCodeAt(i)
    const plain = (c >= 97 && c <= 122) || (c >= 48 && c <= 57)
    if (!plain && (i === 1 || !((c >= 65 && c <= 90) || c === 46 || c === 58 || c === 45))) return false
  }
  return true
}
