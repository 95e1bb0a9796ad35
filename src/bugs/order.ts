/** Seeded bugs in the order of effects (§1.1), all of our own: what a step asks for takes place too early. */
import type { Effect } from '../../spec/boundary.ts'
import type { Bug } from './bug.ts'

const kept = (effect: Effect) => effect.do === 'persist' || effect.do === 'erase'

// The machine's durable effects come last, whatever depends on them.
function late(machine: string): (at: string, effects: readonly Effect[]) => readonly Effect[] {
  return (at, effects) =>
    at === machine ? [...effects.filter((one) => !kept(one)), ...effects.filter(kept)] : effects
}

/** The seeded bugs of the shell. */
export const orderBugs: readonly Bug[] = [
  {
    id: 'appliesBeforeItPersists',
    breaks: 'REP-5',
    adversary: 'A0',
    profile: 'published',
    story: 'Entries are handed to the vault, and votes and acknowledgements sent, before they are durable.',
    precedent: 'servers that acknowledge before fsync',
    reorder: late('consensus'),
  },
  {
    id: 'signsBeforeItLogs',
    breaks: 'TRN-1',
    adversary: 'A0',
    // In `hardened` a phone asks for the proof, which this auditor cannot give: there it loses phones (FLT-3).
    profile: 'published',
    story: 'The auditor gives its signature away before the epoch is durable in its log.',
    precedent: 'certificate logs that lost entries whose receipts they had signed',
    reorder: late('auditor'),
  },
]
