/** What the machine of the ways to hold K has, keeps and hears (§8.3). */
import type { Boot, Octets, Received } from '../boundary.ts'
import type { KeptThere, Kind } from '../cloud/store.ts'
import type { NodeId } from '../names.ts'
import type { Deps } from '../shell.ts'
import type { Ended } from '../tells.ts'

/** A way to get K on a phone that has nothing: a password or recovery code (the vault), 64 digits, a passkey. */
export type Way = 'vault' | 'digits' | 'passkey'

/** What typing 64 digits comes to (§8.2.2). */
export type Typed =
  | { readonly ok: true; readonly key: Octets }
  | { readonly ok: false; readonly error: 'length' | 'character' }

/** The 64-digit key: K as a person writes it down, and back (§8.2.2). Total. */
export interface DigitKeyPort {
  readonly write: (key: Octets) => string
  readonly read: (typed: string) => Typed
}

/**
 * The platform's passkey (§8.2.4): its PRF's output never reaches a machine. Total: null where the user declined or
 * there is no such passkey, and where a wrapped key does not open.
 */
export interface PasskeyPort {
  /** Wraps K (32 bytes); `salt` 32 bytes, a draw. */
  readonly wrap: (key: Octets, salt: Octets) => Octets | null
  readonly unwrap: (wrapped: Octets) => Octets | null
}

/** What the holding machine is made from. */
export interface HoldingDeps extends Deps {
  readonly account: string
  readonly cloud: NodeId
  readonly digits: DigitKeyPort
  readonly passkey: PasskeyPort
}

/** The cell `holding`: what must outlive a crash, and what the phone may tell its user at any time. */
export interface Held {
  readonly key: Octets | null
  /** Confirmed, and nothing was begun since that could close them. */
  readonly certain: readonly Way[]
  /** Being made, replaced or closed: each may give K, or not. */
  readonly doubtful: readonly Way[]
}

/** The user's acts. `secret`: the password or code where the way is the vault; `key`: K, for a phone that has none. */
export interface Hold {
  readonly type: 'hold'
  readonly way: Way
  readonly secret: Octets
  readonly key: Octets
}
/** The digits that are shown, typed back from what was written down. */
export interface TypeBack {
  readonly type: 'typeBack'
  readonly digits: string
}
/** A way is given up. */
export interface Close {
  readonly type: 'close'
  readonly way: Way
  readonly secret: Octets
}
/** K on a phone that has it not. */
export interface Regain {
  readonly type: 'regain'
  readonly way: Way
  readonly secret: Octets
  readonly digits: string
}

/** How an act ended, in its own words or in those of the vault's protocols. */
export type HoldingOutcome =
  | Ended['outcome']
  | 'held'
  | 'closed'
  | 'regained'
  /** No other way is certain: it stays as it is. */
  | 'onlyWay'
  /** What was typed is not the K that is shown, or not 64 digits. */
  | 'wrongDigits'
  /** The passkey declined, or does not open what is kept. */
  | 'noPasskey'
  /** Well formed, and not the K that the backups are under. */
  | 'wrongKey'
  /** There is nothing to be closed, fetched or typed back. */
  | 'nothingThere'
  /** One act at a time. */
  | 'busy'

/** What the phone tells its user at the end of an act, and which ways it counts on from then on. */
export interface HoldingEnded {
  readonly type: 'holdingEnded'
  readonly outcome: HoldingOutcome
  readonly certain: readonly Way[]
  readonly doubtful: readonly Way[]
  /** K, where it was regained. */
  readonly key?: Octets
  /** As the vault's protocols end: guesses that remain, ticks until the next one, which check failed. */
  readonly attemptsLeft?: number
  readonly ticksLeft?: number
  readonly why?: string
}
/** K to be written down; not the end of the act. */
export interface DigitsShown {
  readonly type: 'digitsShown'
  readonly digits: string
}

/** Plain data; all but `held` is gone with the power. */
export interface Context {
  readonly held: Held
  /** As it was before the act that goes on. */
  readonly before: Held
  readonly act: Hold | Close | Regain | null
  /** What the store is to keep, or is asked for (`value` undefined: nothing is to be kept). */
  readonly kind: Kind
  readonly value: Octets | null
  readonly version: number
  /** K, as a store's answer or the user's typing gives it; null: it gives none. */
  readonly found: Octets | null
}

/** A phone that holds nothing yet. */
export const NOTHING_HELD: Held = { key: null, certain: [], doubtful: [] }

/** Before the first act, and between two. */
export const BLANK: Context = {
  held: NOTHING_HELD,
  before: NOTHING_HELD,
  act: null,
  kind: 'mark',
  value: null,
  version: 1,
  found: null,
}

/** What the machine takes: the user's acts, how the vault's protocols ended, the store's answers, timers. */
export type Event =
  | Boot
  | Hold
  | TypeBack
  | Close
  | Regain
  | Ended
  | Received<KeptThere>
  | { readonly type: `xstate.after.${string}` }

/** What a guard or an action is given. */
export interface At {
  readonly context: Context
  readonly event: Event
}

/** The act that the event brings. */
export function actIn({ event }: At): Hold | Close | Regain {
  return event as Hold | Close | Regain
}
