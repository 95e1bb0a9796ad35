/**
 * Which claim is made under which adversary, for each profile: the table of claims that reviewers sign. A break
 * of a claim that is made is a failure; a break of one that is not is a finding. Inclusion is a partial order
 * (§10.6): a claim made under A8 is made under A2, which A8 includes, and says nothing of A3.
 */
import { includes } from '../sim/adversary/table.ts'

/** The most able adversaries under which a claim is made. A claim that is not listed is made under none. */
type Made = Readonly<Record<string, readonly string[]>>

const under = (adversaries: readonly string[], ...claims: readonly string[]): Made =>
  Object.fromEntries(claims.map((claim) => [claim, adversaries]))

// What neither profile decides about. Under A9 SEC-1 is lost for a password, and for a code it is not; TRN holds:
// detected, not prevented (§7.5).
const BOTH: Made = {
  ...under(['A0'], 'REP-6', 'LIV-1', 'LIV-2', 'LIV-3'),
  // Whoever is on the way to the cloud store says that it keeps a wrapped key which it never got (§8.3): not under A1.
  ...under(['A0'], 'BKP-3'),
  ...under(['A3', 'A6', 'A7'], 'FLT-1', 'FLT-4', 'ENR-4'),
  ...under(['A3', 'A7', 'A9'], 'TRN-2', 'TRN-4', 'TRN-5'),
  ...under(['A3', 'A4', 'A5', 'A6', 'A7', 'A8', 'A9', 'A10'], 'BKP-1'),
  ...under(['A3'], 'REC-2'),
  ...under(['A3', 'A4', 'A5', 'A6', 'A8', 'A9'], 'SEC-1 code'),
  ...under(['A3', 'A4', 'A8', 'A10'], 'REC-3', 'REC-4', 'SEC-5'),
  ...under(['A10'], 'BKP-2'),
}

const MADE: Readonly<Record<string, Made>> = {
  published: {
    ...BOTH,
    // FLT-2: under A2 a new phone is shown an epoch whose overlap is over (§7.2); with memory it would hold.
    // FLT-3 is not here: without log proofs a phone whose enrolment at the new fleet failed cannot go back (§7.2).
    // Under A1 an altered R1 is a registration that nobody began: the front end moves on to the next record id, and has the
    // one before deleted (§3.7). Nothing in R1 is the client's own word.
    ...under(['A0'], 'ENR-1'),
    ...under(['A1'], 'REC-1', 'ATT-6', 'FLT-2'),
    ...under(['A2', 'A5'], 'ENR-3'),
    ...under(['A2'], 'ATT-1', 'ATT-2', 'ATT-3', 'ATT-4', 'ATT-5', 'ATT-7'),
    ...under(['A2'], 'REP-1', 'REP-2', 'REP-3', 'REP-4', 'REP-5'),
    ...under(['A2', 'A8'], 'SEC-1 password'),
  },
  hardened: {
    ...BOTH,
    ...under(['A0'], 'FLT-3'),
    ...under(['A3', 'A8'], 'ENR-1', 'ENR-2', 'ATT-6'),
    ...under(['A3', 'A5'], 'ENR-3'),
    // A5's key signs answers, and a phone takes those alone that open under its reply key, which was sealed to the fleet.
    ...under(['A3', 'A5'], 'REC-1', 'REC-2'),
    ...under(['A3'], 'ATT-1', 'ATT-2', 'ATT-3', 'ATT-4', 'ATT-5', 'ATT-7', 'ATT-8'),
    ...under(['A3'], 'REP-1', 'REP-2', 'REP-3', 'REP-4', 'REP-5', 'REP-7', 'REP-8', 'SEC-3', 'FLT-2'),
    ...under(['A3', 'A9'], 'TRN-1'),
    // Not under A3: two logs take the auditor's key, and without them there is nothing to notice.
    ...under(['A7'], 'TRN-3'),
    ...under(['A3', 'A4', 'A5', 'A8'], 'SEC-1 password'),
    ...under(['A2'], 'SEC-2'),
    ...under(['A4'], 'SEC-4'),
  },
}

/** Is this claim made under this adversary, in this profile? `none` is a world without faults. */
export function isClaimed(claim: string, profile: string, adversary: string): boolean {
  return (MADE[profile]?.[claim] ?? []).some((most) => includes(most, adversary))
}

/** The most able adversaries under which a claim is made, in this profile: what a suite has to run it under. */
export function madeUnder(claim: string, profile: string): readonly string[] {
  return MADE[profile]?.[claim] ?? []
}
