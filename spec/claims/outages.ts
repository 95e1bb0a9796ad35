/**
 * Which replicas are out, and which fleets are beyond recovery by design (§5.12): liveness is claimed of the others
 * only. Read from power, storage and the wire, never from what a machine says of itself.
 */
import type { Fact, Setting } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import type { RoleChanged } from '../tells.ts'
import { startCount } from './storage.ts'
import { without } from './tables.ts'
import { toldVault } from './told.ts'

/**
 * Why a fleet with incarnations (§5.9) may rightly stand still: more than n - q replicas were down, or not registered
 * again, at once (`recordsLost`); or no leader was ever there and a replica is down, whose vote all wait for
 * (`neverFounded`).
 */
export type End = 'recordsLost' | 'neverFounded'

/** By replica and by fleet. */
export interface Outages {
  readonly setting: Setting
  readonly fleetOf: Readonly<Record<NodeId, string>>
  /** Crashed and not powered again. */
  readonly down: Readonly<Record<NodeId, true>>
  /** Powered again, and no acknowledgement that counts has left it since. */
  readonly fresh: Readonly<Record<NodeId, true>>
  /** Fleets with incarnations: a fresh replica does not count there. */
  readonly rejoins: Readonly<Record<string, true>>
  /** Fleets that had a leader once. */
  readonly led: Readonly<Record<string, true>>
  readonly lost: Readonly<Record<string, true>>
}

/** Everybody is up. */
export function startOutages(setting: Setting): Outages {
  const none = {}
  const { fleetOf } = startCount(setting)
  return { setting, fleetOf, down: none, fresh: none, rejoins: none, led: none, lost: none }
}

/** How many replicas of a fleet are out. */
export function missing({ setting, down, fresh, rejoins }: Outages, fleet: string): number {
  const nodes = setting.fleets[fleet] ?? []
  return nodes.filter((node) => down[node] || (rejoins[fleet] && fresh[node])).length
}

/** n - q of a fleet. */
export function missingMax({ setting }: Outages, fleet: string): number {
  return (setting.fleets[fleet]?.length ?? 0) - (setting.quorums[fleet] ?? 0)
}

/** Is this fleet beyond recovery, by what the profile says of itself? */
export function endOf(at: Outages, fleet: string): End | null {
  if (at.lost[fleet]) return 'recordsLost'
  return at.rejoins[fleet] && !at.led[fleet] && missing(at, fleet) > 0 ? 'neverFounded' : null
}

/** The kinds of fact that outages are read from. */
export const OUTAGE_READS = ['crashed', 'booted', 'persisted', 'sent', 'told'] as const

/** After one fact; the same object when nothing changed. */
export function stepOutages(at: Outages, fact: Fact): Outages {
  const fleet = 'node' in fact ? at.fleetOf[fact.node] : undefined
  if (fleet === undefined || !('node' in fact)) return at
  const { node } = fact
  switch (fact.fact) {
    case 'crashed': {
      const gone: Outages = { ...at, down: { ...at.down, [node]: true } }
      const ends = at.rejoins[fleet] && at.led[fleet] && missing(gone, fleet) > missingMax(at, fleet)
      return ends ? { ...gone, lost: { ...at.lost, [fleet]: true } } : gone
    }
    case 'booted':
      if (!at.down[node]) return at
      return { ...at, down: without(at.down, node) as Outages['down'], fresh: { ...at.fresh, [node]: true } }
    case 'persisted': {
      const rejoins = fact.cell === 'ballot' && (fact.value as { writer: unknown }).writer !== null
      return rejoins && !at.rejoins[fleet] ? { ...at, rejoins: { ...at.rejoins, [fleet]: true } } : at
    }
    case 'sent': {
      if (fact.message.type !== 'appended' || !at.fresh[node]) return at
      return { ...at, fresh: without(at.fresh, node) as Outages['fresh'] }
    }
    case 'told': {
      const role = toldVault<RoleChanged>(fact, 'roleChanged')
      return role?.leads && !at.led[fleet] ? { ...at, led: { ...at.led, [fleet]: true } } : at
    }
    default:
      return at
  }
}
