/** Walks through the world of ledgers. */
import fc from 'fast-check'
import type { Choice } from '../../spec/boundary.ts'
import { nodeId } from '../../spec/names.ts'
import type { Simulation } from '../../src/sim/system.ts'
import type { Happened, World } from '../../src/sim/world.ts'

/** The node that writes. */
export const clerk = nodeId('clerk')
/** The node that is written to. */
export const peer = nodeId('peer')
/** A choice about the clerk. */
export const on = (kind: string, extra: Partial<Choice> = {}): Choice => ({
  kind,
  nodes: [clerk],
  ordinal: 0,
  ...extra,
})

/** Applies choices that must be enabled. */
export function go(sim: Simulation, choices: readonly Choice[], from: World = sim.initial): Happened {
  let last: Happened = { ok: true, world: from, facts: [], sent: [], armed: [], node: -1 }
  for (const choice of choices) {
    const applied = sim.apply(last.world, choice)
    if (!applied.ok) throw new Error(applied.why)
    last = applied
  }
  return last
}

/** A walk: at each step the number picks one of the enabled choices. */
export const walks = fc.array(fc.nat(1000), { maxLength: 40 })

/** Takes a walk, and keeps every world on it. */
export function walk(
  sim: Simulation,
  picks: readonly number[],
): { readonly worlds: World[]; readonly taken: Choice[] } {
  const worlds = [sim.initial]
  const taken: Choice[] = []
  for (const pick of picks) {
    const world = worlds[worlds.length - 1] as World
    const choices = sim.enabled(world)
    const choice = choices[pick % choices.length]
    if (choice === undefined) break
    const applied = sim.apply(world, choice)
    if (!applied.ok) throw new Error(`enabled, but refused: ${applied.why}`)
    worlds.push(applied.world)
    taken.push(choice)
  }
  return { worlds, taken }
}
