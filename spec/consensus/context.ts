/** What a replica remembers, and the rules of its fleet (§5.1). */
import type { Boot, Message, Octets, Plain, Received } from '../boundary.ts'
import type { CryptoPort } from '../crypto.ts'
import type { NodeId } from '../names.ts'
import type { Profile } from '../profiles.ts'
import type { Command, HandOver, Propose, Snapshot } from '../tells.ts'
import { type Fleet, fleetOf, membersOf } from './fleet.ts'
import { emptyLog, type Log } from './log.ts'
import type { Admission, ChangeMembers, SignedStatement } from './members.ts'
import type { ConsensusMessage } from './messages.ts'
import { type Links, linksAt, type SessionMessage } from './sessions.ts'
import type { Incoming } from './snapshot.ts'
import type { Tuning } from './tuning.ts'

/** The cell `ballot`: term and vote in one value, so that no crash parts them (Raft §5.2). */
export interface Ballot {
  readonly term: number
  readonly votedFor: NodeId | null
}

/** What the cells hold: the value, and the incarnation that wrote it (null where the profile has none). */
export type Written<T> = T & { readonly writer: Octets | null }

/** What a leader knows of one other replica. */
export interface Progress {
  /** Highest index known to be durable there. */
  readonly match: number
  /** Index of the next entry to send. */
  readonly next: number
  /** `probe`: looking for the place where the logs match; `wait`: one probe is out; `stream`: pipelining. */
  readonly mode: 'probe' | 'wait' | 'stream'
  /** Does `match` count towards a commit? Not before the replica acknowledged under its registration (§5.9). */
  readonly counts: boolean
}

/** Plain data. At rest `unsaved` is all false, and `applied` equals `commit`. */
export interface Context {
  readonly self: NodeId
  /** This boot's; null where the profile has no incarnations (§5.9). */
  readonly incarnation: Octets | null
  /** Did this incarnation count once? If the registry has another one then, it is superseded. */
  readonly counted: boolean
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
  /** The same with incarnations, in order of arrival, while the fleet is not founded (§5.9). */
  readonly founding: readonly (readonly [NodeId, Octets])[]
  /** A leader's view of the others; empty elsewhere. */
  readonly progress: Readonly<Record<NodeId, Progress>>
  /** Who was heard since the last quorum check. */
  readonly heard: Readonly<Record<NodeId, true>>
  /** To whom a leader hands over (thesis §3.10). */
  readonly heir: NodeId | null
  /** Whom a leader brings up to date before it admits them (§5.10). */
  readonly newcomer: SignedStatement | null
  /** A snapshot on its way to this replica (§5.8). */
  readonly incoming: Incoming | null
  /** Its ends of its links to others (§5.14); null where links need no sessions, or without a credential. */
  readonly links: Links | null
  /** Cells that changed in this step and are not persisted yet. */
  readonly unsaved: { readonly ballot: boolean; readonly log: boolean }
}

/** Nothing waits to be persisted. */
export const SAVED: Context['unsaved'] = { ballot: false, log: false }

/** What every role gives up when it becomes another. */
export const IDLE = { votes: {}, founding: [], progress: {}, heard: {}, heir: null, newcomer: null } as const

/** What never changes in the life of a fleet's machine; the same for each of its replicas. */
export interface Rules {
  readonly crypto: CryptoPort
  readonly profile: Profile
  readonly tuning: Tuning
  readonly fleet: string
  /** The replicas that the fleet was delivered with, sorted. */
  readonly founders: readonly NodeId[]
  /** The ceremony's Ed25519 key; null: members never change (§5.10). */
  readonly ceremony: Octets | null
  /** Do replicas believe only what is tagged in a session? Else the world's links are taken at their word (§5.14). */
  readonly sessions: boolean
  /** The vault's own check of a state that another replica sent, beside the one it last had (§5.8). */
  readonly isSoundState: (state: Plain, before: Plain) => boolean
}

/** What a replica reacts to. */
export type ConsensusEvent =
  | Boot
  | Propose
  | Snapshot
  | HandOver
  | Received<ConsensusMessage>
  | Received<SessionMessage>
  | Received<ChangeMembers>
  | { readonly type: `xstate.after.${string}` }

/** What a guard or an action is given. */
export interface At {
  readonly context: Context
  readonly event: ConsensusEvent
}

/** The message of an event that a transition names: XState has matched the type already. */
export function messageOf<M extends Message>({ event }: At): M {
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

/** The fleet as this replica's log has it. */
export function fleetIn(rules: Rules, { log }: Context): Fleet {
  return fleetOf(rules, log)
}

/** Every other member, and whom a leader is about to admit. */
export function others(rules: Rules, context: Context): readonly NodeId[] {
  const { self, newcomer } = context
  const members = membersOf(fleetIn(rules, context)).filter((node) => node !== self)
  return newcomer === null ? members : [...members, newcomer.node]
}

/** How this replica was admitted; null for one that was there from the beginning. */
export function ownAdmission(rules: Rules, context: Context): Admission | null {
  return fleetIn(rules, context).admissions[context.self] ?? null
}

/** Before boot. */
export function blank(rules: Rules): Context {
  return {
    ...IDLE,
    self: '' as NodeId,
    incarnation: null,
    counted: false,
    ballot: { term: 0, votedFor: null },
    log: emptyLog(rules.crypto),
    commit: 0,
    applied: 0,
    seen: {},
    leader: null,
    announced: { leader: null, term: 0 },
    incoming: null,
    links: null,
    unsaved: SAVED,
  }
}

/** A replica after power-on: storage is all that is left, and nothing after the snapshot is known committed. */
export function booted(rules: Rules, boot: Boot): Context {
  const empty = blank(rules)
  const { base, entries } = (boot.cells.log ?? empty.log) as Log
  const { term, votedFor } = (boot.cells.ballot ?? empty.ballot) as Ballot
  return {
    ...empty,
    self: boot.self,
    incarnation: rules.profile.freshness === 'rejoin' ? boot.incarnation : null,
    ballot: { term, votedFor },
    log: { base, entries },
    commit: base.index,
    applied: base.index,
    seen: base.body?.seen ?? {},
    links: linksAt(rules, boot),
  }
}
