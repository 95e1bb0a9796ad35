/**
 * The simulator as the replayer of a scope: a trace that the checker reports was found by the simulator itself, choice
 * by choice, on the way along the checker's worlds. What it did not do is not printed.
 */
import type { Choice } from '../../spec/boundary.ts'
import type { Replayer } from '../check/concretise.ts'
import { type Simulation, simulation } from '../sim/system.ts'
import type { Past, World } from '../sim/world.ts'
import { distinct, type ShellLocal, type ShellsScope } from './shells-model.ts'

/** The replayer of a scope; `opening` is the model's. */
export function simulated(scope: ShellsScope, opening: readonly Choice[]): Replayer<ShellLocal, World> {
  const sim = simulation(scope.scenario, scope.log)
  let initial = sim.initial
  for (const choice of opening) {
    const applied = sim.apply(initial, choice)
    if (!applied.ok) throw new Error(`defect: ${scope.name} does not open: ${applied.why}`)
    initial = applied.world
  }
  return {
    system: {
      initial,
      enabled: (world) => {
        const whole = sim.enabled(world)
        return [...whole, ...whole.flatMap((choice) => cuts(sim, world, choice))]
      },
      apply: sim.apply,
    },
    follows: (world) => restarts(sim, world),
    plain: (world) => ({
      locals: world.locals.map((node, place) => ({
        node,
        begun: world.begun[place] as number,
        copies: copiesIn(scope, world.pasts[place] ?? null),
      })),
      flights: world.flights,
      spent: { ...world.spent, ...crashes(world), begin: world.begun.reduce((sum, count) => sum + count, 0) },
      drawn: 0,
    }),
  }
}

// Power comes back at once, before or after storage was set back (shells-model.ts).
function restarts(sim: Simulation, world: World): Choice[][] {
  const place = world.locals.findIndex(({ up }) => !up)
  if (place < 0) return []
  const boot: Choice = { kind: 'boot', nodes: [sim.scenario.shells[place]!.node], ordinal: 0 }
  const back = sim.enabled(world).filter(({ kind }) => kind === 'rollback')
  return [[boot], ...back.map((choice) => [choice, boot])]
}

const STEPS: readonly string[] = ['deliver', 'timer', 'begin', 'boot']

// The same step with its node's power lost on the way, at each place where there is one.
function cuts(sim: Simulation, world: World, choice: Choice): Choice[] {
  const found: Choice[] = []
  if (!STEPS.includes(choice.kind)) return found
  for (let crashAfter = 0; ; crashAfter++) {
    const cut = { ...choice, crashAfter }
    const applied = sim.apply(world, cut)
    if (!applied.ok || applied.world.locals[applied.node]?.up !== false) return found
    found.push(cut)
  }
}

// Without those that were part of a rollback.
function crashes({ spent: { crash = 0, rollback = 0 } }: World): World['spent'] {
  return { crash: crash - rollback }
}

function copiesIn({ scenario }: ShellsScope, newest: Past | null): ShellLocal['copies'] {
  if ((scenario.budgets.rollback ?? 0) === 0) return []
  const contents: Past['cells'][] = []
  for (let past = newest; past !== null; past = past.older) contents.unshift(past.cells)
  return distinct(contents)
}
