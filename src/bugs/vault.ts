/** The seeded bugs of enrolment, recovery and counting (§3, §4, §6). */
import type { Bug } from './bug.ts'
import { clientBugs } from './vault-client.ts'
import { clockBugs } from './vault-clock.ts'
import { countingBugs } from './vault-counting.ts'
import { flightBugs } from './vault-flights.ts'
import { lineageBugs } from './vault-lineage.ts'
import { registrationBugs } from './vault-registration.ts'
import { sessionBugs } from './vault-sessions.ts'

/** Bugs 1 to 11, 13 to 19, 27, 32, 33 and 34 of the list. */
export const vaultBugs: readonly Bug[] = [
  ...countingBugs,
  ...flightBugs,
  ...lineageBugs,
  ...registrationBugs,
  ...sessionBugs,
  ...clientBugs,
  ...clockBugs,
]
