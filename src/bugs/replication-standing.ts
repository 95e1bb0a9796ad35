/** Seeded bugs of rejoining and of membership (§5.9, §5.10). */
import { assign } from 'xstate'
import type { Boot } from '../../spec/boundary.ts'
import { booted, type ConsensusEvent, fleetIn, messageOf, senderOf } from '../../spec/consensus/context.ts'
import { fleetOf } from '../../spec/consensus/fleet.ts'
import { acknowledgement } from '../../spec/consensus/following.ts'
import { sending } from '../../spec/consensus/greeting.ts'
import type { AppendEntries } from '../../spec/consensus/messages.ts'
import type { Bug } from './bug.ts'
import { ask, type change, consensus } from './replication-door.ts'

/** Bugs 25 and 28, and one of our own. */
export const standingBugs: readonly Bug[] = [
  consensus(
    {
      id: 'oldCopyCountsAsBefore',
      number: 25,
      breaks: 'REP-7',
      adversary: 'A3',
      profile: 'hardened',
      story: 'A booted replica goes on under the incarnation that its storage remembers.',
    },
    (rules) => ({
      actions: {
        powerOn: assign(({ event }: { event: ConsensusEvent }) => {
          const context = booted(rules, event as Boot)
          const known = fleetOf(rules, context.log).registry[context.self]
          return known === undefined ? context : { ...context, incarnation: known.incarnation }
        }) as unknown as ReturnType<typeof change>,
      },
    }),
  ),
  consensus(
    {
      id: 'joinNeedsNoOthers',
      breaks: 'REP-5',
      adversary: 'A3',
      profile: 'hardened',
      story:
        'A booted replica acknowledges as soon as its Join is in its log, so it helps to commit it itself.',
    },
    (rules) => ({
      actions: {
        acknowledge: ask((at) => {
          const { ballot, incarnation, self } = at.context
          const { prevIndex, entries } = messageOf<AppendEntries>(at)
          const counts = fleetIn(rules, at.context).registry[self]?.incarnation === incarnation
          const match = prevIndex + entries.length
          if (!counts) return acknowledgement(rules, at, match)
          return [
            sending(rules, at.context, senderOf(at), {
              type: 'appended',
              term: ballot.term,
              match,
              incarnation,
            }),
          ]
        }),
      },
    }),
  ),
  consensus(
    {
      id: 'anyKeyMayJoin',
      number: 28,
      breaks: 'REP-8',
      adversary: 'A3',
      profile: 'hardened',
      story: 'A statement is followed whoever signed it.',
    },
    () => ({ guards: { isUnsigned: () => false, admitsStranger: () => false } }),
  ),
]
