/**
 * One run from beginning to end: driven by a generator or by a list of choices, hashed, watched by the claims.
 */
import type { Choice, Claim } from '../../spec/boundary.ts'
import type { Doors } from '../bugs/doors.ts'
import { createMonitor } from '../judge/monitor.ts'
import { generate, type Step } from '../sim/generator.ts'
import { rollingHash } from '../sim/hash.ts'
import type { Plan } from '../sim/plan.ts'
import type { Setup } from '../sim/setup.ts'
import type { World } from '../sim/world.ts'
import { Deadlines } from './deadlines.ts'
import { createGuessAccount, type SecretGuesses } from './guess-account.ts'
import { judgesFor } from './judges.ts'
import { createStatistics, type Statistics } from './statistics.ts'
import { createEffects } from './took-effect.ts'
import { type Built, buildWorld } from './world.ts'

/** What became of one run. */
export interface RunResult extends Followed {
  readonly setup: Setup
}

/** What became of the steps of a run, wherever its world came from. */
export interface Followed {
  readonly events: number
  readonly ticks: number
  readonly traceHash: string
  /** Claims that broke, in the order in which they did. */
  readonly broken: readonly { readonly id: string; readonly why: string; readonly step: number }[]
  /** Claims whose judge could not be asked. */
  readonly unjudged: readonly string[]
  /** Was the claim's witness seen? */
  readonly witnesses: Readonly<Record<string, boolean>>
  readonly statistics: Statistics
  readonly guesses: readonly SecretGuesses[]
  /** Each choice, and the rolling hash after it. */
  readonly choices: readonly Choice[]
  readonly hashes: readonly string[]
  readonly world: World
}

/** How a run is watched. */
export interface Watch {
  readonly claims: readonly Claim[]
  readonly doors?: Doors
  /** Keeps a hash for each step, as a trace file needs it. */
  readonly hashes?: boolean
  /** Steps are looked up where they were taken before; off only to compare. */
  readonly memo?: boolean
  /** Does the run end where its second phase ends, so that *eventually* claims can be judged? */
  readonly complete?: boolean
  /** Is it worth finding the very step in which a judged claim broke? */
  readonly exact?: boolean
  /** Is shown each step as it happens. */
  readonly onStep?: (step: Step, index: number) => void
}

/** A generated run. */
export function runSeed(setup: Setup, plan: Plan, seed: string, watch: Watch): RunResult {
  const built = buildWorld(setup, watch.doors, watch.memo)
  const steps = generate(built.simulation, plan, seed)
  return { setup, ...follow(built, steps, { complete: true, ...watch }) }
}

/** The first choice that was not enabled, or null. */
interface Refusal {
  readonly refused: { readonly step: number; readonly why: string } | null
}

/** Choices replayed. */
export type Replayed = Followed & Refusal

/** A run of given choices: reads neither seed nor plan. */
export function runChoices(setup: Setup, choices: readonly Choice[], watch: Watch): RunResult & Refusal {
  return { setup, ...followChoices(buildWorld(setup, watch.doors, watch.memo), choices, watch) }
}

/** Given choices in a world that is built already. */
export function followChoices(built: Built, choices: readonly Choice[], watch: Watch): Replayed {
  let refused: Replayed['refused'] = null
  const { simulation } = built
  function* steps(): Generator<Step> {
    let world = simulation.initial
    for (const [step, choice] of choices.entries()) {
      const happened = simulation.apply(world, choice)
      if (!happened.ok) {
        refused = { step, why: happened.why }
        return
      }
      world = happened.world
      yield { choice, happened }
    }
  }
  return { ...follow(built, steps(), watch), refused }
}

function follow({ simulation, setting, twin }: Built, steps: Iterable<Step>, watch: Watch): Followed {
  const monitor = createMonitor(watch.claims, setting, judgesFor(twin))
  const guesses = createGuessAccount()
  const nodes = simulation.scenario.shells.map(({ node }) => node)
  const deadlines = new Deadlines(setting, nodes)
  const statistics = createStatistics(createEffects(setting, nodes))
  const rolling = rollingHash()
  const choices: Choice[] = []
  const hashes: string[] = []
  let world = simulation.initial
  for (const step of steps) {
    const { choice, happened } = step
    rolling.add(choice, happened)
    monitor.observe(deadlines.add(world, choice, happened))
    guesses.add(happened.facts)
    statistics.add(world, choice, happened)
    if (watch.hashes === true) hashes.push(rolling.value())
    watch.onStep?.(step, choices.length)
    choices.push(choice)
    world = happened.world
  }
  if (watch.complete === true) monitor.finish()
  monitor.conclude(watch.exact)
  const report = monitor.report()
  return {
    events: choices.length,
    ticks: world.now,
    traceHash: rolling.value(),
    broken: report
      .flatMap(({ id, broken }) => (broken === null ? [] : [{ id, ...broken }]))
      .sort((a, b) => a.step - b.step),
    unjudged: report.filter(({ unjudged }) => unjudged).map(({ id }) => id),
    witnesses: Object.fromEntries(report.map(({ id, witnessed }) => [id, witnessed !== null])),
    statistics: statistics.value(),
    guesses: guesses.value(),
    choices,
    hashes,
    world,
  }
}
