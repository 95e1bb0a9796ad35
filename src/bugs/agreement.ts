/** Seeded bugs of the vault's replicas and of their clock (§3.2, §4.5, §5), all of our own. */
import type { AnyStateMachine } from 'xstate'
import { actionsFor } from '../../spec/actions.ts'
import { fleetIn, messageOf } from '../../spec/consensus/context.ts'
import { membersOf } from '../../spec/consensus/fleet.ts'
import { placeAt } from '../../spec/consensus/log.ts'
import type { AppendEntries } from '../../spec/consensus/messages.ts'
import { type At as Counting, commandOf } from '../../spec/vault/attempts-context.ts'
import type { StoreCommand } from '../../spec/vault/commands.ts'
import { activated, storedFrom } from '../../spec/vault/counting.ts'
import type { Offer } from '../../spec/vault/state.ts'
import type { Bug } from './bug.ts'
import { consensus } from './replication-door.ts'

const attempts = actionsFor<Counting['context'], Counting['event']>()

/** The seeded bugs of agreement. */
export const agreementBugs: readonly Bug[] = [
  consensus(
    {
      // Not REP-6: users are told `unavailable`, and that is an end.
      id: 'needsEverybody',
      breaks: 'LIV-2',
      adversary: 'A0',
      profile: 'published',
      story: 'A leader needs every vote, so the fleet does not survive the loss of one replica.',
    },
    (rules) => ({
      guards: {
        hasVotesEnough: ({ context }) =>
          Object.keys(context.votes).length >= membersOf(fleetIn(rules, context)).length,
      },
    }),
  ),
  consensus(
    {
      id: 'termsNotCompared',
      breaks: 'REP-2',
      adversary: 'A0',
      profile: 'published',
      story: 'A follower takes entries after any entry at that index, of whatever term and chain.',
    },
    () => ({
      guards: {
        logDiffers: (at) => {
          const { prevIndex } = messageOf<AppendEntries>(at)
          return prevIndex > at.context.log.base.index && placeAt(at.context.log, prevIndex) === undefined
        },
      },
    }),
  ),
  {
    id: 'readyAtOnce',
    breaks: 'ATT-8',
    adversary: 'A0',
    profile: 'hardened',
    story: 'An HSM says that its own clock has run long enough without looking at it.',
    part: 'clock',
    provide: (machine) => machine.provide({ delays: { delta: 1 } } as never) as AnyStateMachine,
  },
  {
    id: 'anyRegistrationStores',
    breaks: 'ENR-3',
    adversary: 'A2',
    profile: 'published',
    story: 'A record is stored for whatever registration is open, by whichever session it came.',
    part: 'attempts',
    provide: (machine) =>
      machine.provide({
        guards: { wasNotOffered: ({ context }: Counting) => context.lineage.offers.length === 0 },
        actions: {
          storeActive: attempts.change((at) => {
            const { lineage } = at.context
            const offer = lineage.offers.at(-1) as Offer
            return { lineage: activated(lineage, storedFrom(offer, commandOf<StoreCommand>(at)), 1) }
          }),
        },
      } as never) as AnyStateMachine,
  },
]
