/** What the fleet-keys machine of an HSM is made from, and what it remembers (§7.3). */
import type { Boot, Draw, Message, Octets, Received } from '../boundary.ts'
import type { CryptoPort } from '../crypto.ts'
import type { NodeId } from '../names.ts'
import type { Deps } from '../shell.ts'
import type { Counted, FleetSecrets } from '../tells.ts'
import { type Anchors, artifactOf, type Bundle } from './bundle.ts'
import type { Admission, CeremonyPlan, Identity } from './ceremony.ts'
import type {
  BundlePublished,
  BundleWanted,
  CeremonyAck,
  CeremonyRequest,
  CeremonySealed,
  CeremonyShare,
  CountRequest,
  PhaseOrder,
} from './messages.ts'

/** What the fleet-keys machine of one HSM is made from. */
export interface FleetKeysDeps extends Deps {
  readonly anchors: Anchors
  /** The ceremony that this HSM takes part in, once; null for one that is delivered with keys. */
  readonly ceremony?: CeremonyPlan | null
  /** Does the vault next door answer `countWanted`? Without it a retirement counts nothing. */
  readonly counts?: boolean
}

/** What never changes in the life of the machine: the fleet, its ceremony, the anchors. */
export interface Rules {
  readonly crypto: CryptoPort
  readonly anchors: Anchors
  readonly ceremony: CeremonyPlan | null
  readonly counts: boolean
}

/** A fleet's life, in this order. */
export type Phase = 'serving' | 'closing' | 'erased'

/** The cell `fleet.ceremony`: what came of the ceremony. */
export interface CeremonyOutcome {
  /** The hash that the artifact carries. */
  readonly evidence: Octets
  /** Null for a fleet that was delivered with keys. */
  readonly transcript: Octets | null
}

/** The cell `fleet.dealing`, at the dealer only, until everybody has acknowledged. */
export interface Dealing {
  readonly wrap: Octets
  readonly acks: Readonly<Record<NodeId, Octets>>
}

/** What an HSM's keeper of fleet keys remembers (§7.3): the keys, the bundle that it serves, the fleet's phase. */
export interface Context {
  readonly self: NodeId
  /** The cell `hsm.identity`. */
  readonly identity: Identity | null
  /** Is the cell `fleet.credential` there? Without it an HSM takes part in no ceremony. */
  readonly credential: boolean
  /** The cell `fleet.keys`. */
  readonly secrets: FleetSecrets | null
  readonly outcome: CeremonyOutcome | null
  readonly dealing: Dealing | null
  /** The cell `fleet.bundle`. */
  readonly bundle: Bundle | null
  /** The cell `fleet.phase`. */
  readonly phase: Phase
  /** The operator's node, while it waits for the ceremony's end, or for a count; forgotten at a crash. */
  readonly asker: NodeId | null
}

/** What the keeper of fleet keys takes: the ceremony, the bundle, orders of the operator (§7.3). */
export type KeysEvent =
  | Boot
  | Counted
  | Received<BundleWanted>
  | Received<BundlePublished>
  | Received<CeremonyRequest>
  | Received<CeremonyShare>
  | Received<CeremonyAck>
  | Received<CeremonySealed>
  | Received<PhaseOrder>
  | Received<CountRequest>
  | { readonly type: `xstate.after.again${string}` }

/** What a guard or an action is given. */
export interface At {
  readonly context: Context
  readonly event: KeysEvent
}

/** Ticks until a member that heard nothing acknowledges again. */
export const ACKNOWLEDGE_TICKS = 1_000

/** The message of an event that a transition names. */
export function messageOf<M extends Message>({ event }: At): M {
  return (event as unknown as Received<M>).message
}

/** Who sent it. */
export function senderOf({ event }: At): NodeId {
  return (event as unknown as Received).from
}

/** The draws that came with it. */
export function drawOf({ event }: At): Draw {
  return (event as unknown as Received).draw as Draw
}

/** This HSM's place in the ceremony; undefined when it has none. */
export function membership({ ceremony }: Rules, node: NodeId): readonly [NodeId, Admission] | undefined {
  return ceremony?.members.find(([member]) => member === node)
}

/** Is this HSM the dealer? */
export function deals({ ceremony }: Rules, { self }: Context): boolean {
  return ceremony !== null && ceremony.members[0]?.[0] === self
}

/** The artifact of the fleet's own public keys, or null before the ceremony has ended. */
export function ownArtifact({ crypto }: Rules, { secrets, outcome }: Context): Octets | null {
  if (secrets === null || outcome === null) return null
  const artifact = crypto.artifact(artifactOf(secrets.keys, outcome.evidence))
  return artifact.ok ? artifact.value : null
}

/** Before boot. */
export const BLANK: Context = {
  self: '' as NodeId,
  identity: null,
  credential: false,
  secrets: null,
  outcome: null,
  dealing: null,
  bundle: null,
  phase: 'serving',
  asker: null,
}

/** After power-on: storage is all that is left. */
export function booted({ self, cells }: Boot): Context {
  const cell = <T>(name: string) => (cells[name] ?? null) as T | null
  return {
    self,
    identity: cell('hsm.identity'),
    credential: cell('fleet.credential') === true,
    secrets: cell('fleet.keys'),
    outcome: cell('fleet.ceremony'),
    dealing: cell('fleet.dealing'),
    bundle: cell('fleet.bundle'),
    phase: cell<Phase>('fleet.phase') ?? 'serving',
    asker: null,
  }
}
