/** The seeded bugs of enrolment, recovery and counting (§3, §4, §6). */
import type { Bug } from './bug.ts'
import { clientBugs } from './vault-client.ts'
import { countingBugs } from './vault-counting.ts'
import { lineageBugs } from './vault-lineage.ts'
import { sessionBugs } from './vault-sessions.ts'

/** Bugs 1 to 10, 13 to 19 and 32 to 34 of the list. */
export const vaultBugs: readonly Bug[] = [...countingBugs, ...lineageBugs, ...sessionBugs, ...clientBugs]
