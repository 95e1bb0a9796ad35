/** What the enrolment and recovery machines of one phone are made from (§3.6, §6.4). */
import type { Effect, Octets } from '../boundary.ts'
import type { Stretch } from '../crypto.ts'
import type { NodeId } from '../names.ts'
import type { Deps } from '../shell.ts'
import { STRETCH_BOUNDS, STRETCH_DEFAULT, type StretchBounds } from '../stretching.ts'
import type { FleetKeys } from '../tells.ts'
import type { KeyHeld } from './backups.ts'

export interface ClientDeps extends Deps {
  /** Whose phone it is: a word of at most 32 characters. */
  readonly account: string
  readonly frontEnd: NodeId
  /** What a new record is stretched with; STRETCH_DEFAULT if absent. */
  readonly stretch?: Stretch
  /** What a client takes from a server; STRETCH_BOUNDS if absent. */
  readonly bounds?: StretchBounds
  /** How often one act of the user may begin at the beginning; STARTS_MAX if absent. */
  readonly starts?: number
  /** The machine that hears how an act ended: the one above both (§8.3); the user, if absent. */
  readonly tells?: string
  /** Where its backups are kept; absent: nowhere, and the phone has no files machine (§8.4). */
  readonly backups?: NodeId
}

/** An act of the user that was lost half way begins again so often (`published`; recoveries in both). */
export const STARTS_MAX = 3

/** How long a client waits, in ticks of 1 ms. */
export const CLIENT_DELAYS = {
  /** The same request again. */
  resend: 600,
  /** The same user's act from the beginning, where the profile lets it. */
  startAgain: 6_000,
  /** The user is told how it ended. */
  giveUp: 25_000,
  /** A confirmation that nobody answered is repeated, over restarts (`hardened`). */
  repeat: 5_000,
} as const

/** Stretching of a new record. */
export function stretchOf({ stretch }: ClientDeps): Stretch {
  return stretch ?? STRETCH_DEFAULT
}

/** Bounds on stretching that a server offers. */
export function boundsOf({ bounds }: ClientDeps): StretchBounds {
  return bounds ?? STRETCH_BOUNDS
}

/** K is in this phone's hands: its files machine, where it has one, may seal and open from now on (§8.4). */
export function keyHeld({ backups }: ClientDeps, key: Octets): readonly Effect[] {
  return backups === undefined
    ? []
    : [{ do: 'tell', machine: 'files', event: { type: 'keyHeld', key } as KeyHeld }]
}

/** The client's key of a lineage (`hardened`): whoever has it may replace or delete the record. */
export interface Holder {
  readonly secret: Octets
  readonly public: Octets
}

/** recovery to enrollment: what was learnt of the account (`hardened`). */
export interface LineageKnown {
  readonly type: 'lineageKnown'
  /** The key of the record that was recovered, or null. */
  readonly holder: Holder | null
  /** Lineages of this account that ran out, as far as the user was told. */
  readonly generation: number
  /** The fleet that it was recovered from, or null. */
  readonly home: FleetKeys | null
}
