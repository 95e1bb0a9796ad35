/** Seeded bugs of elections (§5.3, §5.5). */
import { fleetIn, IDLE, messageOf, senderOf } from '../../spec/consensus/context.ts'
import { membersOf } from '../../spec/consensus/fleet.ts'
import type { AppendEntries } from '../../spec/consensus/messages.ts'
import type { Bug } from './bug.ts'
import { ask, change, consensus } from './replication-door.ts'

const tooFew = (members: number) => Math.ceil(members / 2)

/** Bugs 23 (twice) and 24, and two of our own. */
export const voteBugs: readonly Bug[] = [
  consensus(
    {
      id: 'voteForgottenAtStepDown',
      number: 23,
      breaks: 'REP-1',
      adversary: 'A0',
      profile: 'published',
      story: 'A replica that follows a leader of its own term forgets whom it voted for.',
      precedent: 'hashicorp/raft and others',
    },
    () => ({
      actions: {
        followLeader: change((at) => {
          const { term } = messageOf<AppendEntries>(at)
          const ballot = { term, votedFor: null }
          const unsaved = { ...at.context.unsaved, ballot: true }
          return { ...IDLE, leader: senderOf(at), ballot, unsaved }
        }),
      },
    }),
  ),
  consensus(
    {
      id: 'voteNotPersisted',
      number: 23,
      breaks: 'REP-1',
      adversary: 'A0',
      profile: 'published',
      story: 'The term is persisted and the vote is not, so a restart in between gives it twice.',
      precedent: 'several Raft implementations',
    },
    () => ({
      actions: {
        save: ask(({ context: { unsaved, ballot, log, incarnation: writer } }) => [
          ...(unsaved.ballot
            ? [
                {
                  do: 'persist',
                  cell: 'ballot',
                  value: { term: ballot.term, votedFor: null, writer },
                } as const,
              ]
            : []),
          ...(unsaved.log ? [{ do: 'persist', cell: 'log', value: { ...log, writer } } as const] : []),
        ]),
      },
    }),
  ),
  consensus(
    {
      id: 'quorumTooSmallForEvenFleets',
      number: 24,
      breaks: 'REP-1',
      adversary: 'A0',
      profile: 'published',
      story: 'Half of an even fleet passes for a quorum.',
    },
    (rules) => ({
      guards: {
        hasVotesEnough: ({ context }) =>
          Object.keys(context.votes).length >= tooFew(membersOf(fleetIn(rules, context)).length),
      },
    }),
  ),
  {
    id: 'sendsBeforeItPersists',
    breaks: 'REP-1',
    adversary: 'A0',
    profile: 'published',
    story: 'What a step sends leaves before what it persists is durable.',
    precedent: 'write-behind of the vote, in several databases',
    reorder: (machine, effects) =>
      machine !== 'consensus'
        ? effects
        : [
            ...effects.filter((effect) => effect.do === 'send'),
            ...effects.filter((effect) => effect.do !== 'send'),
          ],
  },
  consensus(
    {
      id: 'leaderNeverForgotten',
      breaks: 'LIV-2',
      adversary: 'A0',
      profile: 'published',
      story: 'A replica whose leader fell silent still takes it for there, and grants no pre-vote, ever.',
      precedent: 'ours',
    },
    () => ({
      actions: {
        askForPreVotes: change(({ context }) => ({ ...IDLE, votes: { [context.self]: true } })),
      },
    }),
  ),
]
