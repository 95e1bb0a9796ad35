/**
 * Structural identity of plain data: a 64-bit hash in two lanes and an exact comparison. Contexts are immutable
 * and share structure, so the hash of each object is kept beside it and only what changed is hashed again.
 * Used for trace hashes and for interning; interning always compares, so that a collision cannot merge states.
 */

/** A hash in two 32-bit lanes. */
export interface Hash {
  readonly high: number
  readonly low: number
}

const cache = new WeakMap<object, Hash>()
const texts = new Map<string, Hash>()
const TEXTS_MAX = 100_000

/** Mixes a 32-bit value into a lane (murmur3's finaliser with two different multipliers). */
function mix(lane: number, value: number, multiplier: number): number {
  let h = Math.imul(lane ^ value, multiplier)
  h ^= h >>> 15
  h = Math.imul(h, 0x2c1b3c6d)
  return h ^ (h >>> 13)
}

/** The hash of a pair (rolling hash, next part). */
export function fold(hash: Hash, part: Hash): Hash {
  return {
    high: mix(mix(hash.high, part.high, 0x85ebca6b), part.low, 0xc2b2ae35),
    low: mix(mix(hash.low, part.low, 0x27d4eb2f), part.high, 0x165667b1),
  }
}

/** The hash of a number: integers up to 2^53 and everything else by its text. */
function hashNumber(value: number): Hash {
  if (!Number.isSafeInteger(value)) return hashText(`n${value}`)
  const top = Math.floor(value / 0x100000000)
  return { high: mix(0x6e756d, value | 0, 0x85ebca6b) ^ top, low: mix(top ^ 0x626572, value | 0, 0x27d4eb2f) }
}

function hashText(text: string): Hash {
  const known = texts.get(text)
  if (known !== undefined) return known
  let high = 0x9e3779b9 ^ text.length
  let low = 0x7f4a7c15 ^ text.length
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    high = Math.imul(high ^ code, 0x85ebca6b)
    high ^= high >>> 15
    low = Math.imul(low ^ code, 0x27d4eb2f)
    low ^= low >>> 13
  }
  const hash = { high: mix(high, low, 0xc2b2ae35), low: mix(low, high, 0x165667b1) }
  if (texts.size > TEXTS_MAX) texts.clear()
  texts.set(text, hash)
  return hash
}

const NULL: Hash = { high: 0x6e756c6c, low: 0x11 }
const TRUE: Hash = { high: 0x74727565, low: 0x22 }
const FALSE: Hash = { high: 0x66616c73, low: 0x33 }
const UNDEFINED: Hash = { high: 0x756e6465, low: 0x44 }

/** The structural hash of JSON-safe data. Key order does not matter; a field that is undefined counts as absent. */
export function hashOf(value: unknown): Hash {
  if (typeof value === 'string') return hashText(value)
  if (typeof value === 'number') return hashNumber(value)
  if (typeof value === 'boolean') return value ? TRUE : FALSE
  if (value === null) return NULL
  if (typeof value !== 'object') return UNDEFINED
  const known = cache.get(value)
  if (known !== undefined) return known
  const hash = Array.isArray(value) ? hashArray(value) : hashObject(value)
  cache.set(value, hash)
  return hash
}

function hashArray(items: readonly unknown[]): Hash {
  let hash: Hash = { high: 0x61727279, low: items.length }
  for (const item of items) hash = fold(hash, hashOf(item))
  return hash
}

// Fields are summed, so that the order in which they were written does not matter.
function hashObject(value: object): Hash {
  let high = 0x6f626a
  let low = 0x656374
  for (const key in value) {
    const item = (value as Record<string, unknown>)[key]
    if (item === undefined) continue
    const field = fold(hashText(key), hashOf(item))
    high = (high + field.high) | 0
    low = (low + field.low) | 0
  }
  return { high: mix(high, low, 0x85ebca6b), low: mix(low, high, 0x27d4eb2f) }
}

/** The hash as 16 lower-case hex digits. */
export function hex(hash: Hash): string {
  return (hash.high >>> 0).toString(16).padStart(8, '0') + (hash.low >>> 0).toString(16).padStart(8, '0')
}

/** Are these two JSON-safe values the same, structurally? Exact. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const left = a as Record<string, unknown>
  const right = b as Record<string, unknown>
  for (const key in left) if (!same(left[key], right[key])) return false
  for (const key in right) if (right[key] !== undefined && left[key] === undefined) return false
  return true
}

/** Keeps one representative of each value, so that equal values become one object. */
export class Interner<T extends object> {
  private readonly buckets = new Map<number, T[]>()
  /** Distinct values so far. */
  size = 0

  /** The representative of this value: the first equal one that was seen. */
  intern(value: T): T {
    const { high, low } = hashOf(value)
    const key = (high >>> 0) * 0x200000 + (low >>> 11)
    const bucket = this.buckets.get(key)
    if (bucket === undefined) {
      this.buckets.set(key, [value])
      this.size++
      return value
    }
    for (const known of bucket) if (same(known, value)) return known
    bucket.push(value)
    this.size++
    return value
  }
}
