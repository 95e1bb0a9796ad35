/** Every seeded bug there is (§10.8). */
import { agreementBugs } from './agreement.ts'
import type { Bug } from './bug.ts'
import { clientBugs } from './clients.ts'
import { decisionBugs } from './decisions.ts'
import { fleetBugs } from './fleet.ts'
import { bothFleetsAnswer, retryAtOtherFleet } from './moving.ts'
import { orderBugs } from './order.ts'
import { replicationBugs } from './replication.ts'
import { vaultBugs } from './vault.ts'
import { scenicBugs, watchingBugs } from './watching.ts'

const shownBy = (where: (bug: Bug) => string, bugs: readonly Bug[]): readonly Bug[] =>
  bugs.map((bug) => ({ ...bug, shownBy: where(bug) }))

// What is judged when a run is over stands with the other scenes.
function vaultSuite({ breaks }: Bug): string {
  return /^(SEC-[1-4]|BKP)/.test(breaks) ? 'properties/scenes.test.ts' : 'properties/vault-bugs.test.ts'
}

/** The seeded bugs, by protocol. */
export const BUGS: readonly Bug[] = [
  ...shownBy(({ id }) => `src/expected/scenarios/bugs/${id}.txt`, replicationBugs),
  ...agreementBugs,
  ...decisionBugs,
  ...clientBugs,
  ...orderBugs,
  ...shownBy(() => 'properties/fleet-moving.test.ts', [bothFleetsAnswer, retryAtOtherFleet]),
  ...shownBy(() => 'properties/fleet-bugs.test.ts', [...fleetBugs, ...watchingBugs, ...scenicBugs]),
  ...shownBy(vaultSuite, vaultBugs),
]

/** The bug with this id. */
export function bugNamed(id: string): Bug {
  const found = BUGS.find((bug) => bug.id === id)
  if (found === undefined) throw new Error(`there is no seeded bug ${id}`)
  return found
}
