/**
 * A capability of the adversary, as data (§10.6): what it may do how often, what it brings into a drawn run, and by
 * what it is known to have acted. Every act is a choice or an ordinary node, so that search, shrinking and replay
 * work on attacks as on faults.
 */
import type { NodeId } from '../../../spec/names.ts'
import type { Planned, Reaction } from '../plan.ts'
import type { Random } from '../random.ts'
import type { Act, ClientSetup, FleetSetup } from '../setup.ts'
import type { Budgets } from '../world.ts'

/** The names of the table: A0 to A10. */
export type CapabilityId = 'A0' | 'A1' | 'A2' | 'A3' | 'A4' | 'A5' | 'A6' | 'A7' | 'A8' | 'A9' | 'A10'

/** The honest part of a drawn run, and for how long (in ticks) the first phase lasts. */
export interface Drawn {
  readonly profile: string
  readonly fleets: readonly FleetSetup[]
  readonly hsms: readonly NodeId[]
  readonly clients: readonly ClientSetup[]
  readonly acts: readonly Act[]
  readonly begins: readonly Planned[]
  readonly until: number
}

/** What a capability adds to a run; what it leaves out is empty. */
export interface Part {
  /** Clients of its own; their `rogue` names the capability. */
  readonly clients?: readonly ClientSetup[]
  readonly acts?: readonly Act[]
  readonly planned?: readonly Planned[]
  readonly reactions?: readonly Reaction[]
  /** Answers that it holds back, as a plan has them. */
  readonly suppressed?: Readonly<Record<string, number>>
  /** HSMs that it runs, without their sigil. */
  readonly owned?: readonly string[]
  /** HSMs whose storage is in its hands, without their sigil. */
  readonly hosts?: readonly string[]
  /** Secrets that it holds from the start, by name: `signing`, `auditor`, `operator`. */
  readonly holds?: readonly string[]
}

/** One row of the table. */
export interface Capability {
  readonly id: CapabilityId
  /** Those that it includes, directly. */
  readonly includes: readonly CapabilityId[]
  readonly says: string
  /**
   * What it can do, each thing by itself; a power that is one kind of choice has its name. Each has a test in which it takes
   * effect (properties/powers.test.ts).
   */
  readonly powers: Readonly<Record<string, string>>
  /** Choices that it may make, by kind: how often in a run. */
  readonly budgets: Budgets
  /** Draws its part of a run, from a fork of the seed of its own: adding one capability shifts no other's draws. */
  readonly draw: (random: Random, run: Drawn) => Part
}
