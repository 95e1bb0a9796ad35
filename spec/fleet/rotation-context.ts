/** What the operator's rotation machine is made from, and what it remembers (§7.3). */
import type { Boot, Message, Octets, Received } from '../boundary.ts'
import type { CryptoPort, KeyPair } from '../crypto.ts'
import type { NodeId } from '../names.ts'
import { quorumOf } from '../profiles.ts'
import type { Deps } from '../shell.ts'
import type { Anchors, Bundle } from './bundle.ts'
import type { Activated, BundleStored, CeremonyAnswer, Stamped, StampRefused } from './messages.ts'

/** What an operator's ceremony side is made from. */
export interface RotationDeps extends Deps {
  readonly fleets: Readonly<Record<string, readonly NodeId[]>>
  readonly auditor: NodeId
  readonly frontEnd: NodeId
  readonly anchors: Anchors
  /** The counter-signing key. */
  readonly key: KeyPair
}

export interface Rules extends RotationDeps {
  readonly crypto: CryptoPort
}

/** Where a rotation stands; each is durable before the messages of the next leave. */
export type Stage = 'ceremony' | 'stamping' | 'publishing' | 'activating' | 'overlap'

/** The cell `rotation`. */
export interface Rotation {
  readonly fleet: string
  readonly epoch: number
  readonly stage: Stage
  /** From `stamping` on. */
  readonly artifact: Octets | null
  /** From `publishing` on. */
  readonly bundle: Bundle | null
}

export interface Context {
  readonly rotation: Rotation | null
  /** HSMs of the new fleet that hold the bundle; asked again after a restart. */
  readonly stored: readonly NodeId[]
}

/** The operator's act: make this fleet, whose HSMs are in place, the serving one, as this epoch. */
export interface Rotate {
  readonly type: 'rotate'
  readonly fleet: string
  readonly epoch: number
}
/** The operator's act: give up before activation. */
export interface Abandon {
  readonly type: 'abandon'
}
/** What the operator is told. */
export interface RotationEnded {
  readonly type: 'rotationEnded'
  readonly fleet: string
  readonly epoch: number
  readonly outcome: 'activated' | 'abandoned' | 'refused' | 'tooLate'
  /** `refused`: the auditor's reason, or `unknownFleet`, or `underWay`. */
  readonly why?: string
}

export type RotationEvent =
  | Boot
  | Rotate
  | Abandon
  | Received<CeremonyAnswer>
  | Received<Stamped>
  | Received<StampRefused>
  | Received<BundleStored>
  | Received<Activated>
  | { readonly type: `xstate.after.again${string}` }

/** What a guard or an action is given. */
export interface At {
  readonly context: Context
  readonly event: RotationEvent
}

/** Ticks until an unanswered request is repeated. */
export const AGAIN_TICKS = 1_000

/** The rotation under way. */
export function underWay({ context }: At): Rotation {
  return context.rotation as Rotation
}

/** The message of an event that a transition names. */
export function messageOf<M extends Message>({ event }: At): M {
  return (event as unknown as Received<M>).message
}

/** Who sent it. */
export function senderOf({ event }: At): NodeId {
  return (event as unknown as Received).from
}

/** The HSMs of the fleet that is being made the serving one. */
export function newHsms(rules: Rules, at: At): readonly NodeId[] {
  return rules.fleets[underWay(at).fleet] ?? []
}

/** How many of them must hold the bundle before clients are sent there: a quorum, as for everything else. */
export function holdersNeeded(rules: Rules, at: At): number {
  const n = newHsms(rules, at).length
  return quorumOf(n, rules.profile.surplus) ?? n
}
