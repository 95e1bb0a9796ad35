/**
 * A random walk: at each step a kind of choice is drawn by weight, then one of that kind that is enabled. It keeps no
 * clock, so timers ring at any moment, as they may in the checker; what takes real fleets hours comes within a
 * thousand steps, and what takes patience (delays, expiry) seldom comes at all. The scheduled generator is the
 * other half.
 */
import type { Choice } from '../../spec/boundary.ts'
import { BUDGETED, FREE } from './choices.ts'
import type { Step } from './generator.ts'
import { fork, type Random } from './random.ts'
import type { Simulation } from './system.ts'
import type { World } from './world.ts'

/** How often each kind is drawn, in relation to the others; faults are scaled by the seed. */
const WEIGHTS: Readonly<Record<string, number>> = {
  ...{ deliver: 1600, timer: 30, begin: 12, boot: 60, heal: 30, resume: 60 },
  ...{ drop: 12, duplicate: 8, crash: 4, pause: 2, cut: 2, isolate: 2, replay: 8 },
}
/** What is not in the table: the means of an adversary. */
const MEANS_WEIGHT = 4
// What a seed multiplies a weight by. Where timers ring often, leaders follow each other and clients give up.
const STEADY = [2]
const RESTLESS = [1, 2, 8, 24]
const FAULTS = [0, 1, 2, 8]
/** Of a thousand steps that may be cut short, so many are, after so many effects at most. */
const SHORT_PER_MILLE = 12
const SHORT_EFFECTS_MAX = 5
/** A seed without luck: nothing enabled was drawn so often in a row. */
const MISSES_MAX = 200

/** Walks at most so many steps. */
export function* walk(sim: Simulation, seed: string, stepsMax: number): Generator<Step, World> {
  const random = fork(seed, 'walk')
  const weights = weightsOf(sim, random)
  let world = sim.initial
  for (let steps = 0, misses = 0; steps < stepsMax && misses < MISSES_MAX; ) {
    const choice = draw(sim, world, weights, random)
    const happened = choice === undefined ? undefined : sim.apply(world, choice)
    if (choice === undefined || happened === undefined || !happened.ok) {
      misses++
      continue
    }
    misses = 0
    steps++
    world = happened.world
    yield { choice, happened }
  }
  return world
}

type Weights = { readonly kinds: readonly (readonly [kind: string, upTo: number])[]; readonly total: number }

// Each run favours some faults and does without others: no run shows everything, all together show more.
function weightsOf({ scenario: { budgets } }: Simulation, random: Random): Weights {
  let total = 0
  const kinds = [...FREE, ...BUDGETED.filter((kind) => (budgets[kind] ?? 0) > 0)].map((kind) => {
    const scales = kind === 'timer' ? RESTLESS : FREE.includes(kind) ? STEADY : FAULTS
    total += (WEIGHTS[kind] ?? MEANS_WEIGHT) * (scales[random.int(0, scales.length - 1)] as number)
    return [kind, total] as const
  })
  return { kinds, total }
}

function draw(sim: Simulation, world: World, { kinds, total }: Weights, random: Random): Choice | undefined {
  const at = random.int(1, total)
  const kind = kinds.find(([, upTo]) => at <= upTo)?.[0] as string
  const all = sim.offered(world, kind)
  if (all.length === 0) return undefined
  const choice = all[random.int(0, all.length - 1)] as Choice
  const cuts = (kind === 'deliver' || kind === 'timer') && (sim.scenario.budgets.crash ?? 0) > 0
  if (!cuts || !random.chance(SHORT_PER_MILLE)) return choice
  return { ...choice, crashAfter: random.int(0, SHORT_EFFECTS_MAX) }
}
