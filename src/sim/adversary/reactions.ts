/** Choices that an adversary makes because of a message: about this very message, or back to its sender. */
import type { Choice } from '../../../spec/boundary.ts'
import type { NodeId } from '../../../spec/names.ts'
import type { Reaction } from '../plan.ts'
import type { Scenario, World } from '../world.ts'
import { ALTERATIONS_MAX } from './altering.ts'
import { attackLists, forgeries, isClientLink, roleOf, SIGNINGS_MAX } from './attack-choices.ts'

/** Is this message one that this kind of choice is about? */
export function mayReact(scenario: Scenario, kind: Reaction['kind'], from: NodeId, to: NodeId): boolean {
  if (kind === 'forge') return scenario.arms?.owned.includes(to) === true
  return kind === 'alter' ? isClientLink(scenario, { from, to }) : roleOf(scenario, to) === 'client'
}

/** The choices of a kind that are about the message with this ordinal on its link. */
export function choicesOn(
  scenario: Scenario,
  world: World,
  kind: Reaction['kind'],
  [from, to]: readonly NodeId[],
  ordinal: number,
): readonly Choice[] {
  if ((world.spent[kind] ?? 0) >= (scenario.budgets[kind] ?? 0)) return []
  if (kind === 'forge') {
    return forgeries(scenario, world, from as NodeId, to as NodeId).map((_, which) => ({
      ...{ kind, nodes: [from as NodeId, to as NodeId], ordinal: which },
    }))
  }
  const found: Choice[] = []
  attackLists[kind]?.(scenario, world, found)
  const per = kind === 'alter' ? ALTERATIONS_MAX : SIGNINGS_MAX
  return found.filter(
    ({ nodes, ordinal: which }) =>
      nodes[0] === from && nodes[1] === to && Math.floor(which / per) === ordinal,
  )
}
