/** Every claim there is, in the order of the prose (§10.1). */
import type { Claim } from '../boundary.ts'
import { attemptsClaims } from './attempts.ts'
import { bkp1 } from './backup.ts'
import { enrollmentClaims } from './enrollment.ts'
import { fleetClaims } from './fleet.ts'
import { sec5 } from './freshness.ts'
import { bkp3 } from './holding.ts'
import { recoveryClaims } from './recovery.ts'
import { replicationClaims } from './replication.ts'
import { transparencyClaims } from './transparency.ts'

/** The catalogue. */
export const CATALOGUE: readonly Claim[] = [
  ...enrollmentClaims,
  ...recoveryClaims,
  ...attemptsClaims,
  ...replicationClaims,
  ...fleetClaims,
  ...transparencyClaims,
  sec5,
  bkp1,
  bkp3,
]
