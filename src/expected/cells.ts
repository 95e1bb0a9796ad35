/**
 * Which claim is made under which adversary, for each profile: the table of claims that reviewers sign. A break
 * of a claim that is made is a failure; a break of one that is not is a finding.
 */

/** Adversaries up to which a claim is made, by profile; a claim that is not listed is made for none. */
const MADE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  published: {
    'ENR-1': 'A1',
    'REC-1': 'A1',
    'REC-2': 'A3',
    'ATT-1': 'A2',
    'ATT-2': 'A2',
    'ATT-3': 'A2',
    'ATT-4': 'A2',
    'ATT-5': 'A2',
    'ATT-6': 'A1',
    'ATT-7': 'A2',
    'REP-1': 'A2',
    'REP-2': 'A2',
    'REP-3': 'A2',
    'REP-4': 'A2',
    'REP-5': 'A2',
    'REP-6': 'A0',
    'FLT-1': 'A3',
    // Under A2 a new phone is shown an epoch whose overlap is over (§7.2); with memory it would hold.
    'FLT-2': 'A1',
    // FLT-3 is not here: without log proofs a phone whose enrolment at the new fleet failed cannot go back (§7.2).
    'FLT-4': 'A3',
    'LIV-3': 'A0',
    'TRN-2': 'A3',
    'TRN-4': 'A3',
    'TRN-5': 'A3',
    'ENR-3': 'A2',
    'ENR-4': 'A3',
  },
  hardened: {
    'ENR-1': 'A3',
    'ENR-2': 'A3',
    'ENR-3': 'A3',
    'ENR-4': 'A3',
    'REC-1': 'A3',
    'REC-2': 'A3',
    'ATT-1': 'A3',
    'ATT-2': 'A3',
    'ATT-3': 'A3',
    'ATT-4': 'A3',
    'ATT-5': 'A3',
    'ATT-6': 'A3',
    'ATT-7': 'A3',
    'ATT-8': 'A3',
    'REP-1': 'A3',
    'REP-2': 'A3',
    'REP-3': 'A3',
    'REP-4': 'A3',
    'REP-5': 'A3',
    'REP-6': 'A0',
    'REP-7': 'A3',
    'FLT-1': 'A3',
    'FLT-2': 'A3',
    'FLT-3': 'A0',
    'FLT-4': 'A3',
    'LIV-3': 'A0',
    'TRN-1': 'A3',
    'TRN-2': 'A3',
    'TRN-3': 'A3',
    'TRN-4': 'A3',
    'TRN-5': 'A3',
  },
}

/**
 * Claims made for adversaries that are in no line with A0 to A3: A7, one bundle signer; A9, a rogue fleet. Under A9
 * SEC-1 is lost and TRN-1, TRN-2, TRN-4 and TRN-5 hold: it is detected, not prevented (§7.5).
 */
const BESIDE: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  published: {
    A7: ['FLT-1', 'FLT-4', 'ENR-4', 'TRN-2', 'TRN-4', 'TRN-5'],
    A9: ['TRN-2', 'TRN-4', 'TRN-5'],
  },
  hardened: {
    A7: ['FLT-1', 'FLT-4', 'ENR-4', 'TRN-2', 'TRN-3', 'TRN-4', 'TRN-5'],
    A9: ['TRN-1', 'TRN-2', 'TRN-4', 'TRN-5'],
  },
}

// A1 includes A0, A2 includes A1, A3 includes A2; `none` is a world without faults.
const ORDER = ['none', 'A0', 'A1', 'A2', 'A3']

/** Is this claim made for this adversary, in this profile? */
export function isClaimed(claim: string, profile: string, adversary: string): boolean {
  if (BESIDE[profile]?.[adversary]?.includes(claim)) return true
  const most = MADE[profile]?.[claim]
  const at = ORDER.indexOf(adversary)
  return most !== undefined && at >= 0 && at <= ORDER.indexOf(most)
}
