/**
 * A leader election with terms and votes, as in Raft: at most one vote per term and node, kept in storage, so that a
 * majority makes at most one leader per term. The nodes are alike, but each remembers others by name.
 */
import { setup } from 'xstate'
import { actionsFor, isMessage, WILDCARD } from '../../spec/actions.ts'
import type { Boot } from '../../spec/boundary.ts'
import type { NodeId } from '../../spec/names.ts'
import { modelOf } from '../../src/check/machines.ts'
import type { PlainLocal } from '../../src/check/plain-local.ts'

interface Ballot {
  readonly term: number
  readonly votedFor: NodeId | null
}

/** What a voter holds. */
export interface Voter extends Ballot {
  readonly self: NodeId
  readonly votes: Readonly<Record<string, true>>
}

interface Heard {
  readonly type: string
  readonly from: NodeId
  readonly message: { readonly type: string; readonly term: number }
}

type Event = Heard | Boot
const { change, ask, refuse, defect } = actionsFor<Voter, Event>()
const termOf = (event: Event) => (event as Heard).message.term

/** The machine of one voter among these. */
export function voter(nodes: readonly NodeId[]) {
  const quorum = Math.floor(nodes.length / 2) + 1
  return setup({
    types: { context: {} as Voter, events: {} as Event },
    guards: {
      isMessage,
      mayVote: ({ context, event }) =>
        termOf(event) > context.term || (termOf(event) === context.term && context.votedFor === null),
      completesQuorum: ({ context, event }) =>
        termOf(event) === context.term &&
        count({ ...context.votes, [(event as Heard).from]: true }) >= quorum,
      isVoteForMe: ({ context, event }) => termOf(event) === context.term,
    },
    actions: {
      refuse,
      defect,
      powerOn: change(({ event }) => {
        const { self, cells } = event as Boot
        return { self, ...((cells.ballot ?? { term: 0, votedFor: null }) as Ballot) }
      }),
      voteForMyself: change(({ context: { self, term } }) => ({
        term: term + 1,
        votedFor: self,
        votes: { [self]: true },
      })),
      voteForSender: change(({ event }) => ({
        term: termOf(event),
        votedFor: (event as Heard).from,
        votes: {},
      })),
      countVote: change(({ context, event }) => ({
        votes: { ...context.votes, [(event as Heard).from]: true as const },
      })),
      persistBallot: ask(({ context: { term, votedFor } }) => [
        { do: 'persist', cell: 'ballot', value: { term, votedFor } },
      ]),
      askForVotes: ask(({ context: { self, term } }) =>
        nodes
          .filter((node) => node !== self)
          .map((to) => ({ do: 'send', to, message: { type: 'requestVote', term } as { type: string } })),
      ),
      sendVote: ask(({ context, event }) => [
        {
          do: 'send',
          to: (event as Heard).from,
          message: { type: 'vote', term: context.term } as { type: string },
        },
      ]),
    },
    delays: { electionTimeout: 1000 },
  }).createMachine({
    id: 'voter',
    context: { self: '' as NodeId, term: 0, votedFor: null, votes: {} },
    initial: 'off',
    states: {
      off: { on: { boot: { target: 'follower', actions: 'powerOn' } } },
      follower: { after: { electionTimeout: { target: 'candidate', actions: STAND } }, on: { vote: {} } },
      candidate: {
        after: { electionTimeout: { target: 'candidate', reenter: true, actions: STAND } },
        on: {
          vote: [
            { guard: 'completesQuorum', target: 'leader', actions: 'countVote' },
            { guard: 'isVoteForMe', actions: 'countVote' },
            {},
          ],
        },
      },
      leader: { on: { vote: {} } },
    },
    on: {
      requestVote: [
        { guard: 'mayVote', target: '.follower', actions: ['voteForSender', 'persistBallot', 'sendVote'] },
        {},
      ],
      ...WILDCARD,
    },
  })
}

const STAND = ['voteForMyself', 'persistBallot', 'askForVotes'] as const

function count(votes: Readonly<Record<string, true>>): number {
  return Object.keys(votes).length
}

/** The world of these voters, up to a term; `machine` may be a changed one. */
export function election(
  nodes: readonly NodeId[],
  termsMax: number,
  budgets: Readonly<Record<string, number>> = {},
  machine = voter(nodes),
) {
  return modelOf({
    name: 'leader election',
    nodes: Object.fromEntries(nodes.map((node) => [node, { machine }])),
    order: 'unordered',
    budgets,
    within: ({ context }) => context === null || (context as Voter).term <= termsMax,
    bounds: { terms: termsMax },
  })
}

/** At most one leader per term. */
export function atMostOneLeader({ locals }: { readonly locals: readonly PlainLocal[] }): boolean {
  const terms = locals.filter(({ value }) => value === 'leader').map(({ context }) => (context as Voter).term)
  return new Set(terms).size === terms.length
}
