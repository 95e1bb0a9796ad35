/** What a replica remembers, and the rules of its fleet (§5.1). */
import type { Boot, Received } from '../boundary.ts'
import type { CryptoPort } from '../crypto.ts'
import type { NodeId } from '../names.ts'
import type { Profile } from '../profiles.ts'
import type { Command, Propose, Snapshot } from '../tells.ts'
import { emptyLog, type Log } from './log.ts'
import type {
  AppendEntries,
  Appended,
  AppendRefused,
  ConsensusMessage,
  PreVote,
  RequestPreVote,
  RequestVote,
  Vote,
} from './messages.ts'
import type { Tuning } from './tuning.ts'

/** The cell `ballot`: term and vote in one value, so that no crash parts them (Raft §5.2). */
export interface Ballot {
  readonly term: number
  readonly votedFor: NodeId | null
}

/** What a leader knows of one other replica. */
export interface Progress {
  /** Highest index known to be durable there. */
  readonly match: number
  /** Index of the next entry to send. */
  readonly next: number
  /** `probe`: looking for the place where the logs match; `wait`: one probe is out; `stream`: pipelining. */
  readonly mode: 'probe' | 'wait' | 'stream'
}

/** Plain data. At rest `unsaved` is all false, and `applied` equals `commit`. */
export interface Context {
  readonly self: NodeId
  readonly ballot: Ballot
  readonly log: Log
  readonly commit: number
  readonly applied: number
  /** Command ids by the index at which they were applied first (§5.7). */
  readonly seen: Readonly<Record<string, number>>
  /** Who leads the present term, if that is known and it was heard of within an election timeout. */
  readonly leader: NodeId | null
  /** What the vault was told last: leader, and its term. */
  readonly announced: { readonly leader: NodeId | null; readonly term: number }
  /** Who voted for this replica in this round. */
  readonly votes: Readonly<Record<NodeId, true>>
  /** A leader's view of the others; empty elsewhere. */
  readonly progress: Readonly<Record<NodeId, Progress>>
  /** Who was heard since the last quorum check. */
  readonly heard: Readonly<Record<NodeId, true>>
  /** Cells that changed in this step and are not persisted yet. */
  readonly unsaved: { readonly ballot: boolean; readonly log: boolean }
}

/** Nothing waits to be persisted. */
export const SAVED: Context['unsaved'] = { ballot: false, log: false }

/** What never changes in the life of a fleet's machine; the same for each of its replicas. */
export interface Rules {
  readonly crypto: CryptoPort
  readonly profile: Profile
  readonly tuning: Tuning
  /** All replicas, sorted: the order in which a replica speaks to the others. */
  readonly replicas: readonly NodeId[]
  /** q, for votes and commits alike (§5.5). */
  readonly quorum: number
}

type Timer = `xstate.after.${'election' | 'heartbeat' | 'quorumCheck'}${string}`

/** What a replica reacts to. */
export type ConsensusEvent =
  | Boot
  | Propose
  | Snapshot
  | Received<RequestVote>
  | Received<Vote>
  | Received<RequestPreVote>
  | Received<PreVote>
  | Received<AppendEntries>
  | Received<Appended>
  | Received<AppendRefused>
  | { readonly type: Timer }

/** What a guard or an action is given. */
export interface At {
  readonly context: Context
  readonly event: ConsensusEvent
}

/** The message of an event that a transition names: XState has matched the type already. */
export function messageOf<M extends ConsensusMessage>({ event }: At): M {
  return (event as unknown as Received<M>).message
}

/** Who sent it. */
export function senderOf({ event }: At): NodeId {
  return (event as unknown as Received).from
}

/** The vault's command. */
export function commandOf({ event }: At): Command {
  return (event as Propose).command
}

/** Everybody else. */
export function others(rules: Rules, context: Context): readonly NodeId[] {
  return rules.replicas.filter((node) => node !== context.self)
}

/** Before boot. */
export function blank(rules: Rules): Context {
  return {
    self: '' as NodeId,
    ballot: { term: 0, votedFor: null },
    log: emptyLog(rules.crypto),
    commit: 0,
    applied: 0,
    seen: {},
    leader: null,
    announced: { leader: null, term: 0 },
    votes: {},
    progress: {},
    heard: {},
    unsaved: SAVED,
  }
}

/** A replica after power-on: storage is all that is left, and nothing is known to be committed. */
export function booted(rules: Rules, boot: Boot): Partial<Context> {
  const ballot = (boot.cells.ballot ?? blank(rules).ballot) as Ballot
  const log = (boot.cells.log ?? emptyLog(rules.crypto)) as Log
  return { ...blank(rules), self: boot.self, ballot, log, commit: log.base.index, applied: log.base.index }
}
