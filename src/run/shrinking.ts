/**
 * Attempts at a smaller run in which the same claim stays broken (§10.7). Where the run has a seeded bug, the same
 * choices must not break the claim without it: otherwise what is left would show something else.
 */
import type { Choice, Claim } from '../../spec/boundary.ts'
import type { Doors } from '../bugs/doors.ts'
import type { Plan } from '../sim/plan.ts'
import type { Setup } from '../sim/setup.ts'
import { Intents } from './intents.ts'
import { type Point, Track, type Tried } from './track.ts'

/** A run that breaks the claim in its last choice. */
export interface Failing {
  readonly choices: readonly Choice[]
  readonly why: string
}

/** What attempts go on from: what was meant by choices, and whether the claim must hold without the bug. */
export interface Before {
  readonly intents: Intents
  readonly mustHoldWithout: boolean
}

/** The run of one setup under one claim; tries to make it smaller. */
export class Trial implements Before {
  readonly intents: Intents
  readonly mustHoldWithout: boolean
  private readonly claim: Claim
  private readonly track: Track
  /** The same world without the bug. */
  private readonly honest: Track | null

  constructor(setup: Setup, claim: Claim, doors: Doors, before?: Before) {
    this.intents = before?.intents ?? new Intents()
    this.mustHoldWithout = before?.mustHoldWithout ?? hasBug(doors)
    this.claim = claim
    this.track = new Track(setup, claim, doors, this.intents)
    this.honest = this.mustHoldWithout ? new Track(setup, claim, withoutBug(doors)) : null
  }

  /** What all attempts together have cost, in steps of machines. */
  get cost(): number {
    return this.track.cost + (this.honest?.cost ?? 0)
  }

  /** Nodes, in the order of a world's places. */
  get nodes(): readonly string[] {
    return this.track.nodes
  }

  /** Where the failing run that is kept stands before its first choice, and after each. */
  get points(): readonly Point[] {
    return this.track.kept.points
  }

  /** Takes these choices as far as they go; the failing run that they make, or null. It is kept if there is one. */
  run(choices: readonly Choice[]): Failing | null {
    return this.accept(this.track.walk(choices), null)
  }

  /** The same for what a plan comes to. */
  tell(plan: Plan): Failing | null {
    return this.accept(this.track.tell(plan), plan)
  }

  private accept(tried: Tried, plan: Plan | null): Failing | null {
    const { why } = tried
    if (why === null) return null
    const { honest } = this
    if (honest !== null) {
      const taken = tried.choices.filter((_, i) => tried.points[i] !== tried.points[i + 1])
      // Without the bug other messages are sent, and left lying they would break what must happen eventually.
      const same = this.claim.kind === 'eventually' && plan !== null ? honest.tell(plan) : honest.walk(taken)
      if (same.why !== null) return null
      honest.kept = same
    }
    return { choices: this.track.keep(tried), why }
  }
}

/** Does one of the four doors stand open (§1.12)? */
export function hasBug({ part, port, reorder, profilePatch }: Doors): boolean {
  return [part, port, reorder, profilePatch].some((door) => door !== undefined)
}

/** The same, with the doors shut. */
export function withoutBug({ twin }: Doors): Doors {
  return twin === undefined ? {} : { twin }
}
