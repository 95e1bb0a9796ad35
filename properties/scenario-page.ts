/** The page of a scenario's run, for whoever wonders why it comes out otherwise. */
import { replicationClaims } from '../spec/claims/replication.ts'
import type { FleetOptions } from './consensus-fleet.ts'
import { pageOf } from './kept.ts'
import { Scenario } from './scenario.ts'

/** Runs the commands and writes the page. Returns its path. */
export function lookAt(name: string, commands: readonly string[], more: Partial<FleetOptions> = {}): string {
  const scenario = new Scenario(commands, more)
  for (const command of commands) scenario.take(command)
  const { twin } = scenario.world.simulation.scenario
  return pageOf(name, { ...scenario.world, twin }, replicationClaims, scenario.choices)
}
