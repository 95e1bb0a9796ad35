/** Elections (§5.3; Raft §5.2, thesis §9.6): the named actions of candidates and voters. */
import { actionsFor } from '../actions.ts'
import type { Effect, Message } from '../boundary.ts'
import {
  type At,
  booted,
  type ConsensusEvent,
  type Context,
  messageOf,
  others,
  type Rules,
  senderOf,
} from './context.ts'
import { lastOf } from './log.ts'
import type { ConsensusMessage, RequestPreVote, RequestVote } from './messages.ts'

const { change, ask } = actionsFor<Context, ConsensusEvent>()

/** One message to each other replica, in the fleet's order. */
export function toOthers(rules: Rules, context: Context, message: Message): readonly Effect[] {
  return others(rules, context).map((to) => ({ do: 'send', to, message }))
}

function request<T extends 'requestVote' | 'requestPreVote'>(type: T, { log }: Context, term: number) {
  const last = lastOf(log)
  return { type, term, lastIndex: last.index, lastTerm: last.term }
}

/** What every role gives up when it becomes another. */
export const IDLE = { votes: {}, progress: {}, heard: {} } as const

/** The actions for one fleet. */
export function votingActions(rules: Rules) {
  return {
    /** Storage is all that is left. */
    powerOn: change(({ event }) => booted(rules, event as never)),

    /** A newer term ends every role of the old one; the vote is free again (Raft §5.1). */
    adoptTerm: change((at) => {
      const { term } = messageOf<ConsensusMessage>(at)
      const newer = term > at.context.ballot.term
      return {
        ...IDLE,
        leader: null,
        ...(newer && { ballot: { term, votedFor: null }, unsaved: { ...at.context.unsaved, ballot: true } }),
      }
    }),
    /** Gives this term's one vote. */
    giveVote: change((at) => ({
      ballot: { term: messageOf<RequestVote>(at).term, votedFor: senderOf(at) },
      unsaved: { ...at.context.unsaved, ballot: true },
    })),
    sendVote: ask((at) => vote(at, true)),
    refuseVote: ask((at) => vote(at, false)),
    sendPreVote: ask((at) => {
      const { term } = messageOf<RequestPreVote>(at)
      return [{ do: 'send', to: senderOf(at), message: { type: 'preVote', term, granted: true } as Message }]
    }),
    refusePreVote: ask((at) => {
      const { term } = at.context.ballot
      return [{ do: 'send', to: senderOf(at), message: { type: 'preVote', term, granted: false } as Message }]
    }),

    /** No leader is heard: asks who would vote, and raises no term yet. */
    askForPreVotes: change(({ context }) => ({ ...IDLE, leader: null, votes: { [context.self]: true } })),
    requestPreVotes: ask(({ context }) =>
      toOthers(rules, context, request('requestPreVote', context, context.ballot.term + 1)),
    ),
    /** A new term, and its own vote, in one cell. */
    standForElection: change(({ context }) => ({
      ...IDLE,
      leader: null,
      votes: { [context.self]: true },
      ballot: { term: context.ballot.term + 1, votedFor: context.self },
      unsaved: { ...context.unsaved, ballot: true },
    })),
    requestVotes: ask(({ context }) =>
      toOthers(rules, context, request('requestVote', context, context.ballot.term)),
    ),
    countVote: change((at) => ({ votes: { ...at.context.votes, [senderOf(at)]: true } })),
    /** A leader without a quorum, or a candidate that met another: back to follow. */
    stepDown: change(() => ({ ...IDLE, leader: null })),
  }
}

function vote(at: At, granted: boolean): readonly Effect[] {
  const { term } = at.context.ballot
  return [{ do: 'send', to: senderOf(at), message: { type: 'vote', term, granted } as Message }]
}
