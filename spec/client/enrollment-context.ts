/** What the enrolment machine of one phone holds, keeps and hears (§3.6). */
import type { Boot, Octets, Received } from '../boundary.ts'
import type { Enrol, FleetKeys, KeysRefused, KeysTrusted, Move } from '../tells.ts'
import type { Answer } from '../vault/bodies.ts'
import type { WireBody } from '../vault/channel.ts'
import type { FromVault } from '../wire.ts'
import type { Holder, LineageKnown } from './client-deps.ts'

/**
 * The cell `enrollment`: what must outlive a crash of the phone. It has no password and nothing that tests one
 * (BKP-2), so an enrolment that had not sent its store request yet cannot go on.
 */
export interface Kept {
  /** `closing`: the old fleet of a lineage that moves was asked for its receipt (§7.3). */
  readonly phase: 'starting' | 'storing' | 'closing' | 'confirming'
  readonly key: Octets
  readonly session: Octets
  readonly keys: FleetKeys
  /** Null while `starting`. */
  readonly body: WireBody | null
  readonly replyKey: Octets
  /** Hash of the store request; empty while `starting`. */
  readonly digest: Octets
  /** This record's own key pair (`hardened`), or null. */
  readonly owner: Holder | null
  /** The fleet that the lineage leaves, or null (§7.3). */
  readonly moves: FleetKeys | null
  /** What the new fleet will call this version; 0 before it was stored. */
  readonly version: number
}

/** The cell `lineage` (`hardened`): who this phone is to the vault. */
export interface KnownLineage {
  readonly holder: Holder | null
  readonly generation: number
  /** The fleet that holds the record, as far as this phone knows. */
  readonly home: FleetKeys | null
}

/** What an enrolment remembers (§3.6): plain data, without the cell `enrollment`, which outlives a restart. */
export interface Context {
  readonly secret: Octets | null
  readonly blind: Octets | null
  readonly startsLeft: number
  /** A store request has left. */
  readonly mayBeStored: boolean
  /** The request that is out, as it left: repeated, it is the same message. Null: the fleet's key is none. */
  readonly body: WireBody | null
  /** Hash of the registration request. */
  readonly requestDigest: Octets | null
  readonly kept: Kept | null
  readonly lineage: KnownLineage
  /** The answer that is being looked at; null between two steps. */
  readonly answer: Answer | null
}

/** The lineage of a client that knows of none: its first enrolment, or one after its storage was lost. */
export const NO_LINEAGE: KnownLineage = { holder: null, generation: 0, home: null }

/** What the client's enrolment machine takes: the user's acts, trust's word on keys, the vault's answers, timers (§3.6). */
export type Event =
  | Boot
  | Enrol
  | Move
  | KeysTrusted
  | KeysRefused
  | Received<FromVault>
  | LineageKnown
  | { readonly type: `xstate.after.${string}` }

/** What a guard or an action is given. */
export interface At {
  readonly context: Context
  readonly event: Event
}
