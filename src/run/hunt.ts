/**
 * A hunt (§10.8): one seeded bug, one way of looking, from one seed on, until the claim that it names falls. The monitor
 * goes on after the first broken claim, and a kill counts only where the claim's own witness fired in that run.
 */
import type { Choice } from '../../spec/boundary.ts'
import type { Bug } from '../bugs/bug.ts'
import { bugNamed } from '../bugs/catalogue.ts'
import type { Doors } from '../bugs/doors.ts'
import { isClaimed } from '../expected/cells.ts'
import { createMonitor, type Monitor } from '../judge/monitor.ts'
import { generate, type Step } from '../sim/generator.ts'
import type { Setup } from '../sim/setup.ts'
import { swarm } from '../sim/swarm.ts'
import { walk } from '../sim/walk.ts'
import { Deadlines } from './deadlines.ts'
import { cellOf, claimsFor, judgesFor } from './judges.ts'
import { pairOf } from './pairs-run.ts'
import { type Built, buildWorld } from './world.ts'

/** Ways of looking for a bug in generated runs. */
export const SAMPLED = ['random', 'swarm'] as const

/** The name of one. */
export type Sampled = (typeof SAMPLED)[number]

/** Every way of looking: through all of small worlds, in generated runs, in the scene that is told of the bug. */
export const STRATEGIES = ['exhaustive', 'symmetry', ...SAMPLED, 'scene'] as const

/** The name of one. */
export type Strategy = (typeof STRATEGIES)[number]

/** What is hunted, and from which seed on. */
export interface HuntTask {
  /** The bug's id, or null: honest code, which no hunt may flag. */
  readonly bug: string | null
  readonly profile: string
  readonly adversary: string
  readonly strategy: Strategy
  readonly firstSeed: number
  /** Seeds tried at most. */
  readonly runsMax: number
  /** Worlds of one scope looked at, at most; where there are more, the search ends without a kill. */
  readonly worldsMax?: number
}

/** How it ended. */
export interface Hunted {
  /** Seeds, scopes or scenes; 0 where there is none to look in. */
  readonly runs: number
  /** Events of all runs, the last one's up to the kill; of scopes, distinct worlds. */
  readonly events: number
  /** The seed or the scope or scene in which it was killed, and the step at which it was dead; null for a survivor. */
  readonly kill: {
    readonly seed: number
    readonly step: number
    readonly scope?: string
    /** Of a scope: the choices that lead there. */
    readonly trace?: readonly Choice[]
    readonly scene?: string
  } | null
  /** Claims that broke in the last run. */
  readonly broken: readonly string[]
  /** Scopes whose search ended with its budget. */
  readonly cut: number
}

/** Claims of the kind *pair*: no single run shows that they are broken. */
export const PAIRED: readonly string[] = ['SEC-2', 'SEC-3']

/** A claim about two runs is hunted in pairs of scheduled ones, which walks would only repeat. */
export function isDrawnInPairs({ breaks }: Pick<Bug, 'breaks'>, strategy: Strategy): boolean {
  return strategy === 'random' && PAIRED.includes(breaks)
}

/** Steps of a random walk; the scheduled generator has its own end. */
const WALK_STEPS_MAX = 2_000

/** What a broken claim means: the bug is dead; or honest code is flagged, by any claim made under this adversary. */
export function killsOf(bug: Bug | null, profile: string, adversary: string): Kills {
  return (claim, why = '') =>
    bug === null ? isClaimed(cellOf(claim, why), profile, adversary) : bug.breaks === claim
}

/** Hunts one bug in generated runs. */
export function hunt(task: HuntTask & { readonly strategy: Sampled }): Hunted {
  const { bug: id, profile, adversary, strategy, firstSeed, runsMax } = task
  const bug = id === null ? null : bugNamed(id)
  const kills = killsOf(bug, profile, adversary)
  let events = 0
  let broken: readonly string[] = []
  if (bug !== null && isDrawnInPairs(bug, strategy)) return { runs: 0, events, kill: null, broken, cut: 0 }
  for (let runs = 1; runs <= runsMax; runs++) {
    const seed = firstSeed + runs - 1
    const run =
      bug !== null && PAIRED.includes(bug.breaks)
        ? compared(seed, profile, adversary, bug)
        : follow(stepsOf(strategy, String(seed), profile, adversary, bug ?? {}), kills)
    events += run.events
    broken = run.broken
    if (run.killed) return { runs, events, kill: { seed, step: run.events - 1 }, broken, cut: 0 }
  }
  return { runs: runsMax, events, kill: null, broken, cut: 0 }
}

/** A run that a hunt follows. */
export interface Run {
  readonly setup: Setup
  readonly built: Built
  readonly steps: Iterable<Step>
  /** Goes to the end of a second phase, where what must happen eventually is judged. */
  readonly complete: boolean
}

/** The run that a strategy draws from a seed. */
export function stepsOf(
  strategy: Sampled,
  seed: string,
  profile: string,
  adversary: string,
  doors: Doors,
): Run {
  const { setup, plan } = swarm(seed, { profile, adversary, crypto: 'ideal' })
  const built = buildWorld(setup, doors)
  const { simulation } = built
  return strategy === 'swarm'
    ? { setup, built, steps: generate(simulation, plan, seed), complete: true }
    : { setup, built, steps: walk(simulation, seed, WALK_STEPS_MAX), complete: false }
}

/** Does this claim's break count? */
export type Kills = (claim: string, why?: string) => boolean

/** What became of one run. */
export interface Followed {
  readonly events: number
  readonly killed: boolean
  readonly broken: readonly string[]
}

// Claims about two runs that differ in one secret: a drawn run is done twice, whatever the strategy.
function compared(seed: number, profile: string, adversary: string, bug: Bug): Followed {
  const { witnessed, events, ...found } = pairOf(seed, profile, adversary, bug)
  const broken = (['SEC-2', 'SEC-3'] as const).filter((id) => found[id] !== null)
  return { events: 2 * events, killed: witnessed && broken.some((id) => id === bug.breaks), broken }
}

/** Follows a run up to the kill, or to the end. */
export function follow({ built, steps, complete }: Run, kills: Kills): Followed {
  const monitor = createMonitor(claimsFor('ideal'), built.setting, judgesFor(built.twin))
  const { simulation } = built
  const nodes = simulation.scenario.shells.map(({ node }) => node)
  const deadlines = new Deadlines(built.setting, nodes)
  let world = simulation.initial
  let events = 0
  let fell = false
  for (const { choice, happened } of steps) {
    events++
    // It goes on being observed when it fell: the claim's witness may come later.
    const fallen = monitor.observe(deadlines.add(world, choice, happened))
    world = happened.world
    fell ||= fallen.some((claim) => kills(claim))
    if (fell && isDead(monitor, kills)) return { events, killed: true, broken: brokenIn(monitor) }
  }
  if (complete) monitor.finish()
  monitor.conclude()
  return { events, killed: isDead(monitor, kills), broken: brokenIn(monitor) }
}

function isDead(monitor: Monitor, kills: Kills): boolean {
  return monitor
    .report()
    .some(({ id, broken, witnessed }) => broken !== null && witnessed !== null && kills(id, broken.why))
}

function brokenIn(monitor: Monitor): readonly string[] {
  return monitor.report().flatMap(({ id, broken }) => (broken === null ? [] : [id]))
}
