/** Log entries, chained by hash over term, index and the digest of the payload (§5.4). (§1.11) */
import type { Octets, Plain } from '../boundary.ts'
import type { CryptoPort } from '../crypto.ts'
import type { Command } from '../tells.ts'
import type { Rules } from './context.ts'
import { type Entry, isCount } from './messages.ts'

/** Deeper payloads are refused; ours have a depth of three. */
const DEPTH_MAX = 16

/** A place in the log: an entry without its payload. */
export interface Place {
  readonly index: number
  readonly term: number
  readonly chain: Octets
}

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

// What was computed once for an immutable object need not be computed again; each twin has its own table.
const digests = new WeakMap<CryptoPort, WeakMap<Command, Octets>>()
const chains = new WeakMap<CryptoPort, WeakMap<Entry, Octets>>()

function memo<K extends WeakKey>(tables: WeakMap<CryptoPort, WeakMap<K, Octets>>, crypto: CryptoPort) {
  let table = tables.get(crypto)
  if (table === undefined) {
    table = new WeakMap<K, Octets>()
    tables.set(crypto, table)
  }
  return table
}

/** The digest of a payload, 32 bytes; null for what is no command of ours. */
export function digestOf(crypto: CryptoPort, payload: unknown): Octets | null {
  if (payload === null) return crypto.hash('log.payload', [packed(crypto, null)])
  if (typeof payload !== 'object') return null
  const known = memo(digests, crypto).get(payload as Command)
  if (known !== undefined) return known
  if (!isCommand(payload)) return null
  const digest = crypto.hash('log.payload', [packed(crypto, payload)])
  memo(digests, crypto).set(payload, digest)
  return digest
}

function isCommand(value: unknown): value is Command {
  if (Array.isArray(value) || !isPlain(value, DEPTH_MAX)) return false
  const command = value as Readonly<Record<string, unknown>>
  return typeof command.id === 'string' && typeof command.do === 'string'
}

/** Is this JSON-safe data, no deeper than so? */
export function isPlain(value: unknown, depth: number): value is Plain {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return true
  if (typeof value === 'number') return Number.isFinite(value)
  return (
    typeof value === 'object' && depth > 0 && Object.values(value).every((item) => isPlain(item, depth - 1))
  )
}

/** The chain before the first entry, 32 bytes. */
export function genesis(crypto: CryptoPort): Octets {
  return crypto.hash('log.genesis', [])
}

/** The chain of an entry that follows `previous`, 32 bytes. */
export function chained(
  crypto: CryptoPort,
  previous: Octets,
  { term, index, digest }: Omit<Entry, 'chain'>,
): Octets {
  return crypto.hash('log.entry', [crypto.number(term), crypto.number(index), digest, previous])
}

/** A new entry at the end of a chain. Throws on a payload that is no command: a defect of who proposes it. */
export function entryAfter(
  crypto: CryptoPort,
  previous: Place,
  term: number,
  payload: Command | null,
): Entry {
  const digest = digestOf(crypto, payload)
  if (digest === null) throw new Error('defect: proposed what is no command')
  const entry = { index: previous.index + 1, term, digest, payload }
  return { ...entry, chain: chained(crypto, previous.chain, entry) }
}

/** Is this value, from a hostile message, the entry that may follow `previous`, of at most this term and size? */
export function follows(
  { crypto, tuning }: Pick<Rules, 'crypto' | 'tuning'>,
  previous: Place,
  value: unknown,
  termMax: number,
): value is Entry {
  if (typeof value !== 'object' || value === null) return false
  const entry = value as Entry
  if (entry.index !== previous.index + 1 || !isCount(entry.term)) return false
  if (entry.term < previous.term || entry.term > termMax) return false
  if (memo(chains, crypto).get(entry) === previous.chain) return true
  if (entry.digest !== digestOf(crypto, entry.payload)) return false
  if (crypto.size(packed(crypto, entry.payload)) > tuning.commandBytesMax) return false
  if (entry.chain !== chained(crypto, previous.chain, entry)) return false
  memo(chains, crypto).set(entry, previous.chain)
  return true
}

/** Do these entries chain on from a place? Looks at digests alone: payloads may have been dropped. */
export function chainHolds(crypto: CryptoPort, from: Place, entries: readonly Entry[]): boolean {
  let previous = from
  return entries.every((entry) => {
    const holds = entry.index === previous.index + 1 && entry.chain === chained(crypto, previous.chain, entry)
    previous = entry
    return holds
  })
}
