/**
 * From a path of canonical worlds to choices that replay: from the beginning, each choice is looked for that leads
 * into the next world's orbit, in the plain system. So a trace is never printed that was not run once more, by code
 * that interns nothing and knows no symmetry.
 */
import type { Choice, Fact } from '../../spec/boundary.ts'
import type { Search } from './search.ts'
import { type PlainWorld, systemOf } from './system.ts'

/** A run of the plain system. */
export interface Replayed {
  readonly choices: readonly Choice[]
  readonly facts: readonly Fact[]
}

/**
 * The choices along a path, each world of which is given by its settled slots, the first one included. Throws when
 * no choice leads on: then the search and the system disagree, which is a defect.
 */
export function concretise<L>(search: Search<L>, path: readonly Int32Array[]): Replayed {
  const { space } = search
  const system = systemOf(space.model)
  const claims = space.folds.claims
  const fold = (values: readonly unknown[], facts: readonly Fact[]) =>
    facts.reduce(
      (all, fact) =>
        all.map((value, at) =>
          claims[at]!.reads.includes(fact.fact) ? claims[at]!.step(value, fact) : value,
        ),
      values,
    )
  let world = system.initial
  let folded = fold(space.folds.startValues, system.opening)
  const choices: Choice[] = []
  const facts: Fact[] = []
  for (const target of path.slice(1)) {
    const next = system.enabled(world).flatMap((choice) => {
      const applied = system.apply(world, choice)
      if (!applied.ok) return []
      const after = fold(folded, applied.facts)
      const slots = slotsOf(search, applied.world, after)
      search.settleOne(slots)
      return slots.every((value, slot) => value === target[slot]) ? [{ choice, applied, after }] : []
    })[0]
    if (next === undefined)
      throw new Error(`defect: ${space.model.name}: no choice leads from world ${choices.length} on`)
    choices.push(next.choice)
    facts.push(...next.applied.facts)
    world = next.applied.world
    folded = next.after
  }
  return { choices: [...space.model.opening, ...choices], facts }
}

/** A plain world as slots, not settled. */
export function slotsOf<L>(search: Search<L>, world: PlainWorld<L>, folded: readonly unknown[]): Int32Array {
  const { space } = search
  const { nodes, locals, letters, inboxes, budgets, folds } = space
  const slots = new Int32Array(space.slots)
  world.locals.forEach((local, place) => {
    slots[place] = locals[place]!.idOf(local)
    const inbox = world.flights
      .filter(({ to }) => space.placeOf(to) === place)
      .map(({ from, message }) => letters[place]!.idOf({ from, message }))
    slots[nodes + place] = inboxes[place]!.idOf(inbox)
  })
  slots[space.accumulators] = folds.accumulatorsId(folded)
  const left = budgets.names.map((name) => space.model.budgets[name]! - (world.spent[name] ?? 0))
  slots[space.budget] = budgets.idOf(left)
  return slots
}
