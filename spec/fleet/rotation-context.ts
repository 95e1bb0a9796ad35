/** What the operator's rotation machine is made from, and what it remembers (§7.3). */
import type { Boot, Message, Octets, Received } from '../boundary.ts'
import type { CryptoPort, KeyPair } from '../crypto.ts'
import type { NodeId } from '../names.ts'
import { quorumOf } from '../profiles.ts'
import type { Deps } from '../shell.ts'
import type { Anchors, Bundle } from './bundle.ts'
import type { CeremonyPlan } from './ceremony.ts'
import type {
  Activated,
  BundleStored,
  CeremonyAnswer,
  CountAnswer,
  PhaseTaken,
  Stamped,
  StampRefused,
} from './messages.ts'

/** What an operator's ceremony side is made from. */
export interface RotationDeps extends Deps {
  readonly fleets: Readonly<Record<string, readonly NodeId[]>>
  readonly auditor: NodeId
  readonly frontEnd: NodeId
  readonly anchors: Anchors
  /** The counter-signing key. */
  readonly key: KeyPair
  /** The fleet that serves before any rotation; left out: none does. */
  readonly serving?: { readonly fleet: string; readonly epoch: number }
  /** Ceremonies by fleet: a transcript is demanded of each fleet that is listed. */
  readonly ceremonies?: Readonly<Record<string, CeremonyPlan>>
}

export interface Rules extends RotationDeps {
  readonly crypto: CryptoPort
}

/**
 * Where a rotation stands; each stage is durable before the messages of the next leave. In `overlap` both fleets
 * have keys, and clients move; `erasing` ends it.
 */
export type Stage = 'ceremony' | 'stamping' | 'publishing' | 'activating' | 'overlap' | 'erasing'

/** The cell `rotation`. */
export interface Rotation {
  readonly fleet: string
  readonly epoch: number
  /** The fleet that served before, and its epoch; null: none. */
  readonly replaces: { readonly fleet: string; readonly epoch: number } | null
  readonly stage: Stage
  /** From `stamping` on. */
  readonly artifact: Octets | null
  readonly transcript: Octets | null
  /** From `publishing` on. */
  readonly bundle: Bundle | null
  /** From `erasing` on: how many records the operator agreed to lose; null: nobody could count them. */
  readonly lost: number | null
}

/** What the operator's rotation remembers (§7.3): the stage it is in, who answered, the operator's word. */
export interface Context {
  readonly rotation: Rotation | null
  /** The cell `rotation.serving`. */
  readonly serving: { readonly fleet: string; readonly epoch: number } | null
  /** HSMs that answered in this stage; asked again after a restart. */
  readonly answered: readonly NodeId[]
  /** What `retire` came with: the number of lost records that the operator agrees to. */
  readonly word: number | null | undefined
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
/**
 * The operator's act, in two steps: without `lost` the records that are still at the old fleet are counted and
 * told; with the number that was told, the old fleet's keys are erased and these records with them.
 */
export interface Retire {
  readonly type: 'retire'
  readonly lost?: number | null
}
/** What the operator is told of a retirement. */
export interface RetirementTold {
  readonly type: 'retirementTold'
  readonly fleet: string
  readonly outcome: 'counted' | 'erased' | 'nothingToRetire'
  /** Records that are lost, or would be; null: no replica of the old fleet could say. */
  readonly lost: number | null
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

/** What the operator's rotation takes: acts, answers of HSMs, auditor and front end, timers (§7.3). */
export type RotationEvent =
  | Boot
  | Rotate
  | Abandon
  | Retire
  | Received<CeremonyAnswer>
  | Received<Stamped>
  | Received<StampRefused>
  | Received<BundleStored>
  | Received<Activated>
  | Received<PhaseTaken>
  | Received<CountAnswer>
  | { readonly type: `xstate.after.uncounted${string}` }
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

/** The HSMs of the fleet that it replaces. */
export function oldHsms(rules: Rules, at: At): readonly NodeId[] {
  return rules.fleets[underWay(at).replaces?.fleet ?? ''] ?? []
}

/** Ticks after which a count is given up: no replica of the old fleet leads. */
export const UNCOUNTED_TICKS = 10_000

/** How many of them must hold the bundle before clients are sent there: a quorum, as for everything else. */
export function holdersNeeded(rules: Rules, at: At): number {
  const n = newHsms(rules, at).length
  return quorumOf(n, rules.profile.surplus) ?? n
}
