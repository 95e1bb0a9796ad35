/** Log entries, chained by hash over term, index and the digest of the payload (§5.4). */
import type { Octets, Plain } from '../boundary.ts'
import type { CryptoPort } from '../crypto.ts'
import type { Command } from '../tells.ts'
import { isCount, type WireEntry } from './messages.ts'

/**
 * One entry. `digest` stands for the payload, `chain` for the entry and all before it; so a payload can be
 * dropped (null) and the chain still holds. A leader's no-op has the payload null as well, and NO_OP's digest.
 */
export interface Entry extends WireEntry {
  readonly chain: Octets
}

/** Deeper payloads are refused; ours have a depth of three. */
const DEPTH_MAX = 16

/** Plain data as one injective octet string, identifiers and octets kept whole inside. */
export function packed(crypto: CryptoPort, value: Plain): Octets {
  if (typeof value === 'string') {
    return crypto.isOctets(value)
      ? crypto.pack([crypto.text('octets'), value])
      : crypto.pack([crypto.text('text'), crypto.text(value)])
  }
  if (typeof value === 'number' && isCount(value))
    return crypto.pack([crypto.text('number'), crypto.number(value)])
  if (value === null || typeof value !== 'object') return crypto.pack([crypto.text(String(value))])
  if (Array.isArray(value)) {
    return crypto.pack([crypto.text('list'), ...value.map((item: Plain) => packed(crypto, item))])
  }
  const table = value as { readonly [key: string]: Plain }
  const fields = Object.keys(table).sort()
  return crypto.pack([
    crypto.text('table'),
    ...fields.flatMap((key) => [crypto.text(key), packed(crypto, table[key] as Plain)]),
  ])
}

/** The digest of a payload, 32 bytes. */
export function digestOf(crypto: CryptoPort, payload: Command | null): Octets {
  return crypto.hash('log.payload', [packed(crypto, payload)])
}

/** The chain before the first entry, 32 bytes. */
export function genesis(crypto: CryptoPort): Octets {
  return crypto.hash('log.genesis', [])
}

/** The chain of an entry that follows `previous`, 32 bytes. */
export function chained(crypto: CryptoPort, previous: Octets, entry: Omit<WireEntry, 'payload'>): Octets {
  return crypto.hash('log.entry', [
    crypto.number(entry.term),
    crypto.number(entry.index),
    entry.digest,
    previous,
  ])
}

/** A new entry at the end of a chain. */
export function entryAfter(
  crypto: CryptoPort,
  previous: { readonly index: number; readonly chain: Octets },
  term: number,
  payload: Command | null,
): Entry {
  const wire = { index: previous.index + 1, term, digest: digestOf(crypto, payload), payload }
  return { ...wire, chain: chained(crypto, previous.chain, wire) }
}

/** Is this value, from a hostile message, an entry with this index, at most this term, and its own digest? */
export function isWireEntry(
  crypto: CryptoPort,
  value: unknown,
  index: number,
  termMin: number,
  termMax: number,
): value is WireEntry {
  if (typeof value !== 'object' || value === null) return false
  const entry = value as Readonly<Record<string, unknown>>
  return (
    entry.index === index &&
    isCount(entry.term) &&
    entry.term >= termMin &&
    entry.term <= termMax &&
    isPayload(entry.payload) &&
    entry.digest === digestOf(crypto, entry.payload)
  )
}

function isPayload(value: unknown): value is Command | null {
  if (value === null) return true
  if (typeof value !== 'object' || Array.isArray(value)) return false
  const command = value as Readonly<Record<string, unknown>>
  return typeof command.id === 'string' && typeof command.do === 'string' && isPlain(value, DEPTH_MAX)
}

/** Is this JSON-safe data, no deeper than so? */
export function isPlain(value: unknown, depth: number): value is Plain {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return true
  if (typeof value === 'number') return Number.isFinite(value)
  return (
    typeof value === 'object' && depth > 0 && Object.values(value).every((item) => isPlain(item, depth - 1))
  )
}
