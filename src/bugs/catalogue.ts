/** Every seeded bug there is (§10.6). */
import type { Bug } from './bug.ts'
import { fleetBugs } from './fleet.ts'
import { bothFleetsAnswer, retryAtOtherFleet } from './moving.ts'
import { replicationBugs } from './replication.ts'

/** The seeded bugs, by protocol. */
export const BUGS: readonly Bug[] = [...replicationBugs, bothFleetsAnswer, retryAtOtherFleet, ...fleetBugs]
