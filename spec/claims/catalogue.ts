/** Every claim there is, in the order of the prose (§10.1). */
import type { Claim } from '../boundary.ts'
import { sec5 } from './freshness.ts'
import { replicationClaims } from './replication.ts'

/** The catalogue. */
export const CATALOGUE: readonly Claim[] = [...replicationClaims, sec5]
