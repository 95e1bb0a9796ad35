/**
 * Key stretching as a client decides on it (§2.4): which parameters are well formed, which a client accepts from
 * a server, and how they enter what is authenticated. Computing is the port's affair.
 */
import type { Octets } from './boundary.ts'
import type { CryptoPort, Stretch } from './crypto.ts'

/** What a new record gets: RFC 9807 §7's scrypt, 32 MiB, which a phone and every backend can run. */
export const STRETCH_DEFAULT: Stretch = { name: 'scrypt', n: 32_768, r: 8, p: 1 }

/** RFC 9807 §7's Argon2id: 2 GiB. A phone cannot; a client asks for it with a ceiling of its own. */
export const STRETCH_RFC_9807: Stretch = { name: 'argon2id', memoryKiB: 2_097_152, passes: 1, lanes: 4 }

/** What a client takes from a server: memory in KiB per guess, and work in KiB filled per guess. */
export interface StretchBounds {
  /** Less memory than this is refused, so that a server cannot make guessing cheaper. */
  readonly memoryKiBMin: number
  /** Less memory times passes than this is refused. */
  readonly workKiBMin: number
  /** More memory than this is refused, so that a server cannot make a phone fall over. */
  readonly memoryKiBMax: number
  /** More memory times passes than this is refused. */
  readonly workKiBMax: number
}

/** The product's bounds: nothing below OWASP's Argon2id (19 MiB, two passes), nothing above 256 MiB or 1 GiB of work. */
export const STRETCH_BOUNDS: StretchBounds = {
  memoryKiBMin: 19_456,
  workKiBMin: 32_768,
  memoryKiBMax: 262_144,
  workKiBMax: 1_048_576,
}

/** `accepted`, or why not: `malformed` is no stretching at all, `tooWeak` a downgrade (REC-4), `tooCostly` a trap. */
export type StretchVerdict = 'accepted' | 'malformed' | 'tooWeak' | 'tooCostly'

/** The parameters in a value from a hostile message, rebuilt field by field, or null where they are not well formed. */
export function parseStretch(value: unknown): Stretch | null {
  if (typeof value !== 'object' || value === null) return null
  const given = value as Readonly<Record<string, unknown>>
  if (given.name === 'identity') return { name: 'identity' }
  if (given.name === 'scrypt') {
    const { n, r, p } = given
    if (!within(n, 2, 2 ** 24) || !within(r, 1, 64) || !within(p, 1, 64)) return null
    // RFC 7914 §2: a power of two.
    return (n & (n - 1)) === 0 ? { name: 'scrypt', n, r, p } : null
  }
  if (given.name !== 'argon2id') return null
  const { memoryKiB, passes, lanes } = given
  if (!within(memoryKiB, 8, 2 ** 22) || !within(passes, 1, 1024) || !within(lanes, 1, 64)) return null
  // RFC 9106 §3.1: at least 8 KiB a lane.
  return memoryKiB >= 8 * lanes ? { name: 'argon2id', memoryKiB, passes, lanes } : null
}

function within(value: unknown, min: number, max: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
}

/** What one guess costs: KiB of memory, and KiB filled altogether. Scrypt fills its memory once for each of p. */
export function stretchCost(stretch: Stretch): { readonly memoryKiB: number; readonly workKiB: number } {
  if (stretch.name === 'identity') return { memoryKiB: 0, workKiB: 0 }
  if (stretch.name === 'argon2id')
    return { memoryKiB: stretch.memoryKiB, workKiB: stretch.memoryKiB * stretch.passes }
  const memoryKiB = (stretch.n * stretch.r) / 8
  return { memoryKiB, workKiB: memoryKiB * stretch.p }
}

/** May a client stretch with what a server, who may lie, offers? Asked before the password is touched. */
export function judgeStretch(bounds: StretchBounds, offered: unknown): StretchVerdict {
  const stretch = parseStretch(offered)
  if (stretch === null) return 'malformed'
  const { memoryKiB, workKiB } = stretchCost(stretch)
  if (memoryKiB < bounds.memoryKiBMin || workKiB < bounds.workKiBMin) return 'tooWeak'
  return memoryKiB > bounds.memoryKiBMax || workKiB > bounds.workKiBMax ? 'tooCostly' : 'accepted'
}

/** The parameters as part of RFC 9807's `context`, so that both sides' MACs cover them. Injective. */
export function stretchOctets(crypto: CryptoPort, stretch: Stretch): Octets {
  const name = crypto.text(stretch.name)
  if (stretch.name === 'identity') return crypto.pack([name])
  const { n, r, p } = stretch.name === 'scrypt' ? stretch : argon2Numbers(stretch)
  return crypto.pack([name, crypto.number(n), crypto.number(r), crypto.number(p)])
}

function argon2Numbers(stretch: Stretch & { name: 'argon2id' }) {
  return { n: stretch.memoryKiB, r: stretch.passes, p: stretch.lanes }
}
