/**
 * Makes a list of choices smaller while one claim stays broken (§10.7). Worlds are values, so the state after every
 * prefix is kept, and leaving choices out runs only what comes after them. A choice that is not enabled any more is
 * left out as well; whatever comes after the break goes.
 */
import type { Choice, Claim } from '../../spec/boundary.ts'
import { type Judge, theirsIn } from '../judge/monitor.ts'
import type { Setup } from '../sim/setup.ts'
import type { World } from '../sim/world.ts'
import { Intents } from './intents.ts'
import { judgesFor } from './judges.ts'
import { buildWorld, type Doors } from './world.ts'

/** A run that breaks the claim in its last choice. */
export interface Failing {
  readonly choices: readonly Choice[]
  readonly why: string
}

/** Where a run stands after so many of its choices. */
export interface Point {
  readonly world: World
  readonly accumulator: unknown
}

/** An attempt in which more than this, and than one choice in so many, cannot happen any more is given up: it is another run. */
const MISSES_FREE = 40
const MISSES_SHARE = 3

/** The run of one setup under one claim; tries lists of choices. */
export class Trial {
  /** Choices that were taken in all attempts together: what shrinking costs. */
  taken = 0
  /** Where the failing run that is kept stands before its first choice, and after each. */
  points: readonly Point[]
  /** Nodes, in the order of a world's places. */
  readonly nodes: readonly string[]
  private readonly built: ReturnType<typeof buildWorld>
  private readonly claim: Claim
  private readonly judge: Judge | undefined
  private readonly reads: ReadonlySet<string>
  private readonly theirs: ReturnType<typeof theirsIn>
  private readonly intents: Intents
  private kept: readonly Choice[] = []

  constructor(setup: Setup, claim: Claim, doors: Doors, before?: Trial) {
    this.built = buildWorld(setup, doors)
    this.nodes = this.built.simulation.scenario.shells.map(({ node }) => node)
    this.claim = claim
    this.judge = claim.judge === undefined ? undefined : judgesFor(this.built.twin)[claim.judge]
    this.reads = new Set(claim.reads)
    this.theirs = theirsIn(this.built.setting)
    this.intents = before?.intents ?? new Intents()
    const start = { world: this.built.simulation.initial, accumulator: claim.start(this.built.setting) }
    this.points = [start]
  }

  /** Runs these choices as far as they go; the failing run that they make, or null. It is kept if there is one. */
  run(choices: readonly Choice[]): Failing | null {
    let shared = 0
    while (shared < this.kept.length && this.kept[shared] === choices[shared]) shared++
    const taken: Choice[] = choices.slice(0, shared)
    const points = this.points.slice(0, shared + 1)
    let why = this.claim.broken((points[shared] as Point).accumulator)
    let missed = 0
    for (let i = shared; i < choices.length && why === null; i++) {
      if (missed > MISSES_FREE + (i - shared) / MISSES_SHARE) return null
      const at = points[points.length - 1] as Point
      const choice = this.intents.resolve(this.nodes, at.world, choices[i] as Choice)
      const next = choice === null ? null : this.take(at, choice)
      if (choice === null || next === null) {
        missed++
        continue
      }
      taken.push(choice)
      points.push(next)
      why = this.claim.broken(next.accumulator)
    }
    why ??= this.judge?.((points[points.length - 1] as Point).accumulator, this.claim) ?? null
    if (why === null) return null
    this.kept = taken
    this.points = points
    for (const [i, choice] of taken.entries())
      this.intents.note(this.nodes, (points[i] as Point).world, choice)
    return { choices: taken, why }
  }

  private take({ world, accumulator }: Point, choice: Choice): Point | null {
    const happened = this.built.simulation.apply(world, choice)
    if (!happened.ok) return null
    this.taken++
    let next = accumulator
    for (const fact of happened.facts) {
      if (!this.reads.has(fact.fact)) continue
      if ('node' in fact && this.theirs.has(fact.node) && this.claim.judge !== 'derivable') continue
      next = this.claim.step(next, fact)
    }
    return { world: happened.world, accumulator: next }
  }
}

/** Leaves out runs of choices, long ones first, from the end, until nothing more can go or the steps are spent; none shorter than `smallest`. */
export function without(trial: Trial, failing: Failing, stepsMax: number, smallest = 1): Failing {
  let best = failing
  for (let size = largest(best.choices.length); size >= smallest && trial.taken < stepsMax; ) {
    const before = best.choices.length
    for (let end = best.choices.length; end > 0 && trial.taken < stepsMax; end -= size) {
      const from = Math.max(0, end - size)
      const found = trial.run([...best.choices.slice(0, from), ...best.choices.slice(end)])
      if (found === null) continue
      best = found
      end = Math.min(end, best.choices.length + size)
    }
    // What could not go at first may go now.
    if (size > 1) size = Math.min(size >> 1, largest(best.choices.length))
    else if (best.choices.length === before) break
  }
  return best
}

function largest(length: number): number {
  let size = 1
  while (size * 2 < length) size *= 2
  return size
}

/** Plain choices in the place of particular ones: no time, no ordinal, no crash in the middle of a step. */
export function zeroed(trial: Trial, failing: Failing, stepsMax: number): Failing {
  let best = failing
  const plainer: ((choice: Choice) => Choice)[] = [
    ({ crashAfter: _, ...choice }) => choice,
    ({ ...choice }) => ({ ...choice, ordinal: 0 }),
    ({ ...choice }) => ({ ...choice, ordinal: choice.ordinal >> 1 }),
  ]
  for (const plain of plainer) {
    for (let i = best.choices.length - 1; i >= 0 && trial.taken < stepsMax; i--) {
      const choice = best.choices[i]
      if (choice === undefined || (choice.ordinal === 0 && choice.crashAfter === undefined)) continue
      const next = plain(choice)
      if (next.ordinal === choice.ordinal && next.crashAfter === choice.crashAfter) continue
      const found = trial.run([...best.choices.slice(0, i), next, ...best.choices.slice(i + 1)])
      if (found !== null && found.choices.length <= best.choices.length) best = found
    }
  }
  return best
}
