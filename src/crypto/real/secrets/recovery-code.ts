/**
 * The 40-character recovery code (§8.2.3). Alphabet, look-alikes and the split into 1 + 1 + 34 + 4 symbols are
 * Meta's (Labyrinth whitepaper); the order of the symbols' values and the check code are ours.
 */
import { encodeText } from '../encoding.ts'
import { CHECK_SYMBOLS, checkSymbols, correct } from './gf32.ts'
import { type Reading, read, unread } from './outcome.ts'

const ALPHABET = 'ACDEFHJKLMNPQRSTUVWXYZ0123456789'
// Letters that the alphabet leaves out, read as what they look like.
const LOOK_ALIKES: Readonly<Record<string, string>> = { B: '8', G: 'C', I: '1', O: '0' }

/** Symbols altogether; the one version there is. */
export const CODE_SYMBOLS = 40
export const CODE_VERSION = 0
/** A draw of so many bytes gives the 170 bits of entropy; the last six bits are not used. */
export const CODE_DRAW_BYTES = 22
const ENTROPY_SYMBOLS = 34

/**
 * `length`: not 40 symbols; `character`: one that nobody reads as a symbol; `check`: more is wrong than the check
 * symbols can set right; `version`: a code of another age.
 */
export type CodeError = 'length' | 'character' | 'check' | 'version'

/** A code that was read. */
export interface RecoveryCode {
  /** 0 to 31: which of a user's codes this is. */
  readonly identifier: number
  /** 22 bytes, the last six bits zero. */
  readonly entropy: Uint8Array
  /** What goes into OPAQUE as the password: the 40 symbols, in ASCII. */
  readonly secret: Uint8Array
  /** Places, from 0, that were wrong or unreadable and have been set right: show them to the user. */
  readonly corrected: readonly number[]
}

/** A code from 22 drawn bytes: ten groups of four symbols, with spaces between them. */
export function writeRecoveryCode(identifier: number, draw: Uint8Array): string {
  if (!Number.isInteger(identifier) || identifier < 0 || identifier > 31) throw new RangeError('0 to 31')
  if (draw.length !== CODE_DRAW_BYTES) throw new RangeError('a recovery code takes 22 drawn bytes')
  const data = [CODE_VERSION, identifier, ...symbolsOf(draw)]
  return spell([...data, ...checkSymbols(data)])
    .match(/.{4}/g)!
    .join(' ')
}

/**
 * Reads a typed code. Case, spaces and hyphens do not count; `?` stands for a symbol that the user cannot read.
 * One wrong symbol is set right, or three unreadable ones, or one of each; with all readable, two wrong ones are
 * always noticed.
 * Of more, about one in 800 passes for a code that it is not: (1 + 40 · 31) / 32^4.
 */
export function readRecoveryCode(typed: string): Reading<RecoveryCode, CodeError> {
  const symbols: (number | null)[] = []
  let at = 0
  for (const character of typed) {
    const upper = character.toUpperCase()
    const value = ALPHABET.indexOf(LOOK_ALIKES[upper] ?? upper)
    if (character === '?') symbols.push(null)
    else if (/[A-Za-z0-9]/.test(character)) symbols.push(value)
    else if (!/[\s-]/.test(character)) return unread('character', at)
    at += character.length
  }
  if (symbols.length !== CODE_SYMBOLS) return unread('length')
  const correction = correct(symbols)
  if (correction === null) return unread('check')
  const [version, identifier, ...rest] = correction.word
  if (version !== CODE_VERSION) return unread('version')
  return read({
    identifier: identifier!,
    entropy: bytesOf(rest.slice(0, -CHECK_SYMBOLS)),
    secret: encodeText(spell(correction.word)),
    corrected: correction.corrected,
  })
}

function spell(symbols: readonly number[]): string {
  return symbols.map((symbol) => ALPHABET[symbol]).join('')
}

// Five bits a symbol, first bit first.
function symbolsOf(draw: Uint8Array): number[] {
  return Array.from({ length: ENTROPY_SYMBOLS }, (_, i) => {
    const bit = 5 * i
    const window = (draw[bit >> 3]! << 8) | (draw[(bit >> 3) + 1] ?? 0)
    return (window >> (11 - (bit & 7))) & 31
  })
}

function bytesOf(symbols: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(CODE_DRAW_BYTES)
  symbols.forEach((symbol, i) => {
    const bit = 5 * i
    const window = symbol << (11 - (bit & 7))
    bytes[bit >> 3]! |= window >> 8
    if (window & 0xff) bytes[(bit >> 3) + 1]! |= window & 0xff
  })
  return bytes
}
