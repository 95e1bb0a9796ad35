/** What replicas say to each other (§5.3), and whether what came has the shape of it. Hostile input. */
import type { Message, Octets } from '../boundary.ts'
import type { CryptoPort } from '../crypto.ts'
import type { Command } from '../tells.ts'

/** A candidate asks for a vote (Raft §5.2). `lastIndex` and `lastTerm` describe its log (§5.4.1). */
export interface RequestVote extends Message {
  readonly type: 'requestVote'
  readonly term: number
  readonly lastIndex: number
  readonly lastTerm: number
}
/** Answers RequestVote. */
export interface Vote extends Message {
  readonly type: 'vote'
  readonly term: number
  readonly granted: boolean
}
/** Would you vote for me in `term`? Nobody's term changes (thesis §9.6). */
export interface RequestPreVote extends Message {
  readonly type: 'requestPreVote'
  readonly term: number
  readonly lastIndex: number
  readonly lastTerm: number
}
/** Answers RequestPreVote. `term` is the one asked about if granted, the answerer's own if not. */
export interface PreVote extends Message {
  readonly type: 'preVote'
  readonly term: number
  readonly granted: boolean
}
/** An entry on the wire. Its chain is not sent: the receiver computes it (§5.4). */
export interface WireEntry {
  readonly index: number
  readonly term: number
  readonly digest: Octets
  readonly payload: Command | null
}
/** A leader's entries after (prevIndex, prevTerm, prevChain); none in a heartbeat (Raft §5.3). */
export interface AppendEntries extends Message {
  readonly type: 'appendEntries'
  readonly term: number
  readonly prevIndex: number
  readonly prevTerm: number
  readonly prevChain: Octets
  readonly entries: readonly WireEntry[]
  /** The leader's commit index. */
  readonly commit: number
}
/** All entries up to `match` are durable here, as this leader has them. */
export interface Appended extends Message {
  readonly type: 'appended'
  readonly term: number
  readonly match: number
}
/** The log does not match at `prevIndex`; `hint` is the last index at which it might. Or the term is old. */
export interface AppendRefused extends Message {
  readonly type: 'appendRefused'
  readonly term: number
  readonly prevIndex: number
  readonly hint: number
}

/** Every message of consensus. */
export type ConsensusMessage =
  | RequestVote
  | Vote
  | RequestPreVote
  | PreVote
  | AppendEntries
  | Appended
  | AppendRefused

/** A non-negative safe integer. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

type Fields = Readonly<Record<string, unknown>>

const SHAPES: Readonly<Record<ConsensusMessage['type'], (m: Fields, crypto: CryptoPort) => boolean>> = {
  requestVote: (m) => isCount(m.lastIndex) && isCount(m.lastTerm),
  vote: (m) => typeof m.granted === 'boolean',
  requestPreVote: (m) => isCount(m.lastIndex) && isCount(m.lastTerm),
  preVote: (m) => typeof m.granted === 'boolean',
  appendEntries: (m, crypto) =>
    isCount(m.prevIndex) &&
    isCount(m.prevTerm) &&
    isCount(m.commit) &&
    crypto.isOctets(m.prevChain) &&
    Array.isArray(m.entries),
  appended: (m) => isCount(m.match),
  appendRefused: (m) => isCount(m.prevIndex) && isCount(m.hint),
}

/** The types that the shell routes here. */
export const CONSENSUS_MESSAGES = Object.keys(SHAPES) as readonly ConsensusMessage['type'][]

/** Has this message the fields of its type, in range? Entries are looked at one by one in log.ts. */
export function isWellFormed(message: Message, crypto: CryptoPort): boolean {
  const fields = message as unknown as Fields
  const shape = SHAPES[message.type as ConsensusMessage['type']]
  return shape !== undefined && isCount(fields.term) && shape(fields, crypto)
}
