/** The log of one replica: what a snapshot stands for, and the entries after it (§5.4). Pure functions. */
import type { Octets } from '../boundary.ts'
import type { CryptoPort } from '../crypto.ts'
import { chained, type Entry, genesis } from './entry.ts'
import type { AppendEntries, WireEntry } from './messages.ts'

/** Where the log begins: everything up to `index` is in a snapshot, or there is nothing (index 0). */
export interface Base {
  readonly index: number
  readonly term: number
  readonly chain: Octets
}

/** The cell `log`. Entry i stands at `entries[i - base.index - 1]`. */
export interface Log {
  readonly base: Base
  readonly entries: readonly Entry[]
}

/** A place in the log: an entry without its payload. */
export type Place = Base

/** The log of a replica that was never booted. */
export function emptyLog(crypto: CryptoPort): Log {
  return { base: { index: 0, term: 0, chain: genesis(crypto) }, entries: [] }
}

/** The last entry's place, or the base. */
export function lastOf(log: Log): Place {
  return log.entries.at(-1) ?? log.base
}

/** The place at an index; undefined where the log has none, or where it is compacted away. */
export function placeAt(log: Log, index: number): Place | undefined {
  return index === log.base.index ? log.base : log.entries[index - log.base.index - 1]
}

/** The entries after an index, at most so many. */
export function entriesAfter(log: Log, index: number, max: number): readonly Entry[] {
  const from = index - log.base.index
  return log.entries.slice(from, from + max)
}

/** The log with one more entry. */
export function extended(log: Log, entry: Entry): Log {
  return { base: log.base, entries: [...log.entries, entry] }
}

/** Is (term, index) at least as up to date as this log (Raft §5.4.1)? */
export function isUpToDate(log: Log, lastIndex: number, lastTerm: number): boolean {
  const last = lastOf(log)
  return lastTerm > last.term || (lastTerm === last.term && lastIndex >= last.index)
}

/** Does the log hold what comes right before these entries (Raft §5.3)? Below the base all is committed. */
export function matches(log: Log, message: AppendEntries): boolean {
  if (message.prevIndex < log.base.index) return true
  const place = placeAt(log, message.prevIndex)
  return place !== undefined && place.term === message.prevTerm && place.chain === message.prevChain
}

/** The first index at which the log holds another entry than the message, or null. */
export function conflictAt(crypto: CryptoPort, log: Log, message: AppendEntries): number | null {
  let chain = message.prevChain
  for (const entry of message.entries) {
    chain = chained(crypto, chain, entry)
    const place = placeAt(log, entry.index)
    if (place !== undefined && place.chain !== chain) return entry.index
    if (place === undefined && entry.index > log.base.index) return null
  }
  return null
}

/** The log after the message: a conflicting suffix goes, what is there already stays (Raft §5.3). */
export function stored(crypto: CryptoPort, log: Log, message: AppendEntries): Log {
  const conflict = conflictAt(crypto, log, message)
  const kept = conflict === null ? log : truncated(log, conflict)
  const fresh = message.entries.filter((entry) => entry.index > lastOf(kept).index)
  return fresh.length === 0 ? kept : appended(crypto, kept, fresh)
}

/** The log without the entries from an index on. */
export function truncated(log: Log, from: number): Log {
  return { base: log.base, entries: log.entries.slice(0, from - log.base.index - 1) }
}

/** The log with entries from the wire at its end, chained. */
export function appended(crypto: CryptoPort, log: Log, fresh: readonly WireEntry[]): Log {
  const entries = [...log.entries]
  let { chain } = lastOf(log)
  for (const { index, term, digest, payload } of fresh) {
    chain = chained(crypto, chain, { index, term, digest })
    entries.push({ index, term, digest, payload, chain })
  }
  return { base: log.base, entries }
}

/** How far back a leader may go at once: before the first entry of the term that does not match. */
export function hintFor(log: Log, prevIndex: number): number {
  const last = lastOf(log)
  if (prevIndex > last.index) return last.index
  const place = placeAt(log, prevIndex)
  if (place === undefined) return log.base.index
  let index = prevIndex - 1
  while (index > log.base.index && placeAt(log, index)?.term === place.term) index--
  return Math.max(index, log.base.index)
}
