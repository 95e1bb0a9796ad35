/**
 * What must be found broken, by profile and claim: the other half of the table that reviewers sign. A pair of profile and
 * adversary in which search does not find the break named here is a difference, as a broken claim is.
 */

type Found = Readonly<Record<string, readonly string[]>>

const under = (adversaries: readonly string[], ...claims: readonly string[]): Found =>
  Object.fromEntries(claims.map((claim) => [claim, adversaries]))

// Not ATT-7, nor ATT-3 by a rollback: a guess is paid for before it is answered, and no step of an HSM gives it back; that
// the payment is forgotten is what ATT-1, ATT-2 and REP-7 fall by. Not SEC-1 by a rollback either: each guess more is a
// counted one. Not SEC-4 under A6: it is about records alone, and what a malicious HSM knows besides counts for SEC-1.
// Not REC-1 and REC-2 under A5 in `hardened` (cells.ts).
// Not SEC-1 for a code under A9: whoever runs the fleet evaluates blinded elements, and a code of 170 bits is not guessed
// (properties/fleet-swarm.test.ts). A password is.
const MUST: Readonly<Record<string, Found>> = {
  published: {
    ...under(['A2', 'A8'], 'ENR-1'),
    ...under(['A2'], 'REC-1', 'ATT-6', 'SEC-2'),
    ...under(['A5'], 'REC-2'),
    ...under(['A3', 'A6'], 'ATT-1', 'ATT-2', 'ATT-5'),
    ...under(['A6'], 'ATT-3'),
    ...under(['A3', 'A6'], 'REP-1', 'REP-2', 'REP-3', 'REP-4', 'REP-5'),
    ...under(['A3'], 'ATT-4', 'REP-7', 'SEC-3'),
    ...under(['A4', 'A6', 'A9'], 'SEC-1 password'),
    ...under(['A4'], 'SEC-4'),
  },
  hardened: {
    ...under(['A6'], 'ENR-1', 'ENR-2', 'ENR-3', 'ATT-4', 'ATT-6', 'ATT-8', 'REP-7'),
    ...under(['A6'], 'ATT-1', 'ATT-2', 'ATT-3', 'ATT-5'),
    ...under(['A6'], 'REP-1', 'REP-2', 'REP-3', 'REP-4', 'REP-5'),
    ...under(['A6', 'A9'], 'SEC-1 password'),
  },
}

/** Must search find this claim broken, in this profile under this adversary? */
export function mustBreak(claim: string, profile: string, adversary: string): boolean {
  return MUST[profile]?.[claim]?.includes(adversary) ?? false
}
