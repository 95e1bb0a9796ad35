/** Seeded bugs of counting (§4.2, §4.3): in the attempts machine, which alone decides about guesses. */
import { tickOf } from '../../spec/vault/attempts-context.ts'
import type { ChargeCommand, Entry, SettleCommand } from '../../spec/vault/commands.ts'
import { charged, closed, erased, isOpen } from '../../spec/vault/counting.ts'
import { LIMIT_MAX, type Lineage } from '../../spec/vault/state.ts'
import type { Bug } from './bug.ts'
import { inPart, toLineage } from './vault-door.ts'

interface At<C extends ChargeCommand | SettleCommand = ChargeCommand> {
  readonly context: { readonly lineage: Lineage }
  readonly event: Entry<C>
}

const chargeOf = (at: unknown) => (at as At).event.command
const settleOf = (at: unknown) => (at as At<SettleCommand>).event.command

// Another session has read the counter, and its attempt is not settled yet.
function isShared(at: unknown): boolean {
  const { context, event } = at as At
  return context.lineage.charges.some((charge) => isOpen(charge, event.tick))
}

// One byte, as the real system had it.
const wrapped = (remaining: number) => (remaining + LIMIT_MAX + 1) % (LIMIT_MAX + 1)

/** Bugs 1, 3, 5, 13, 14, 16 and 18. */
export const countingBugs: readonly Bug[] = [
  inPart(
    'attempts',
    {
      id: 'counterWraps',
      number: 1,
      breaks: 'ATT-1',
      adversary: 'A0',
      profile: 'published',
      story:
        'A state transfer takes a record without guesses for one that has some; the next miss wraps its counter.',
      precedent: 'Signal SVR',
    },
    () => ({
      guards: { arrivesSpent: () => false },
      actions: {
        spendAttempt: toLineage((lineage, at) => {
          const next = charged(lineage, chargeOf(at), tickOf(at), [])
          return { ...next, remaining: wrapped(lineage.remaining - 1) }
        }),
      },
    }),
  ),
  inPart(
    'attempts',
    {
      id: 'sameCountWrittenTwice',
      number: 3,
      breaks: 'ATT-1',
      adversary: 'A0',
      profile: 'hardened',
      story: 'Two sessions read the counter before either has written: both write the same number back.',
      precedent: "Juicebox's software realm",
    },
    ({ isLastAttempt }) => ({
      guards: { isLastAttempt: (at: At) => !isShared(at) && isLastAttempt?.(at) },
      actions: {
        spendAttempt: toLineage((lineage, at) => {
          const next = charged(lineage, chargeOf(at), tickOf(at), [])
          return isShared(at) ? { ...next, remaining: lineage.remaining, charges: lineage.charges } : next
        }),
      },
    }),
  ),
  inPart(
    'attempts',
    {
      id: 'chargedAfterVerification',
      number: 5,
      breaks: 'ATT-7',
      adversary: 'A2',
      profile: 'hardened',
      story: 'The attempt is taken when KE3 turns out wrong, not before KE2 leaves.',
    },
    () => ({
      guards: { isLastAttempt: () => false },
      actions: {
        spendAttempt: toLineage((lineage, at) => ({
          ...charged(lineage, chargeOf(at), tickOf(at), []),
          remaining: lineage.remaining,
        })),
        closeCharge: toLineage((lineage, at) => ({
          ...closed(lineage, settleOf(at), tickOf(at)),
          remaining: lineage.remaining - 1,
        })),
      },
    }),
  ),
  inPart(
    'attempts',
    {
      id: 'zeroMeansDefault',
      number: 13,
      breaks: 'ATT-3',
      adversary: 'A0',
      profile: 'published',
      story: 'A counter of zero in a snapshot passes for one that is missing, and becomes the default.',
    },
    () => ({
      guards: { arrivesSpent: () => false },
      actions: {
        restore: toLineage((_none, at) => {
          const { lineage } = at.event as unknown as { readonly lineage: Lineage }
          return { ...lineage, remaining: lineage.remaining || lineage.limit, charges: [] }
        }),
      },
    }),
  ),
  inPart(
    'attempts',
    {
      id: 'olderVersionProves',
      number: 14,
      breaks: 'ATT-3',
      adversary: 'A0',
      profile: 'hardened',
      story: 'A proof for an older version of the record resets the counter of the new one.',
    },
    () => ({
      guards: {
        wasNotCharged: () => false,
        provesThisVersion: (at: unknown) => settleOf(at).right,
      },
      actions: {
        freeCharges: toLineage((lineage) => ({ ...lineage, charges: [], remaining: lineage.limit })),
      },
    }),
  ),
  inPart(
    'attempts',
    {
      id: 'laterChargesFreed',
      number: 16,
      breaks: 'ATT-1',
      adversary: 'A0',
      profile: 'published',
      story: 'A proof also frees the charges that were taken after its own.',
    },
    () => ({
      actions: {
        freeCharges: toLineage((lineage) => ({
          ...lineage,
          charges: [],
          remaining: lineage.limit,
          readyAt: 0,
        })),
      },
    }),
  ),
  inPart(
    'attempts',
    {
      id: 'exhaustionIsAFlag',
      number: 18,
      breaks: 'ATT-4',
      adversary: 'A0',
      profile: 'hardened',
      story: 'Exhaustion sets a flag, and the secret stays.',
    },
    () => ({
      actions: {
        eraseSecrets: toLineage((lineage) => ({ ...erased(lineage, true), active: lineage.active })),
      },
    }),
  ),
]
