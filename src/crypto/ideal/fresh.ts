/** Fresh names (§2.7): what a declared draw is. A name speaks for itself: `~`, a word, `:`, its length in bytes. */
import type { Octets } from '../../../spec/boundary.ts'

const unsafe = /[^A-Za-z0-9.-]/
const ESCAPES: Readonly<Record<string, string>> = { '@': ':a', '#': ':r', '~': ':n', '/': ':s', ':': ':c' }
const shape = /^~[a-z0-9][A-Za-z0-9.:-]*:[1-9][0-9]{0,4}$/

// A run draws under one seed and for a few nodes: their parts of the name are worked out once.
const words = new Map<string, string>()
const WORDS_MAX = 1000

/** The name drawn under a seed and a label. Injective: a colon always begins an escape, and `:.` ends the seed. */
export function freshName(seed: string, label: string, bytes: number): Octets {
  const slash = label.lastIndexOf('/') + 1
  return `~d${known(seed)}:.${known(label.slice(0, slash))}${word(label.slice(slash))}:${bytes}` as Octets
}

function known(text: string): string {
  const before = words.get(text)
  if (before !== undefined) return before
  if (words.size >= WORDS_MAX) words.clear()
  const spelled = word(text)
  words.set(text, spelled)
  return spelled
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
