/** What the adversary's distribution is made from, and what it forges (A2, A7, A9). */
import type { Boot, Draw, Octets, Received } from '../boundary.ts'
import type { CryptoPort, KeyPair } from '../crypto.ts'
import type { NodeId } from '../names.ts'
import type { Deps } from '../shell.ts'
import type { HomeChanged } from '../tells.ts'
import { type Anchors, artifactOf, type Bundle, fleetSecrets, type LogProof } from './bundle.ts'
import { counterSigned, prove, stamp } from './log.ts'
import type { Activate, BundleRequest, BundleServed, ProofAnswer, Stamped } from './messages.ts'

/**
 * What it does with a request.
 * - `honest`: relays. `stale`: shows the oldest bundle that it has seen.
 * - `ownKeys`: keys of its own, signed with whatever it holds, and with a stray key where it holds none.
 * - `counterOverContent`: the genuine bundle, counter-signed over its content. Needs the operator's key.
 * - `planted` (A9): keys of its own as the next epoch, which the auditor signs since it signs what follows its rules.
 * - `skipping`: the same, one epoch further: an honest auditor refuses.
 */
export const TRICKS = ['honest', 'stale', 'ownKeys', 'counterOverContent', 'planted', 'skipping'] as const
/** The name of a trick. */
export type Trick = (typeof TRICKS)[number]

/** What it is made from. */
export interface HostileDeps extends Deps {
  readonly fleets: Readonly<Record<string, readonly NodeId[]>>
  /** As in an honest one (DistributionDeps). */
  readonly serving: string
  readonly accounts: Readonly<Record<NodeId, string>>
  readonly operator: NodeId
  /** Clients that are shown a forged bundle whenever anybody asks, without having asked. */
  readonly unasked: readonly NodeId[]
  readonly anchors: Anchors
  readonly auditor: NodeId
  /** The keys that it holds (A7, A9); a stray key stands in for those that it does not. */
  readonly auditorKey: KeyPair | null
  readonly operatorKey: KeyPair | null
  readonly tricks: readonly Trick[]
  /** The time that its own checkpoints claim, in ms since 1970. */
  readonly nowMs: number
}

/** What a hostile front end is made with (§7.2). */
export type Rules = HostileDeps

/** What it has seen, and where it is in its list. */
export interface Context {
  readonly serving: string
  readonly homes: Readonly<Record<string, string>>
  /** Requests so far: HSMs take turns. */
  readonly asked: number
  /** By epoch. */
  readonly seen: Readonly<Record<number, Bundle>>
  readonly turn: number
  readonly planted: { readonly artifact: Octets; readonly bundle: Bundle | null } | null
}

/** It changes its mind: the trick that is next is left out. */
export interface TurnAway {
  readonly type: 'turnAway'
}

/** What a hostile front end takes: the messages that pass through it, and its own will. */
export type Event =
  | Boot
  | HomeChanged
  | TurnAway
  | Received<BundleRequest>
  | Received<BundleServed>
  | Received<ProofAnswer>
  | Received<Activate>
  | Received<Stamped>

/** What an action is given. */
export interface At {
  readonly context: Context
  readonly event: Event
}

/** The bundle that an HSM served. */
export const servedOf = ({ event }: At) => (event as Received<BundleServed>).message
/** The trick that is next. */
export const trickOf = ({ tricks }: Rules, { context }: At) =>
  tricks[context.turn % tricks.length] ?? 'honest'

/** An artifact of the adversary's own keys. */
export function ownArtifact(crypto: CryptoPort, fleet: string, epoch: number, draw: Draw): Octets {
  const seeds = draw as Parameters<typeof fleetSecrets>[3]
  const { keys } = fleetSecrets(crypto, fleet, epoch, seeds)
  const artifact = crypto.artifact(artifactOf(keys, crypto.digest(draw.oprf as Octets)))
  return artifact.ok ? artifact.value : crypto.digest(draw.oprf as Octets)
}

/** A forged answer: the bundle, and a proof in a log of its own where it holds the auditor's key. */
export function ownKeys(rules: Rules, at: At): { readonly bundle: Bundle; readonly proof: LogProof | null } {
  const { crypto, anchors, auditorKey, operatorKey, nowMs } = rules
  const { bundle, since } = servedOf(at)
  const draw = (at.event as Received).draw as Draw
  const stray = crypto.signingKeys(draw.signing as Octets)
  const artifact = ownArtifact(crypto, nameOf(rules, bundle), bundle.epoch, draw)
  const { namespace, suite } = anchors
  const request = { type: 'stampRequest', suite, namespace, epoch: bundle.epoch, artifact } as const
  const entry = stamp(crypto, (auditorKey ?? stray).secret, nowMs, { ...request, transcript: null })
  const forged = counterSigned(crypto, (operatorKey ?? stray).secret, entry, artifact)
  const proof =
    auditorKey === null ? null : prove(crypto, auditorKey, [entry], nowMs, { bundle: forged, since })
  return { bundle: forged, proof }
}

/** The epoch that a planted bundle claims. */
export function plantedEpoch(rules: Rules, at: At): number {
  return servedOf(at).bundle.epoch + (trickOf(rules, at) === 'skipping' ? 2 : 1)
}

function nameOf({ crypto }: Rules, { artifact }: Bundle): string {
  const read = crypto.readArtifact(artifact)
  return read.ok ? read.value.fleet : 'a'
}
