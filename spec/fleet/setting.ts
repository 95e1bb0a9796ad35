/** What the claims of §7 know from the start: what was shipped to clients, and what the log held (§7.2, §7.4). */
import type { Octets } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import type { FleetKeys } from '../tells.ts'
import type { Anchors } from './bundle.ts'

/** An entry of the log, as far as claims look at it. */
export interface Logged {
  readonly epoch: number
  readonly digest: Octets
  readonly timestampMs: number
}

/** What was shipped and logged before the run; plain data. */
export interface TrustSetting {
  readonly anchors: Anchors
  /** Pins of pinned clients; a client that is not listed takes its keys over the air. */
  readonly pins: Readonly<Record<NodeId, readonly FleetKeys[]>>
  /** As in each client's settings (TrustSettings). */
  readonly floor: number
  /** By client. */
  readonly builtAtMs: Readonly<Record<NodeId, number>>
  readonly overlapMs: number
  /** Does the profile ask for log proofs? */
  readonly logProofs: boolean
  /** The log as delivered, oldest first. */
  readonly genesis: readonly Logged[]
  /** Epochs whose ceremony took place before the run. */
  readonly evidenced: readonly number[]
}
