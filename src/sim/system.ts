/** A scenario made runnable: the `System` of the boundary, and the counts of its memo. */
import type { Choice, System } from '../../spec/boundary.ts'
import type { NodeId } from '../../spec/names.ts'
import { apply } from './apply.ts'
import { enabled, offered, within } from './choices.ts'
import type { Rules } from './deeds/deed.ts'
import type { PortLog } from './derive.ts'
import { type MemoCounts, memoised } from './memo.ts'
import { type Applied, beginning, type Scenario, type World } from './world.ts'

/** A system whose `apply` also says what was sent and armed, for those who keep a schedule. */
export interface Simulation extends System<World> {
  readonly scenario: Scenario
  readonly apply: (world: World, choice: Choice) => Applied
  /** The enabled choices of one kind, for those who pick the kind first. */
  readonly offered: (world: World, kind: string) => readonly Choice[]
  readonly counts: MemoCounts
}

/** `log` is where the scenario's logged port writes; it is emptied before each machine's step. */
export function simulation(scenario: Scenario, log: PortLog, remember = true): Simulation {
  const { shells } = scenario
  const counts: MemoCounts = { taken: 0, recalled: 0 }
  const place = new Map<NodeId, number>(shells.map(({ node }, index) => [node, index]))
  const rules: Rules = {
    scenario,
    place,
    roles: new Map(shells.map(({ node, role }) => [node, role])),
    step: memoised(scenario, log, counts, remember),
    within: (world, kind) => within(scenario, world, kind),
  }
  return {
    scenario,
    initial: beginning(scenario),
    enabled: (world) => enabled(scenario, world),
    offered: (world, kind) => offered(scenario, world, kind),
    apply: (world, choice) => apply(rules, world, choice),
    counts,
  }
}
