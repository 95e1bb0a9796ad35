/** Every claim that a matrix can have a row for: those that each run is watched by, and those about secrecy. */
import type { Claim } from '../../spec/boundary.ts'
import { CATALOGUE } from '../../spec/claims/catalogue.ts'
import { secrecyClaims } from '../../spec/claims/secrecy-list.ts'
import { createIdealTwin } from '../crypto/ideal/twin.ts'

// In the order of the threat model's prose: what a user does, what a fleet does, who may know what.
const FAMILIES = ['ENR', 'REC', 'ATT', 'REP', 'FLT', 'TRN', 'SEC', 'BKP', 'ROB', 'LIV']

const secrecy = secrecyClaims('A2', [], createIdealTwin().port)

/** By family, in the order of the threat model. */
export const CLAIMS: readonly Claim[] = [
  ...CATALOGUE,
  ...secrecy.filter(({ id }) => CATALOGUE.every((claim) => claim.id !== id)),
].sort((a, b) => FAMILIES.indexOf(a.id.slice(0, 3)) - FAMILIES.indexOf(b.id.slice(0, 3)))
