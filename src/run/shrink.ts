/** A failing run made small (§10.7): fewer choices, fewer acts, fewer nodes, no time; the same claim stays broken. */
import type { Choice, Claim } from '../../spec/boundary.ts'
import type { Doors } from '../bugs/doors.ts'
import type { Setup } from '../sim/setup.ts'
import { causes, without, withoutClasses, zeroed } from './leaving-out.ts'
import { type Failing, Trial } from './shrinking.ts'
import { fewerNodes, used, withoutAct } from './smaller-setups.ts'
import { storyOf, Telling } from './telling-again.ts'

/** What is to be shrunk. */
export interface ShrinkTask {
  readonly setup: Setup
  readonly choices: readonly Choice[]
  readonly claim: Claim
  readonly doors?: Doors
  /** What all attempts together may cost, in steps of machines. */
  readonly costMax?: number
}

/** The small run; null where the given one does not break the claim. */
export type Shrunk = {
  readonly setup: Setup
  readonly choices: readonly Choice[]
  readonly why: string
  /** What all attempts together have cost, in steps of machines. */
  readonly cost: number
  /** There was a seeded bug, and the run that was given breaks the claim without it as well: nothing is said about the bug. */
  readonly alsoWithoutBug: boolean
}

/** Ten seconds, where a step costs what it costs in a fleet of five. */
const COST_MAX = 40_000
/** At most such a part of them in search of a run that can be told again, and as many to leave out parts of it. */
const TELLING_SHARE = 0.15
/** The first pass leaves out no less than this part of the choices at a time. */
const COARSE = 24

/** Shrinks. Of a run that must come to an end (*eventually*), only acts and faults are left out, and it keeps its times. */
export function shrink(task: ShrinkTask): Shrunk | null {
  const { setup, choices, claim, doors = {}, costMax = COST_MAX } = task
  if (claim.kind === 'eventually') return shrinkStory({ setup, choices, claim, doors, costMax })
  // Time is not looked at by any choice.
  const timeless = choices.map(({ after: _, ...choice }) => choice)
  let first = new Trial(setup, claim, doors)
  let failing = first.run(timeless)
  const alsoWithoutBug = failing === null && first.mustHoldWithout
  if (alsoWithoutBug) {
    first = new Trial(setup, claim, doors, { intents: first.intents, mustHoldWithout: false })
    failing = first.run(timeless)
  }
  if (failing === null) return null
  const telling = new Telling(claim, doors, first, costMax * TELLING_SHARE)
  const told = telling.shortest(storyOf(setup, choices.slice(0, failing.choices.length)))
  const shrinking = new Shrinking(claim, doors, costMax, told ?? { trial: first, setup, failing })
  shrinking.cost = telling.cost + (told === null ? 0 : first.cost - told.trial.cost)
  shrinking.shrink()
  const { best, setup: smallest, trial, cost } = shrinking
  return {
    ...{ setup: used(smallest, best), choices: best.choices, why: best.why },
    ...{ cost: Math.round(cost + trial.cost), alsoWithoutBug },
  }
}

function shrinkStory({ setup, choices, claim, doors, costMax }: Required<ShrinkTask>): Shrunk | null {
  const story = storyOf(setup, choices)
  const before = new Trial(setup, claim, doors)
  const telling = new Telling(claim, doors, before, costMax / 2)
  const told = telling.shortest(story)
  if (told === null) return null
  const { failing, setup: smaller } = told
  return { setup: used(smaller, failing), ...failing, cost: Math.round(telling.cost), alsoWithoutBug: false }
}

/** The passes over choices and setups, and what they have come to. */
class Shrinking {
  /** What earlier trials have cost. */
  cost = 0
  best: Failing
  setup: Setup
  trial: Trial
  private readonly claim: Claim
  private readonly doors: Doors
  private readonly costMax: number

  constructor(
    claim: Claim,
    doors: Doors,
    costMax: number,
    from: { readonly trial: Trial; readonly setup: Setup; readonly failing: Failing },
  ) {
    this.claim = claim
    this.doors = doors
    this.costMax = costMax
    this.trial = from.trial
    this.setup = from.setup
    this.best = causes(from.trial, from.failing)
  }

  /** Kinds, nodes, and long runs of choices first: every later attempt is cheaper for it. */
  shrink(): void {
    this.pass(withoutClasses)
    this.coarse()
    this.smaller(fewerNodes)
    this.pass(withoutClasses)
    this.coarse()
    this.pass(without)
    this.smaller([...fewerNodes, withoutAct])
    this.pass(zeroed)
    this.pass(without)
    // Time is not looked at by any choice.
    const timeless = this.best.choices.map(({ after: _, ...choice }) => choice)
    this.best = this.trial.run(timeless) ?? this.best
  }

  private coarse(): void {
    const smallest = Math.ceil(this.best.choices.length / COARSE)
    this.pass((trial, best, costMax) => without(trial, best, costMax, smallest))
  }

  private pass(passing: (trial: Trial, best: Failing, costMax: number) => Failing): void {
    const left = Math.max(this.trial.cost, this.costMax - this.cost)
    this.best = causes(this.trial, passing(this.trial, this.best, left))
  }

  private smaller(makings: typeof fewerNodes): void {
    for (const making of makings)
      while (this.take(making({ setup: this.setup, choices: this.best.choices })));
  }

  // The first candidate that breaks the claim.
  private take(candidates: ReturnType<(typeof fewerNodes)[number]>): boolean {
    for (const { setup, choices } of candidates) {
      if (this.cost + this.trial.cost > this.costMax) return false
      const attempt = new Trial(setup, this.claim, this.doors, this.trial)
      const found = attempt.run(choices)
      if (found === null) {
        this.cost += attempt.cost
        continue
      }
      this.cost += this.trial.cost
      this.trial = attempt
      this.setup = setup
      this.best = causes(attempt, found)
      return true
    }
    return false
  }
}
