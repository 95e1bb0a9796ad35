/** What the clock machine of one HSM holds and hears (§4.5). */
import type { Boot, Received } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import type { Profile } from '../profiles.ts'
import type { TickCommand } from './log-steps.ts'

/** What the vault tells it. */
export interface ClockState {
  /** The log's tick, as this HSM applied it. */
  readonly tick: number
  readonly term: number
  readonly leads: boolean
  /** Does a guess wait, or does a session live? Then the leader asks for ticks. */
  readonly wanted: boolean
}

/** A clock that was told nothing yet. */
export const STOPPED: ClockState = { tick: 0, term: 0, leads: false, wanted: false }

/** Ticks of 1 ms: the δ between two ticks of the log, and how often the leader asks who is ready. */
export const CLOCK_DELAYS = { delta: 1_000, poll: 400 } as const

/** What the clock machine is made from. */
export interface ClockDeps {
  readonly profile: Profile
  /** All HSMs of the fleet, this one included. */
  readonly peers: readonly NodeId[]
}

/** From a leader: whose own clock has run δ since the tick before this one? */
export interface TickWanted {
  readonly type: 'tickWanted'
  readonly tick: number
}
/** Ready(k): mine has. */
export interface TickReady {
  readonly type: 'tickReady'
  readonly tick: number
}

/** To the vault of the same HSM: a quorum of clocks has run, and the log may tick. */
export interface TickDue {
  readonly type: 'tickDue'
  readonly command: TickCommand
}

/** What an HSM's clock remembers (§4.5): the last tick, and who is ready for the next. */
export interface Context {
  readonly self: NodeId
  readonly state: ClockState
  /** Who said Ready for the next tick; this HSM too, once its own clock has run. */
  readonly ready: Readonly<Record<NodeId, true>>
}

/** What an HSM's clock takes: ticks of the log, Readys of replicas, its own timer (§4.5). */
export type Event =
  | Boot
  | ({ readonly type: 'clockSet' } & ClockState)
  | Received<TickWanted>
  | Received<TickReady>
  | { readonly type: `xstate.after.${string}` }

/** What a guard or an action is given. */
export interface At {
  readonly context: Context
  readonly event: Event
}
