/** What replicas say to each other (§5.3), and whether what came has the shape of it. Hostile input. */
import type { Message, Octets, Plain } from '../boundary.ts'
import type { CryptoPort } from '../crypto.ts'
import type { Command } from '../tells.ts'
import type { Admission } from './members.ts'
import { isPart } from './snapshot.ts'

/** A candidate asks for a vote (Raft §5.2). `lastIndex` and `lastTerm` describe its log (§5.4.1). */
export interface RequestVote extends Message {
  readonly type: 'requestVote'
  readonly term: number
  readonly lastIndex: number
  readonly lastTerm: number
  /** The sender's, if it was not there from the beginning; for a replica whose log lags behind (§5.10). */
  readonly admission: Admission | null
}
/** Answers RequestVote, under the voter's incarnation (null where the profile has none). */
export interface Vote extends Message {
  readonly type: 'vote'
  readonly term: number
  readonly granted: boolean
  readonly incarnation: Octets | null
}
/** Would you vote for me in `term`? Nobody's term changes (thesis §9.6). */
export interface RequestPreVote extends Message {
  readonly type: 'requestPreVote'
  readonly term: number
  readonly lastIndex: number
  readonly lastTerm: number
  /** The sender's, if it was not there from the beginning; for a replica whose log lags behind (§5.10). */
  readonly admission: Admission | null
}
/** Answers RequestPreVote. `term` is the one asked about if granted, the answerer's own if not. */
export interface PreVote extends Message {
  readonly type: 'preVote'
  readonly term: number
  readonly granted: boolean
  readonly incarnation: Octets | null
}
/**
 * An entry. `digest` stands for the payload and `chain` for the entry with all before it; so a payload can be
 * dropped and the chain still holds. A leader's no-op has the payload null. The receiver computes both anew.
 */
export interface Entry {
  readonly index: number
  readonly term: number
  readonly digest: Octets
  readonly chain: Octets
  readonly payload: Command | null
}
/** A leader's entries after (prevIndex, prevTerm, prevChain); none in a heartbeat (Raft §5.3). */
export interface AppendEntries extends Message {
  readonly type: 'appendEntries'
  readonly term: number
  readonly prevIndex: number
  readonly prevTerm: number
  readonly prevChain: Octets
  readonly entries: readonly Entry[]
  /** The leader's commit index. */
  readonly commit: number
  /** The sender's, if it was not there from the beginning; for a replica whose log lags behind (§5.10). */
  readonly admission: Admission | null
}
/** All entries up to `match` are durable here, as this leader has them. Counts, if the incarnation does. */
export interface Appended extends Message {
  readonly type: 'appended'
  readonly term: number
  readonly match: number
  readonly incarnation: Octets | null
}
/**
 * The same from a replica that does not count (§5.9): it asks to be registered under this incarnation, in the
 * place of the one that its own log has. So an incarnation is registered once: a late request names another.
 */
export interface Holding extends Message {
  readonly type: 'received'
  readonly term: number
  readonly match: number
  readonly incarnation: Octets | null
  readonly replaces: Octets | null
}
/** The log does not match at `prevIndex`; `hint` is the last index at which it might. Or the term is old. */
export interface AppendRefused extends Message {
  readonly type: 'appendRefused'
  readonly term: number
  readonly prevIndex: number
  readonly hint: number
  readonly incarnation: Octets | null
}
/** The entries that you lack are compacted away; here is a snapshot up to `index`, in so many parts (§5.8). */
export interface InstallSnapshot extends Message {
  readonly type: 'installSnapshot'
  readonly term: number
  readonly index: number
  readonly lastTerm: number
  readonly chain: Octets
  readonly parts: number
  /** The sender's, if it was not there from the beginning; for a replica whose log lags behind (§5.10). */
  readonly admission: Admission | null
}
/** Asks the leader for one part, counted from 0. */
export interface FetchPart extends Message {
  readonly type: 'fetchPart'
  readonly term: number
  readonly index: number
  readonly part: number
}
/** One part of a snapshot: the tree with some of its leaves. */
export interface SnapshotPart extends Message {
  readonly type: 'snapshotPart'
  readonly term: number
  readonly index: number
  readonly part: number
  readonly tree: Plain
}
/** To a replica that is not founded: the fleet's first entry (§5.9). */
export interface Founding extends Message {
  readonly type: 'founding'
  readonly term: number
  readonly entry: Entry
}
/** The leader is about to go: stand for election at once (thesis §3.10). */
export interface TimeoutNow extends Message {
  readonly type: 'timeoutNow'
  readonly term: number
}

/** Every message between replicas. */
export type ConsensusMessage =
  | RequestVote
  | Vote
  | RequestPreVote
  | PreVote
  | AppendEntries
  | Appended
  | Holding
  | AppendRefused
  | InstallSnapshot
  | FetchPart
  | SnapshotPart
  | TimeoutNow
  | Founding

/** An incarnation, and a link of the chain. */
export const INCARNATION_BYTES = 16
const CHAIN_BYTES = 32

/** A non-negative safe integer. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

type Fields = Readonly<Record<string, unknown>>
type Shape = (m: Fields, crypto: CryptoPort) => boolean

const asksForVote: Shape = (m) => isCount(m.lastIndex) && isCount(m.lastTerm)
const votes: Shape = (m, crypto) => typeof m.granted === 'boolean' && isIncarnation(m.incarnation, crypto)
const holds: Shape = (m, crypto) => isCount(m.match) && isIncarnation(m.incarnation, crypto)

const SHAPES: Readonly<Record<ConsensusMessage['type'], Shape>> = {
  requestVote: asksForVote,
  vote: votes,
  requestPreVote: asksForVote,
  preVote: votes,
  appendEntries: (m, crypto) =>
    isCount(m.prevIndex) &&
    isCount(m.prevTerm) &&
    isCount(m.commit) &&
    isOctetsOf(crypto, m.prevChain, CHAIN_BYTES) &&
    Array.isArray(m.entries),
  appended: holds,
  received: (m, crypto) => holds(m, crypto) && isIncarnation(m.replaces, crypto),
  appendRefused: (m, crypto) =>
    isCount(m.prevIndex) && isCount(m.hint) && isIncarnation(m.incarnation, crypto),
  installSnapshot: (m, crypto) =>
    isCount(m.index) && isCount(m.lastTerm) && isCount(m.parts) && isOctetsOf(crypto, m.chain, CHAIN_BYTES),
  fetchPart: (m) => isCount(m.index) && isCount(m.part),
  snapshotPart: (m) => isCount(m.index) && isCount(m.part) && isPart(m.tree),
  timeoutNow: () => true,
  founding: (m) => typeof m.entry === 'object',
}

/** The types that the shell routes here. */
export const CONSENSUS_MESSAGES = Object.keys(SHAPES) as readonly ConsensusMessage['type'][]

function isIncarnation(value: unknown, crypto: CryptoPort): boolean {
  return value === null || isOctetsOf(crypto, value, INCARNATION_BYTES)
}

/** Octets of exactly this many bytes? */
export function isOctetsOf(crypto: CryptoPort, value: unknown, bytes: number): value is Octets {
  return crypto.isOctets(value) && crypto.size(value) === bytes
}

/** Has this message the fields of its type, in range? Entries and leaves are looked at one by one elsewhere. */
export function isWellFormed(message: Message, crypto: CryptoPort): boolean {
  const fields = message as unknown as Fields
  const shape = SHAPES[message.type as ConsensusMessage['type']]
  return shape !== undefined && isCount(fields.term) && shape(fields, crypto)
}
