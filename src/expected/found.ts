/**
 * What must be found broken, by profile and claim: the other half of the table that reviewers sign. A pair of profile and
 * adversary in which search does not find the break named here is a difference, as a broken claim is.
 */

type Found = Readonly<Record<string, readonly string[]>>

const under = (adversaries: readonly string[], ...claims: readonly string[]): Found =>
  Object.fromEntries(claims.map((claim) => [claim, adversaries]))

// Not ATT-3 by a rollback, nor ATT-7 under A3 and A6: they are about the steps of HSMs, and no step gives a guess back
// or answers before it is paid. A history that is set back forgets the payment, and other claims say so, which fall:
// REP-7, ATT-1, ATT-2, ATT-5. In 152 drawn runs of `published` under A3 no counter rose by a step, and in these and
// 147 under A6 no HSM gave an answer that nobody had paid for.
// Not REC-1 and REC-2 under A5 in `hardened` (cells.ts).
// Not SEC-1 for a code under A9: whoever runs the fleet evaluates blinded elements, and a code of 170 bits is not guessed
// (properties/fleet-swarm.test.ts). A password is.
const MUST: Readonly<Record<string, Found>> = {
  published: {
    ...under(['A1', 'A2', 'A8'], 'ENR-1'),
    ...under(['A2'], 'REC-1', 'ATT-6', 'SEC-2'),
    ...under(['A5'], 'REC-2'),
    ...under(['A3', 'A6'], 'ATT-1', 'ATT-2', 'ATT-5'),
    ...under(['A6'], 'ATT-3'),
    ...under(['A3', 'A6'], 'REP-1', 'REP-2', 'REP-3', 'REP-4', 'REP-5'),
    ...under(['A3'], 'ATT-4', 'REP-7', 'SEC-3'),
    // Under A3 by a guess whose charge is lost with the branch of the history that it stood in.
    ...under(['A3', 'A4', 'A6', 'A9'], 'SEC-1 password'),
    ...under(['A4', 'A6'], 'SEC-4'),
    // By a new phone; one with memory holds (properties/fleet-adversaries.test.ts).
    ...under(['A2'], 'FLT-2'),
  },
  hardened: {
    ...under(['A6'], 'ENR-1', 'ENR-2', 'ENR-3', 'ATT-4', 'ATT-6', 'ATT-8', 'REP-7'),
    ...under(['A6'], 'ATT-1', 'ATT-2', 'ATT-3', 'ATT-5'),
    ...under(['A6'], 'REP-1', 'REP-2', 'REP-3', 'REP-4', 'REP-5'),
    ...under(['A6', 'A9'], 'SEC-1 password'),
    ...under(['A6'], 'SEC-4'),
  },
}

/** What a malicious replica breaks in either profile, and drawn runs find. */
const OF_A_REPLICA = ['ENR-3', 'REC-2', 'ATT-2', 'ATT-3', 'ATT-5', 'SEC-1 password', 'SEC-4']
const OF_ITS_LOG = ['REP-2', 'REP-3', 'REP-4', 'REP-5', 'REP-7']

/**
 * The findings that must come out by themselves: no choice of theirs was told, a drawn run or an exhaustive search made it.
 * Not among them are ENR-1, ENR-2, ATT-4, ATT-6, REP-1 and in `hardened` ATT-1 under A6. These are shown by directed
 * scenes, and their cells say so.
 */
const BY_SEARCH: Readonly<Record<string, Found>> = {
  published: {
    ...under(['A6'], ...OF_A_REPLICA, ...OF_ITS_LOG),
    ...under(['A2'], 'ATT-6'),
    // ATT-1 under A3 by the scope guesses-log-rolled-back: of 152 drawn runs under A3 none met it, since a fork is met by
    // two in a hundred and then takes more guesses than the limit.
    ...under(['A3', 'A6'], 'ATT-1', 'REP-7'),
    ...under(['A5', 'A6'], 'REC-2'),
    ...under(['A4', 'A6'], 'SEC-1 password', 'SEC-4'),
  },
  hardened: under(['A6'], ...OF_A_REPLICA, ...OF_ITS_LOG, 'ATT-8'),
}

/** Must search find this claim broken, in this profile under this adversary? */
export function mustBreak(claim: string, profile: string, adversary: string): boolean {
  return MUST[profile]?.[claim]?.includes(adversary) ?? false
}

/** Must the break be found by drawn runs or by an exhaustive search, and not by a scene that was told for it? */
export function bySearch(claim: string, profile: string, adversary: string): boolean {
  return BY_SEARCH[profile]?.[claim]?.includes(adversary) ?? false
}
