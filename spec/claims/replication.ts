/** The claims about replication (§5.11), in their order. */
import type { Claim } from '../boundary.ts'
import { rep4, rep5 } from './applied.ts'
import { rep1 } from './leaders.ts'
import { liv1, liv2, rep6 } from './liveness.ts'
import { rep2, rep3 } from './logs.ts'
import { rep8 } from './members.ts'
import { rep7 } from './rollback.ts'

/** REP-1 to REP-8, LIV-1 and LIV-2. */
export const replicationClaims: readonly Claim[] = [
  rep1,
  rep2,
  rep3,
  rep4,
  rep5,
  rep6,
  rep7,
  rep8,
  liv1,
  liv2,
]
