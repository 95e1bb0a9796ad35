/**
 * A world in which lists of choices are tried (§10.7). Worlds are values, so of the list that was kept the state after
 * each choice is known, and another list costs only what comes after the place where it differs.
 */
import type { Choice, Claim } from '../../spec/boundary.ts'
import type { Doors } from '../bugs/doors.ts'
import { type Judge, theirsIn } from '../judge/monitor.ts'
import { generate, type Step } from '../sim/generator.ts'
import type { Plan } from '../sim/plan.ts'
import type { Setup } from '../sim/setup.ts'
import type { World } from '../sim/world.ts'
import { Deadlines } from './deadlines.ts'
import { Intents } from './intents.ts'
import { judgesFor } from './judges.ts'
import { buildWorld } from './world.ts'

/** Where a run stands. */
export interface Point {
  readonly world: World
  readonly accumulator: unknown
  /** For claims that read what is overdue. */
  readonly deadlines: Deadlines | null
}

/** A list that was tried. A choice that could not happen left its point as it was. */
export interface Tried {
  readonly choices: readonly Choice[]
  /** Before the first choice, and after each. */
  readonly points: readonly Point[]
  /** Why the claim is broken, or null. */
  readonly why: string | null
}

/** A list in which more than this, and than one choice in so many, cannot happen is given up: it is another run. */
const MISSES_FREE = 40
const MISSES_SHARE = 3
/** The jitter of timers in a run that is told again comes from here. */
const TOLD = 'told'

/** The runs of one setup under one claim. */
export class Track {
  kept: Tried
  /** Nodes, in the order of a world's places. */
  readonly nodes: readonly string[]
  private readonly built: ReturnType<typeof buildWorld>
  private readonly claim: Claim
  private readonly judge: Judge | undefined
  private readonly reads: ReadonlySet<string>
  private readonly theirs: ReturnType<typeof theirsIn>
  private readonly intents: Intents

  constructor(setup: Setup, claim: Claim, doors: Doors, intents = new Intents()) {
    this.built = buildWorld(setup, doors)
    const { simulation, setting, twin } = this.built
    const nodes = simulation.scenario.shells.map(({ node }) => node)
    this.nodes = nodes
    this.claim = claim
    this.judge = claim.judge === undefined ? undefined : judgesFor(twin)[claim.judge]
    this.reads = new Set(claim.reads)
    this.theirs = theirsIn(setting)
    this.intents = intents
    const deadlines = this.reads.has('overdue') ? new Deadlines(setting, nodes) : null
    const start = { world: simulation.initial, accumulator: claim.start(setting), deadlines }
    this.kept = { choices: [], points: [start], why: null }
  }

  /** What trying has cost, in steps of machines; one that is looked up costs a tenth of it. */
  get cost(): number {
    const { taken, recalled } = this.built.simulation.counts
    return taken + recalled / 10
  }

  /** Takes these choices as far as they go, and no further than the break. */
  walk(asked: readonly Choice[]): Tried {
    let shared = 0
    while (shared < this.kept.choices.length && this.kept.choices[shared] === asked[shared]) shared++
    const choices = asked.slice(0, shared)
    const points = this.kept.points.slice(0, shared + 1)
    let at = points[shared] as Point
    let why = this.brokenAt(at)
    for (let i = shared, missed = 0; i < asked.length && why === null; i++) {
      if (missed > MISSES_FREE + (i - shared) / MISSES_SHARE) return { choices, points, why }
      const meant = this.intents.resolve(this.nodes, at.world, asked[i] as Choice)
      const happened = meant === null ? null : this.built.simulation.apply(at.world, meant)
      if (meant !== null && happened?.ok === true) {
        at = this.after(at, { choice: meant, happened })
        why = this.brokenAt(at)
      } else missed++
      choices.push(meant ?? (asked[i] as Choice))
      points.push(at)
    }
    return { choices, points, why: why ?? this.brokenAtEnd(at) }
  }

  /** Lets a plan run, to its end or to the break. */
  tell(plan: Plan): Tried {
    const choices: Choice[] = []
    let at = this.kept.points[0] as Point
    const points = [at]
    for (const step of generate(this.built.simulation, plan, TOLD)) {
      const before = at
      at = this.after(at, step)
      choices.push(step.choice)
      points.push(at)
      const why = this.brokenAt(at) ?? this.overdueAt(before, at, step)
      if (why !== null) return { choices, points, why }
    }
    return { choices, points, why: this.brokenAtEnd(at) }
  }

  /** Keeps a list, without what could not happen; returns the choices that did. */
  keep({ choices, points, why }: Tried): readonly Choice[] {
    const happened = choices.flatMap((choice, i) => (points[i] === points[i + 1] ? [] : [{ choice, i }]))
    const taken = happened.map(({ choice }) => choice)
    const after = happened.map(({ i }) => points[i + 1] as Point)
    for (const { choice, i } of happened) this.intents.note(this.nodes, (points[i] as Point).world, choice)
    this.kept = { choices: taken, points: [points[0] as Point, ...after], why }
    return taken
  }

  private after({ world, accumulator, deadlines }: Point, { choice, happened }: Step): Point {
    const watching = deadlines?.copy() ?? null
    let next = accumulator
    for (const fact of watching?.add(world, choice, happened) ?? happened.facts) {
      if (!this.reads.has(fact.fact)) continue
      if ('node' in fact && this.theirs.has(fact.node) && this.claim.judge !== 'derivable') continue
      next = this.claim.step(next, fact)
    }
    return { world: happened.world, accumulator: next, deadlines: watching }
  }

  private brokenAt({ accumulator }: Point): string | null {
    return this.claim.kind === 'eventually' ? null : this.claim.broken(accumulator)
  }

  private brokenAtEnd({ accumulator }: Point): string | null {
    if (this.claim.kind === 'eventually') return this.claim.broken(accumulator)
    return this.judge?.(accumulator, this.claim) ?? null
  }

  // A bound that has run out breaks for good, and shows in another reason than what is not finished yet.
  private overdueAt(before: Point, at: Point, { happened }: Step): string | null {
    if (at.accumulator === before.accumulator || at.deadlines === null) return null
    const silent = happened.facts.reduce(
      (one, fact) => (this.reads.has(fact.fact) ? this.claim.step(one, fact) : one),
      before.accumulator,
    )
    const why = this.claim.broken(at.accumulator)
    return why === this.claim.broken(silent) ? null : why
  }
}
