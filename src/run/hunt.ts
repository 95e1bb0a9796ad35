/**
 * A hunt (§10.8): one seeded bug, one way of looking, from one seed on, until the claim that it names falls. The monitor
 * goes on after the first broken claim, and a kill counts only where the claim's own witness fired in that run.
 */
import type { Bug } from '../bugs/bug.ts'
import { bugNamed } from '../bugs/catalogue.ts'
import { isClaimed } from '../expected/cells.ts'
import { createMonitor, type Monitor } from '../judge/monitor.ts'
import { generate, type Step } from '../sim/generator.ts'
import type { Setup } from '../sim/setup.ts'
import { swarm } from '../sim/swarm.ts'
import { walk } from '../sim/walk.ts'
import { Deadlines } from './deadlines.ts'
import { cellOf, claimsFor, judgesFor } from './judges.ts'
import { pairOf } from './pairs-run.ts'
import { type Built, buildWorld, type Doors } from './world.ts'

/** Ways of looking for a bug in generated runs. */
export const SAMPLED = ['random', 'swarm'] as const

/** The name of one. */
export type Sampled = (typeof SAMPLED)[number]

/** What is hunted, and from which seed on. */
export interface HuntTask {
  /** The bug's id, or null: honest code, which no hunt may flag. */
  readonly bug: string | null
  readonly profile: string
  readonly adversary: string
  readonly strategy: Sampled
  readonly firstSeed: number
  /** Seeds tried at most. */
  readonly runsMax: number
}

/** How it ended. */
export interface Hunted {
  readonly runs: number
  /** Events of all runs, the last one's up to the kill. */
  readonly events: number
  /** The seed whose run killed the bug, and the step at which it was dead; null for a survivor. */
  readonly kill: { readonly seed: number; readonly step: number } | null
  /** Claims that broke in the last run. */
  readonly broken: readonly string[]
}

/** Claims of the kind *pair*: no single run shows that they are broken. */
export const PAIRED: readonly string[] = ['SEC-2', 'SEC-3']

/** Steps of a random walk; the scheduled generator has its own end. */
const WALK_STEPS_MAX = 2_000

/** Hunts one bug. */
export function hunt({ bug: id, profile, adversary, strategy, firstSeed, runsMax }: HuntTask): Hunted {
  const bug = id === null ? null : bugNamed(id)
  // Honest code is flagged by any claim that is made under this adversary.
  const kills: Kills = (claim, why = '') =>
    bug === null ? isClaimed(cellOf(claim, why), profile, adversary) : bug.breaks === claim
  let events = 0
  let broken: readonly string[] = []
  for (let runs = 1; runs <= runsMax; runs++) {
    const seed = firstSeed + runs - 1
    const run =
      bug !== null && PAIRED.includes(bug.breaks)
        ? compared(seed, profile, adversary, bug)
        : follow(stepsOf(strategy, String(seed), profile, adversary, bug ?? {}), kills)
    events += run.events
    broken = run.broken
    if (run.killed) return { runs, events, kill: { seed, step: run.events - 1 }, broken }
  }
  return { runs: runsMax, events, kill: null, broken }
}

interface Run {
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

type Kills = (claim: string, why?: string) => boolean

interface Followed {
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

// Up to the kill, or to the end.
function follow({ built, steps, complete }: Run, kills: Kills): Followed {
  const monitor = createMonitor(claimsFor('ideal'), built.setting, judgesFor(built.twin))
  const { simulation } = built
  const nodes = simulation.scenario.shells.map(({ node }) => node)
  const deadlines = new Deadlines(built.setting, nodes)
  let world = simulation.initial
  let events = 0
  let fell = false
  for (const { choice, happened } of steps) {
    events++
    const facts = [...deadlines.add(world, choice, happened), ...happened.facts]
    world = happened.world
    fell ||= monitor.observe(facts).some((claim) => kills(claim))
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
