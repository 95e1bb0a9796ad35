/** Messages of §7, by who speaks to whom. Everything in them is hostile until it was checked. */
import type { Octets } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import type { Bundle, LogProof } from './bundle.ts'
import type { Suite } from './format.ts'

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

// operator's ceremony side (§7.3) ---------------------------------------------------------------------------

/** Operator to an HSM of a new fleet. */
export interface CeremonyRequest {
  readonly type: 'ceremonyRequest'
  readonly fleet: string
}
/** Its answer: the artifact of the fleet's public keys. */
export interface CeremonyAnswer {
  readonly type: 'ceremonyAnswer'
  readonly fleet: string
  readonly artifact: Octets
}
/** Operator to auditor. */
export interface StampRequest {
  readonly type: 'stampRequest'
  readonly suite: Suite
  readonly namespace: string
  readonly epoch: number
  readonly artifact: Octets
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
export interface Activated {
  readonly type: 'activated'
  readonly fleet: string
  readonly epoch: number
}

export type FleetMessage =
  | BundleRequest
  | BundleWanted
  | BundleServed
  | ProofRequest
  | ProofAnswer
  | BundleAnswer
  | CeremonyRequest
  | CeremonyAnswer
  | StampRequest
  | Stamped
  | StampRefused
  | BundlePublished
  | BundleStored
  | Activate
  | Activated
