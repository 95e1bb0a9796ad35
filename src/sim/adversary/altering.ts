/**
 * What a network may make of a message that it can read (A1): one field is junk, or another message's, or off by
 * one. Nothing is guessed: what is sealed or signed stays so.
 */
import type { Message, Octets } from '../../../spec/boundary.ts'
import type { CryptoPort } from '../../../spec/crypto.ts'

/** One change of one field. */
export interface Alteration {
  readonly path: readonly string[]
  /** `junk`: octets of the same size that nobody ever saw. */
  readonly make: 'junk' | 'theirs' | 'other'
  readonly value?: unknown
}

/** More changes than this of one message are not tried. */
export const ALTERATIONS_MAX = 64

function fieldAt(value: unknown, path: readonly string[]): unknown {
  let found = value
  for (const key of path) {
    if (typeof found !== 'object' || found === null) return undefined
    found = (found as Record<string, unknown>)[key]
  }
  return found
}

/** The alterations of a message, in a stable order; `seen` are others that went the same way, oldest first. */
export function alterationsOf(
  crypto: CryptoPort,
  message: Message,
  seen: readonly Message[],
): readonly Alteration[] {
  const found: Alteration[] = []
  const walk = (value: unknown, path: readonly string[]) => {
    if (crypto.isOctets(value)) {
      found.push({ path, make: 'junk' })
      const theirs = latestOther(seen, path, value)
      if (theirs !== undefined) found.push({ path, make: 'theirs', value: theirs })
    } else if (typeof value === 'number') found.push({ path, make: 'other', value: value + 1 })
    else if (typeof value === 'boolean') found.push({ path, make: 'other', value: !value })
    else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) walk(item, [...path, key])
    }
  }
  walk(message, [])
  return found.slice(0, ALTERATIONS_MAX)
}

function latestOther(seen: readonly Message[], path: readonly string[], value: unknown): unknown {
  for (let i = seen.length - 1; i >= 0; i--) {
    const other = fieldAt(seen[i], path)
    if (typeof other === 'string' && other !== value) return other
  }
  return undefined
}

/** The message with one alteration; `junk` makes octets of a size. */
export function altered(
  crypto: CryptoPort,
  message: Message,
  { path, make, value }: Alteration,
  junk: (bytes: number) => Octets,
): Message {
  const put = (part: unknown, [key, ...rest]: readonly string[]): unknown => {
    if (key === undefined) return make === 'junk' ? junk(crypto.size(part as Octets)) : value
    const next = { ...(part as Record<string, unknown>), [key]: put(fieldAt(part, [key]), rest) }
    return Array.isArray(part) ? Object.values(next) : next
  }
  return put(message, path) as Message
}
