/** Seeded bugs in what a profile decides (§9): one field of `hardened` is that of `published`. */
import type { Profile } from '../../spec/profiles.ts'
import type { Bug } from './bug.ts'

type About = Pick<Bug, 'id' | 'breaks' | 'adversary' | 'story' | 'precedent'>

function undone(about: About, profilePatch: Partial<Profile>): Bug {
  return { ...about, profile: 'hardened', profilePatch }
}

/** The seeded bugs of decisions, all of our own. */
export const decisionBugs: readonly Bug[] = [
  undone(
    {
      id: 'believesItsStorage',
      breaks: 'REP-7',
      adversary: 'A3',
      story: 'A booted replica votes and acknowledges at once: storage that was set back is believed.',
    },
    { freshness: 'none' },
  ),
  undone(
    {
      id: 'budgetOfTheRecord',
      breaks: 'ATT-6',
      adversary: 'A2',
      story:
        'The budget belongs to the record: when it has run out, the account begins anew with a full one.',
      precedent: "the CRYPTO 2023 analysis of WhatsApp's vault",
    },
    { budgetOwner: 'record' },
  ),
  undone(
    {
      id: 'noDecoy',
      breaks: 'SEC-2',
      adversary: 'A2',
      story: 'A client that could not open the envelope falls silent: a missing KE3 tells a wrong password.',
    },
    { decoyKE3: false },
  ),
  undone(
    {
      id: 'keyBesideTheRecord',
      breaks: 'SEC-4',
      adversary: 'A4',
      story: 'The OPRF key lies in the record, so a leaked record alone tests guesses.',
    },
    { oprfKey: 'stored' },
  ),
  undone(
    {
      id: 'noFloor',
      breaks: 'FLT-2',
      adversary: 'A2',
      story: 'A phone without memory takes whatever epoch it is shown, proof or not.',
    },
    { epochFloor: 0, logProofs: false },
  ),
  undone(
    {
      id: 'proofsNotAsked',
      breaks: 'FLT-2',
      adversary: 'A2',
      story:
        'Clients ask for no proof that a bundle is in the log, nor how old that log is: an epoch of long ago passes.',
    },
    { logProofs: false },
  ),
]
