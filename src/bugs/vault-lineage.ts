/** Seeded bugs of the lineage (§3.3): confirmation, and what carries over. */
import type { ConfirmCommand, Entry } from '../../spec/vault/commands.ts'
import { activated, names } from '../../spec/vault/counting.ts'
import type { Lineage, Stored } from '../../spec/vault/state.ts'
import type { Bug } from './bug.ts'
import { inPart, toLineage } from './vault-door.ts'

interface At {
  readonly context: { readonly lineage: Lineage }
  readonly event: Entry<ConfirmCommand>
}

const confirmOf = (at: unknown) => (at as At).event.command
const lineageOf = (at: unknown) => (at as At).context.lineage

/** What replaces a record begins with the full limit, whatever the one before it had left. */
const fresh = (lineage: Lineage, stored: Stored): Lineage => ({
  ...activated(lineage, stored, lineage.version + 1),
  remaining: stored.limit,
  charges: [],
})

/** Bugs 6 (twice), 7, 8 and 9. */
export const lineageBugs: readonly Bug[] = [
  {
    id: 'liveAtOnce',
    number: 6,
    breaks: 'ENR-2',
    adversary: 'A2',
    profile: 'hardened',
    // ATT-6 stands: the budget is the lineage's, and a record that is live is replaced by its holder alone.
    story: 'An enrolment is live at once; where the reply is lost, the client enrols again.',
    profilePatch: { confirmation: false },
  },
  {
    id: 'liveAtOnceWithItsOwnBudget',
    number: 6,
    breaks: 'ATT-6',
    adversary: 'A2',
    profile: 'hardened',
    story:
      'The same where the budget is the record’s: once it ran out, unheard of, the client enrols again with a full one.',
    profilePatch: { confirmation: false, budgetOwner: 'record' },
  },
  inPart(
    'attempts',
    {
      id: 'anyConfirmConfirms',
      number: 7,
      breaks: 'ENR-2',
      adversary: 'A2',
      profile: 'hardened',
      story: 'A confirmation makes live whatever is pending, whoever signed it.',
    },
    () => ({
      guards: { isNotForPending: (at: unknown) => lineageOf(at).pending === null },
    }),
  ),
  inPart(
    'attempts',
    {
      id: 'nothingCarriesOver',
      number: 8,
      breaks: 'ATT-6',
      adversary: 'A2',
      profile: 'hardened',
      story: 'What remains of the budget is not carried over to the next version.',
    },
    () => ({
      guards: { carriesNothing: () => false },
      actions: {
        activatePending: toLineage((lineage) => fresh(lineage, lineage.pending as Stored)),
      },
    }),
  ),
  inPart(
    'attempts',
    {
      id: 'lateConfirmAccepted',
      number: 9,
      breaks: 'ATT-6',
      adversary: 'A2',
      profile: 'hardened',
      story: 'A Confirm that comes late or again activates its record again, with the full limit.',
    },
    () => ({
      guards: {
        isConfirmedAlready: () => false,
        carriesNothing: () => false,
        isNotForPending: (at: unknown) =>
          !names(confirmOf(at), lineageOf(at).pending) && !names(confirmOf(at), lineageOf(at).active),
      },
      actions: {
        activatePending: toLineage((lineage) =>
          fresh(lineage, (lineage.pending ?? lineage.active) as Stored),
        ),
      },
    }),
  ),
]
