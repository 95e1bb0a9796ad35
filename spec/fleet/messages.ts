/** Messages of §7, by who speaks to whom. Everything in them is hostile until it was checked. */
import type { Octets } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import type { Bundle, Checkpoint, LogProof } from './bundle.ts'
import type { Suite } from './format.ts'
import type { Entry } from './log.ts'

// client, front end, HSM and auditor: the bundle's way to a client (§7.2) -----------------------------------

/**
 * Client to front end. `fleet` null: the serving one for an enrolment, the one that holds my account otherwise.
 * `since`: tree size of the newest checkpoint it holds, or 0.
 */
export interface BundleRequest {
  readonly type: 'bundleRequest'
  readonly fleet: string | null
  readonly purpose: 'enrol' | 'recover'
  readonly since: number
}
/** Front end to an HSM of that fleet. */
export interface BundleWanted {
  readonly type: 'bundleWanted'
  readonly client: NodeId
  readonly since: number
}
/** HSM to front end. */
export interface BundleServed {
  readonly type: 'bundleServed'
  readonly client: NodeId
  readonly since: number
  readonly bundle: Bundle
}
/** Front end to auditor, with what it goes with: the front end keeps nothing. */
export interface ProofRequest {
  readonly type: 'proofRequest'
  readonly client: NodeId
  readonly since: number
  readonly bundle: Bundle
}
/** Auditor to front end. `proof` is null where the bundle is not in the log. */
export interface ProofAnswer {
  readonly type: 'proofAnswer'
  readonly client: NodeId
  readonly bundle: Bundle
  readonly proof: LogProof | null
}
/** Front end to client. */
export interface BundleAnswer {
  readonly type: 'bundleAnswer'
  readonly bundle: Bundle
  readonly proof: LogProof | null
}

/** Anybody to auditor: the whole log, please. */
export interface LogRequest {
  readonly type: 'logRequest'
}
/** Auditor to whoever asked: every entry of the log, and the checkpoint over exactly these (§7.4). */
export interface LogAnswer {
  readonly type: 'logAnswer'
  readonly entries: readonly Entry[]
  readonly checkpoint: Checkpoint
}
/** Watcher to watcher: what I was shown. */
export interface HeadShared {
  readonly type: 'headShared'
  readonly checkpoint: Checkpoint
}
// operator's ceremony side (§7.3) ---------------------------------------------------------------------------

/** Operator to every HSM of a new fleet; the dealer begins. Draws the fleet's seeds. */
export interface CeremonyRequest {
  readonly type: 'ceremonyRequest'
  readonly fleet: string
}
/** Dealer to member: the secrets, sealed to it and signed. */
export interface CeremonyShare {
  readonly type: 'ceremonyShare'
  readonly fleet: string
  readonly sealed: Octets
  readonly signature: Octets
}
/** Member to dealer: it holds the keys and its credential is gone. */
export interface CeremonyAck {
  readonly type: 'ceremonyAck'
  readonly fleet: string
  readonly signature: Octets
}
/** Dealer to member: everybody acknowledged. */
export interface CeremonySealed {
  readonly type: 'ceremonySealed'
  readonly fleet: string
  readonly transcript: Octets
}
/** HSM to operator: the artifact of the fleet's public keys; `transcript` is null where a fleet was delivered. */
export interface CeremonyAnswer {
  readonly type: 'ceremonyAnswer'
  readonly fleet: string
  readonly artifact: Octets
  readonly transcript: Octets | null
}
/** Operator to auditor. */
export interface StampRequest {
  readonly type: 'stampRequest'
  readonly suite: Suite
  readonly namespace: string
  readonly epoch: number
  readonly artifact: Octets
  /** The ceremony's transcript, kept beside the entry for whoever audits (§7.5); null: unevidenced. */
  readonly transcript: Octets | null
}
/** The auditor logged and signed it; a repeated request gets the same answer. */
export interface Stamped {
  readonly type: 'stamped'
  readonly suite: Suite
  readonly namespace: string
  readonly timestampMs: number
  readonly epoch: number
  readonly digest: Octets
  readonly signature: Octets
}
/** Auditor to operator: the epoch was not stamped, and why (§7.4). */
export interface StampRefused {
  readonly type: 'stampRefused'
  readonly epoch: number
  /** `next` is the only epoch that would be taken. */
  readonly why: 'malformed' | 'namespace' | 'epochOrder' | 'digestRepeated'
  readonly next: number
}
/** Operator to every HSM of the new fleet, which serves it from then on. */
export interface BundlePublished {
  readonly type: 'bundlePublished'
  readonly bundle: Bundle
}
/** HSM to operator: the bundle is durable, and served from now on (§7.3). */
export interface BundleStored {
  readonly type: 'bundleStored'
  readonly fleet: string
  readonly epoch: number
}
/** Operator to front end: clients that name no fleet are sent to this one. */
export interface Activate {
  readonly type: 'activate'
  readonly fleet: string
  readonly epoch: number
}
/** Front end to operator: clients that name no fleet are sent to this one (§7.3). */
export interface Activated {
  readonly type: 'activated'
  readonly fleet: string
  readonly epoch: number
}

/** Operator to every HSM of the old fleet, signed by it: a fleet ends in this order and never goes back. */
export interface PhaseOrder {
  readonly type: 'phaseOrder'
  readonly fleet: string
  readonly epoch: number
  readonly phase: 'closing' | 'erased'
  readonly signature: Octets
}
/** HSM to operator: the phase is durable (§7.3). */
export interface PhaseTaken {
  readonly type: 'phaseTaken'
  readonly fleet: string
  readonly phase: 'closing' | 'erased'
}
/** Operator to every HSM of the old fleet: how many lineages does it still hold? */
export interface CountRequest {
  readonly type: 'countRequest'
  readonly fleet: string
}
/** `open` is null at a replica that does not lead, or whose vault cannot tell. */
export interface CountAnswer {
  readonly type: 'countAnswer'
  readonly fleet: string
  readonly open: number | null
}

/** Every message of §7, by its `type`. */
export type FleetMessage =
  | BundleRequest
  | BundleWanted
  | BundleServed
  | ProofRequest
  | ProofAnswer
  | BundleAnswer
  | LogRequest
  | LogAnswer
  | HeadShared
  | CeremonyRequest
  | CeremonyShare
  | CeremonyAck
  | CeremonySealed
  | CeremonyAnswer
  | StampRequest
  | Stamped
  | StampRefused
  | BundlePublished
  | BundleStored
  | Activate
  | Activated
  | PhaseOrder
  | PhaseTaken
  | CountRequest
  | CountAnswer
