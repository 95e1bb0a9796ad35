/** A leader election with terms and votes, as in Raft: at most one vote per term and voter, kept in storage. */
import { setup } from 'xstate'
import { actionsFor } from '../../spec/actions.ts'
import type { NodeId } from '../../spec/names.ts'
import { modelOf } from '../../src/check/machines.ts'
import type { PlainLocal } from '../../src/check/plain-local.ts'

type Ballot = { term: number; votedFor: NodeId | null }
type Voter = Ballot & { self: NodeId; votes: Readonly<Record<string, true>> }
/** A boot brings `self` and `cells`, a message `from` and `message`. */
type Got = { type: string; self: NodeId; cells: { ballot?: Ballot }; from: NodeId; message: { term: number } }
const { change, ask } = actionsFor<Voter, Got>()
const send = (to: NodeId, type: string, term: number) =>
  ({ do: 'send', to, message: { type, term } }) as const
const STAND = { target: 'candidate', actions: ['voteForMyself', 'persistBallot', 'askForVotes'] } as const

/** The machine of one voter among these. */
export function voter(nodes: readonly NodeId[]) {
  return setup({
    types: { context: {} as Voter, events: {} as Got },
    guards: {
      mayVote: ({ context: { term, votedFor }, event: { message } }) =>
        message.term > term || (message.term === term && votedFor === null),
      isForMe: ({ context, event }) => event.message.term === context.term,
      completesQuorum: ({ context: { term, votes }, event: { from, message } }) =>
        message.term === term && Object.keys({ ...votes, [from]: true }).length > nodes.length / 2,
    },
    actions: {
      powerOn: change(({ event: { self, cells } }) => ({ self, ...cells.ballot })),
      voteForMyself: change(({ context: { self, term } }) => ({
        ...{ term: term + 1, votedFor: self, votes: { [self]: true } },
      })),
      voteForSender: change(({ event }) => ({ term: event.message.term, votedFor: event.from, votes: {} })),
      countVote: change(({ context, event }) => ({ votes: { ...context.votes, [event.from]: true } })),
      persistBallot: ask(({ context: { term, votedFor } }) => [
        { do: 'persist', cell: 'ballot', value: { term, votedFor } },
      ]),
      askForVotes: ask(({ context: { self, term } }) =>
        nodes.filter((node) => node !== self).map((node) => send(node, 'requestVote', term)),
      ),
      sendVote: ask(({ context, event }) => [send(event.from, 'vote', context.term)]),
    },
    delays: { electionTimeout: 1000 },
  }).createMachine({
    id: 'voter',
    context: { self: '' as NodeId, term: 0, votedFor: null, votes: {} },
    initial: 'off',
    on: {
      requestVote: {
        guard: 'mayVote',
        target: '.follower',
        actions: ['voteForSender', 'persistBallot', 'sendVote'],
      },
    },
    states: {
      off: { on: { boot: { target: 'follower', actions: 'powerOn' } } },
      follower: { after: { electionTimeout: STAND } },
      candidate: {
        after: { electionTimeout: { ...STAND, reenter: true } },
        on: {
          vote: [
            { guard: 'completesQuorum', target: 'leader', actions: 'countVote' },
            { guard: 'isForMe', actions: 'countVote' },
          ],
        },
      },
      leader: {},
    },
  })
}

/** The world of these voters, up to a term; `machine` may be a changed one. */
export function election(
  nodes: readonly NodeId[],
  terms: number,
  budgets: Readonly<Record<string, number>> = {},
  machine = voter(nodes),
) {
  return modelOf({
    name: 'leader election',
    nodes: Object.fromEntries(nodes.map((node) => [node, { machine }])),
    order: 'unordered',
    budgets,
    within: ({ context }) => context === null || (context as Voter).term <= terms,
    bounds: { terms },
  })
}

/** At most one leader per term. */
export function atMostOneLeader({ locals }: { readonly locals: readonly PlainLocal[] }): boolean {
  const terms = locals.filter(({ value }) => value === 'leader').map(({ context }) => (context as Voter).term)
  return new Set(terms).size === terms.length
}
