/** Elections (§5.3; Raft §5.2, thesis §9.6): the named actions of candidates and voters. */
import { actionsFor } from '../actions.ts'
import type { Boot, Effect } from '../boundary.ts'
import {
  type At,
  booted,
  type ConsensusEvent,
  type Context,
  IDLE,
  messageOf,
  others,
  ownAdmission,
  type Rules,
  senderOf,
} from './context.ts'
import { sending } from './greeting.ts'
import { lastOf } from './log.ts'
import type { ConsensusMessage, RequestPreVote, RequestVote, Vote } from './messages.ts'
import { isUnfounded } from './standing.ts'

const { change, ask } = actionsFor<Context, ConsensusEvent>()

/** One message to each other replica, in the fleet's order. */
export function toOthers(rules: Rules, context: Context, message: ConsensusMessage): readonly Effect[] {
  return others(rules, context).map((to) => sending(rules, context, to, message))
}

/** Adopts the message's term if it is newer; the vote is free again (Raft §5.1). */
export function inTermOf(at: At): Partial<Context> {
  const { term } = messageOf<ConsensusMessage>(at)
  if (term <= at.context.ballot.term) return {}
  return { ballot: { term, votedFor: null }, unsaved: { ...at.context.unsaved, ballot: true } }
}

/** The actions for one fleet. */
export function votingActions(rules: Rules) {
  const answer = (at: At, granted: boolean): readonly Effect[] => {
    const { ballot, incarnation } = at.context
    return [
      sending(rules, at.context, senderOf(at), { type: 'vote', term: ballot.term, granted, incarnation }),
    ]
  }
  return {
    /** Storage is all that is left. */
    powerOn: change(({ event }) => booted(rules, event as Boot)),

    /** A newer term ends every role of the old one. */
    adoptTerm: change((at) => ({ ...IDLE, leader: null, ...inTermOf(at) })),
    /** Gives this term's one vote. */
    giveVote: change((at) => ({
      ballot: { term: messageOf<RequestVote>(at).term, votedFor: senderOf(at) },
      unsaved: { ...at.context.unsaved, ballot: true },
    })),
    sendVote: ask((at) => answer(at, true)),
    refuseVote: ask((at) => answer(at, false)),
    sendPreVote: ask((at) => {
      const { term } = messageOf<RequestPreVote>(at)
      const { incarnation } = at.context
      const message = { type: 'preVote', term, granted: true, incarnation } as const
      return [sending(rules, at.context, senderOf(at), message)]
    }),
    refusePreVote: ask((at) => {
      const { ballot, incarnation } = at.context
      const message = { type: 'preVote', term: ballot.term, granted: false, incarnation } as const
      return [sending(rules, at.context, senderOf(at), message)]
    }),

    /** No leader is heard: asks who would vote, and raises no term yet. */
    askForPreVotes: change(({ context }) => ({ ...IDLE, leader: null, votes: { [context.self]: true } })),
    requestPreVotes: ask(({ context }) => {
      const { index: lastIndex, term: lastTerm } = lastOf(context.log)
      const term = context.ballot.term + 1
      const admission = ownAdmission(rules, context)
      return toOthers(rules, context, { type: 'requestPreVote', term, lastIndex, lastTerm, admission })
    }),
    /** A new term, and its own vote, in one cell. */
    standForElection: change(({ context }) => {
      const { self, incarnation, ballot, unsaved } = context
      return {
        ...IDLE,
        leader: null,
        votes: { [self]: true },
        ...(incarnation !== null && isUnfounded(rules, context) && { founding: [[self, incarnation]] }),
        ballot: { term: ballot.term + 1, votedFor: self },
        unsaved: { ...unsaved, ballot: true },
      }
    }),
    requestVotes: ask(({ context }) => {
      const { index: lastIndex, term: lastTerm } = lastOf(context.log)
      const { term } = context.ballot
      const admission = ownAdmission(rules, context)
      return toOthers(rules, context, { type: 'requestVote', term, lastIndex, lastTerm, admission })
    }),
    countVote: change((at) => {
      const { votes, founding } = at.context
      const voter = senderOf(at)
      if (votes[voter]) return {}
      const { incarnation } = messageOf<Vote>(at)
      const founds = incarnation !== null && founding.length > 0
      return {
        votes: { ...votes, [voter]: true },
        ...(founds && { founding: [...founding, [voter, incarnation]] as const }),
      }
    }),
    /** A leader without a quorum: back to follow. */
    stepDown: change(() => ({ ...IDLE, leader: null })),
  }
}
