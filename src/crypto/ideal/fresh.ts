/** Fresh names (§2.7): what a declared draw is. A name speaks for itself: `~`, a word, `:`, its length in bytes. */
import type { Octets } from '../../../spec/boundary.ts'

const unsafe = /[^A-Za-z0-9.-]/
const ESCAPES: Readonly<Record<string, string>> = { '@': ':a', '#': ':r', '~': ':n', '/': ':s', ':': ':c' }
const shape = /^~[a-z0-9][A-Za-z0-9.:-]*:[1-9][0-9]{0,4}$/

// A run draws under one seed: its part of the name is worked out once.
let lastSeed = ''
let lastPrefix = '~d:.'

/** The name drawn under a seed and a label. Injective: a colon always begins an escape, and `:.` ends the seed. */
export function freshName(seed: string, label: string, bytes: number): Octets {
  if (seed !== lastSeed) {
    lastSeed = seed
    lastPrefix = `~d${word(seed)}:.`
  }
  return `${lastPrefix}${word(label)}:${bytes}` as Octets
}

function word(text: string): string {
  if (!unsafe.test(text)) return text
  return text.replace(/[^A-Za-z0-9.-]/gu, (c) => ESCAPES[c] ?? `:x${c.codePointAt(0)!.toString(16)}.`)
}

/** The length in bytes of a well-formed name, or undefined: this is no name. At most 99,999. */
export function nameSize(text: string): number | undefined {
  if (text.charCodeAt(0) !== 126 || !shape.test(text)) return undefined
  let size = 0
  let place = 1
  for (let i = text.length - 1; text.charCodeAt(i) !== 58; i--) {
    size += (text.charCodeAt(i) - 48) * place
    place *= 10
  }
  return size
}
