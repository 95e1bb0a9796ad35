/** The log of one replica: what a snapshot stands for, and the entries after it (§5.4, §5.8). Pure functions. */
import type { Plain } from '../boundary.ts'
import type { CryptoPort } from '../crypto.ts'
import { genesis, type Place } from './entry.ts'
import type { Fleet } from './fleet.ts'
import type { AppendEntries, Entry } from './messages.ts'

/** Everything that applying the log up to some index has led to. */
export interface Body {
  /** The vault's own state. */
  readonly state: Plain
  /** Command ids by the index at which they were applied first (§5.7). */
  readonly seen: Readonly<Record<string, number>>
  readonly fleet: Fleet
}

/** Where the log begins: all up to `index` is in `body`; or there is nothing (index 0, body null). */
export interface Base extends Place {
  readonly body: Body | null
}

/** The cell `log`, snapshot and entries in one value. Entry i stands at `entries[i - base.index - 1]`. */
export interface Log {
  readonly base: Base
  readonly entries: readonly Entry[]
}

/** The log of a replica that was never booted. */
export function emptyLog(crypto: CryptoPort): Log {
  return { base: { index: 0, term: 0, chain: genesis(crypto), body: null }, entries: [] }
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

/** The log with more entries at its end. */
export function extended(log: Log, entries: readonly Entry[]): Log {
  return { base: log.base, entries: [...log.entries, ...entries] }
}

/** The log without the entries from an index on. */
export function truncated(log: Log, from: number): Log {
  return { base: log.base, entries: log.entries.slice(0, Math.max(0, from - log.base.index - 1)) }
}

/** The log with all up to an index in a snapshot. */
export function compacted(log: Log, index: number, body: Body): Log {
  const { term, chain } = placeAt(log, index) as Place
  return { base: { index, term, chain, body }, entries: log.entries.slice(index - log.base.index) }
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

/** The first index at which the log holds another entry than these, or null. */
export function conflictAt(log: Log, entries: readonly Entry[]): number | null {
  for (const { index, chain } of entries) {
    const place = placeAt(log, index)
    if (place !== undefined && place.chain !== chain) return index
  }
  return null
}

/** The log after the message: a conflicting suffix goes, what is there already stays (Raft §5.3). */
export function stored(log: Log, entries: readonly Entry[]): Log {
  const conflict = conflictAt(log, entries)
  const kept = conflict === null ? log : truncated(log, conflict)
  const last = lastOf(kept).index
  const fresh = entries.filter(({ index }) => index > last)
  return fresh.length === 0 ? kept : extended(kept, fresh)
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
