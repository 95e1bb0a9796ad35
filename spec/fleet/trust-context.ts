/** What the client's trust machine is made from, and what it remembers (§7.2). */
import type { Boot, Received } from '../boundary.ts'
import type { CryptoPort } from '../crypto.ts'
import type { NodeId } from '../names.ts'
import type { Profile } from '../profiles.ts'
import type { FleetKeys, KeysWanted } from '../tells.ts'
import type { Anchors } from './bundle.ts'
import type { Expectation } from './checks.ts'
import type { TreeHead } from './format.ts'
import type { BundleAnswer } from './messages.ts'
import { isCount } from './statements.ts'

/** How one app is built; the same at each boot. */
export interface TrustSettings {
  readonly mode: 'pinned' | 'overTheAir'
  /** Pinned mode: the app's own keys, oldest fleet first. Nothing else is ever trusted. */
  readonly pins: readonly FleetKeys[]
  readonly anchors: Anchors
  readonly frontEnd: NodeId
  /** The clock of a client that is not told the time, in ms since 1970: when the app was built. */
  readonly builtAtMs: number
  /** How old a checkpoint may be, in ms; looked at in profiles with `logProofs`. */
  readonly checkpointAgeMs: number
  /** How long an epoch stays acceptable after the next one was logged, in ms; as `checkpointAgeMs`. */
  readonly overlapMs: number
}

/** Ticks until a request is repeated, and how often one is sent. */
export const REQUEST_TICKS = 2_000
/** How often one request is sent before the answer is `noAnswer`. */
export const REQUESTS_MAX = 5

/** What never changes in an app's life. */
export interface Rules extends TrustSettings {
  readonly crypto: CryptoPort
  readonly profile: Profile
}

/** The cell `trust`: what makes an old epoch refusable, and a rewritten log visible. */
export interface Memory {
  readonly newest: { readonly epoch: number; readonly digest: string } | null
  /** Digest of what was accepted, by fleet: a named fleet that is held may be older than the newest. */
  readonly held: Readonly<Record<string, string>>
  readonly head: TreeHead | null
}

/** One machine's question. */
export interface Want {
  readonly by: string
  readonly fleet: string | null
  readonly purpose: 'enrol' | 'recover'
  readonly nowMs: number
}

/** What a client's trust remembers (§7.2): the cell `trust`, and who waits for keys. */
export interface Context {
  readonly memory: Memory
  /** Questions, oldest first; the first is being asked. */
  readonly wants: readonly Want[]
  /** Requests sent for the first one. */
  readonly requests: number
}

/** What a client's trust takes: questions of its shell, answers of the front end, its timer (§7.2). */
export type TrustEvent =
  | Boot
  | KeysWanted
  | Received<BundleAnswer>
  | { readonly type: `xstate.after.answerTimeout${string}` }

/** What a guard or an action is given. */
export interface At {
  readonly context: Context
  readonly event: TrustEvent
}

/** A client without memory. */
export const NOTHING: Memory = { newest: null, held: {}, head: null }

/** The answer of an event that a transition names. */
export function answerOf({ event }: At): BundleAnswer {
  return (event as Received<BundleAnswer>).message
}

/** The question of an event that a transition names. */
export function wantOf(rules: Rules, { event }: At): Want {
  const { by, fleet, nowMs, purpose } = event as KeysWanted
  return {
    by,
    fleet: fleet ?? null,
    purpose: purpose ?? (by === 'enrollment' ? 'enrol' : 'recover'),
    nowMs: isCount(nowMs) ? nowMs : rules.builtAtMs,
  }
}

/** The question that is being asked. */
export function asking(context: Context): Want {
  return context.wants[0] as Want
}

/** The pins that answer a question, or undefined. */
export function pinFor(rules: Rules, fleet: string | null): FleetKeys | undefined {
  return fleet === null ? rules.pins.at(-1) : rules.pins.find((pin) => pin.fleet === fleet)
}

/** What the answer to the present question is held against. */
export function expectation(rules: Rules, context: Context): Expectation {
  const { crypto, anchors, profile, checkpointAgeMs, overlapMs } = rules
  const { fleet, nowMs, purpose } = asking(context)
  return {
    crypto,
    anchors,
    fleet,
    floor: profile.epochFloor,
    mayGoBack: profile.logProofs && purpose === 'recover',
    ...context.memory,
    nowMs,
    checkpointAgeMs,
    overlapMs,
  }
}
