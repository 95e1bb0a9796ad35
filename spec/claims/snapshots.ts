/** The last snapshots that vaults made of their own state: what one that travelled is held against (§5.8). */
import type { Fact, Plain } from '../boundary.ts'
import { same } from '../canonical.ts'
import type { Installed, Snapshot } from '../tells.ts'
import { toldVault } from './told.ts'

/** By fleet and index; shared with the world, not copied. */
export type Snapshots = Readonly<Record<string, Readonly<Record<number, Plain>>>>

/** A snapshot older than so many others travels no more. */
const SNAPSHOTS_KEPT = 4

/** The snapshot that a vault made, if this fact is that. */
export function snapshotOf(fact: Fact): Snapshot | undefined {
  return fact.fact === 'told' && fact.machine === 'consensus' && fact.event.type === 'snapshot'
    ? (fact.event as Snapshot)
    : undefined
}

/** The snapshots with one more, of this fleet. */
export function withSnapshot(before: Snapshots, fleet: string, { index, state }: Snapshot): Snapshots {
  const kept = before[fleet] ?? {}
  if (kept[index] !== undefined) return before
  const recent = Object.entries({ ...kept, [index]: state }).slice(-SNAPSHOTS_KEPT)
  return { ...before, [fleet]: Object.fromEntries(recent) }
}

/** Does this fact show another state at an index than a vault of that fleet had there? The index, or null. */
export function otherState(snapshots: Snapshots, fleet: string, fact: Fact): number | null {
  const shown = toldVault<Installed>(fact, 'installed') ?? snapshotOf(fact)
  if (shown === undefined) return null
  const known = snapshots[fleet]?.[shown.index]
  return known === undefined || same(known, shown.state) ? null : shown.index
}
