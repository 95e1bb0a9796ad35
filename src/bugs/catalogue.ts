/** Every seeded bug there is (§10.6). */
import { agreementBugs } from './agreement.ts'
import type { Bug } from './bug.ts'
import { clientBugs } from './clients.ts'
import { decisionBugs } from './decisions.ts'
import { fleetBugs } from './fleet.ts'
import { bothFleetsAnswer, retryAtOtherFleet } from './moving.ts'
import { orderBugs } from './order.ts'
import { replicationBugs } from './replication.ts'

/** The seeded bugs, by protocol. */
export const BUGS: readonly Bug[] = [
  ...replicationBugs,
  ...agreementBugs,
  ...decisionBugs,
  ...clientBugs,
  ...orderBugs,
  bothFleetsAnswer,
  retryAtOtherFleet,
  ...fleetBugs,
]
