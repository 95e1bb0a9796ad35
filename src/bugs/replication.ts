/** The seeded bugs of replication (§5.13). */
import type { Bug } from './bug.ts'
import { logBugs } from './replication-logs.ts'
import { standingBugs } from './replication-standing.ts'
import { voteBugs } from './replication-votes.ts'

/** Bugs 20 to 26 and 28 of the list, some in several guises, and three more. Bug 4 is one of the vault's reads. */
export const replicationBugs: readonly Bug[] = [...logBugs, ...voteBugs, ...standingBugs]
