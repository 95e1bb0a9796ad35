/** Seeded bugs of logs, commits and state transfer (§5.4, §5.8). */
import { type Context, messageOf, senderOf } from '../../spec/consensus/context.ts'
import { sending } from '../../spec/consensus/greeting.ts'
import { lastOf, truncated } from '../../spec/consensus/log.ts'
import type { AppendEntries, AppendRefused, SnapshotPart } from '../../spec/consensus/messages.ts'
import { heldByQuorum } from '../../spec/consensus/standing.ts'
import type { Bug } from './bug.ts'
import { ask, change, consensus } from './replication-door.ts'

function commitsAt(index: (context: Context) => number) {
  return change(({ context }) => {
    const held = index(context)
    return held > context.commit ? { commit: held } : {}
  })
}

/** Bugs 20, 21 (twice), 22 and 26, and one that was ours. */
export const logBugs: readonly Bug[] = [
  consensus(
    {
      id: 'countsOlderTerms',
      number: 20,
      breaks: 'REP-3',
      adversary: 'A0',
      profile: 'published',
      story: 'The leader commits an entry of an older term by counting replicas.',
      precedent: 'CCF; figure 8 of the Raft paper',
    },
    (rules) => ({ actions: { advanceCommit: commitsAt((context) => heldByQuorum(rules, context)) } }),
  ),
  consensus(
    {
      id: 'refusalCountsAsHeld',
      number: 21,
      breaks: 'REP-3',
      adversary: 'A0',
      profile: 'published',
      story: 'A refusal is booked as an acknowledgement up to the index that was refused.',
      precedent: 'CCF (AppendEntries NACK)',
    },
    () => ({
      actions: {
        recordRefused: change((at) => {
          const { prevIndex, hint } = messageOf<AppendRefused>(at)
          const known = { match: prevIndex, next: hint + 1, mode: 'probe', counts: true } as const
          return { progress: { ...at.context.progress, [senderOf(at)]: known } }
        }),
      },
    }),
  ),
  consensus(
    {
      id: 'acknowledgesItsWholeLog',
      number: 21,
      breaks: 'REP-3',
      adversary: 'A0',
      profile: 'published',
      story: 'A follower acknowledges all that it has, not what the message brought: an old suffix counts.',
      precedent: 'CCF (AppendEntries ACK)',
    },
    (rules) => ({
      actions: {
        acknowledge: ask((at) => {
          const { ballot, incarnation, log } = at.context
          const match = lastOf(log).index
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
      id: 'staleAppendTruncates',
      number: 22,
      breaks: 'REP-3',
      adversary: 'A0',
      profile: 'published',
      story: 'An AppendEntries that comes late cuts the log off after its own entries.',
      precedent: 'several Raft libraries',
    },
    () => ({
      actions: {
        storeEntries: change((at) => {
          const { prevIndex, entries } = messageOf<AppendEntries>(at)
          const kept = truncated(at.context.log, prevIndex + 1)
          const log = { base: kept.base, entries: [...kept.entries, ...entries] }
          return { log, unsaved: { ...at.context.unsaved, log: true } }
        }),
      },
    }),
  ),
  consensus(
    {
      id: 'partFromAnybody',
      number: 26,
      breaks: 'REP-3',
      adversary: 'A6',
      profile: 'published',
      story: 'A part of a state transfer is taken from another replica than the one that was asked.',
    },
    () => ({
      guards: {
        isPartUnasked: ({ context, event }) =>
          (event as unknown as { message: SnapshotPart }).message.term !== context.ballot.term,
      },
    }),
  ),
  consensus(
    {
      id: 'overtakenTransferInstalls',
      breaks: 'REP-3',
      adversary: 'A0',
      profile: 'published',
      story:
        'A state transfer that entries have overtaken is installed all the same, and what came after it is lost.',
    },
    () => ({ guards: { isOvertaken: () => false } }),
  ),
]
