/** Who may vote for whom, who stands, and who is founded (§5.3, §5.9): the guards of elections. */
import { acceptanceFor } from './acceptance.ts'
import { type At, messageOf, type Rules, senderOf } from './context.ts'
import { follows } from './entry.ts'
import { fleetOf, isProper } from './fleet.ts'
import { extended, isUpToDate } from './log.ts'
import type { ConsensusMessage, Founding, PreVote, RequestVote, Vote } from './messages.ts'
import { isCounted, isSuperseded, isUnfounded, votesNeeded } from './standing.ts'

/** The guards of elections, for one fleet. */
export function electionGuards(rules: Rules) {
  const { tuning } = rules
  const { isAcceptable, isMember, isFromNewerTerm, isFromThisTerm, hasVote, isFromRegistered } =
    acceptanceFor(rules)
  // What an unfounded replica asks of one that is founded: it needs the first entry, not a vote.
  const lacksFounding = (at: At): boolean =>
    rules.profile.freshness === 'rejoin' &&
    messageOf<RequestVote>(at).lastIndex === 0 &&
    at.context.log.base.index === 0 &&
    at.context.log.entries.length > 0
  // One that lost all it had is unfounded too: it must not help those who are founded.
  const isOfMyKind = (at: At): boolean =>
    !isUnfounded(rules, at.context) || messageOf<RequestVote>(at).lastIndex === 0

  return {
    /** Raft §5.2, §5.4.1: at most one vote a term, first come, and only for a log at least as up to date. */
    mayVoteFor: (at: At): boolean => {
      const { term, lastIndex, lastTerm } = messageOf<RequestVote>(at)
      const { ballot, log } = at.context
      const free = ballot.votedFor === null || ballot.votedFor === senderOf(at)
      const inTime = term > ballot.term || (term === ballot.term && free)
      return hasVote(at) && isOfMyKind(at) && inTime && isUpToDate(log, lastIndex, lastTerm)
    },
    /** Thesis §9.6: only when no leader was heard of within an election timeout. */
    wouldVoteFor: (at: At): boolean => {
      const { term, lastIndex, lastTerm } = messageOf<RequestVote>(at)
      const { ballot, log, leader } = at.context
      const quiet = leader === null && term > ballot.term
      return hasVote(at) && isOfMyKind(at) && quiet && isUpToDate(log, lastIndex, lastTerm)
    },
    /** A vote counts in the term that it was given in, and from a registered incarnation. */
    isVoteForMe: (at: At): boolean =>
      isAcceptable(at) && isFromThisTerm(at) && messageOf<Vote>(at).granted && isFromRegistered(at),
    isPreVoteForMe: (at: At): boolean =>
      isAcceptable(at) &&
      messageOf<ConsensusMessage>(at).term === at.context.ballot.term + 1 &&
      messageOf<PreVote>(at).granted &&
      isFromRegistered(at),
    isPreVoteOfNewerTerm: (at: At): boolean => isFromNewerTerm(at) && !messageOf<PreVote>(at).granted,
    hasVotesEnough: ({ context }: At): boolean =>
      Object.keys(context.votes).length >= votesNeeded(rules, context),
    asksFirst: (): boolean => tuning.preVote,
    /** Somebody outside the fleet, or not counted, does not stand. */
    mayNotStand: (at: At): boolean => !hasVote(at) || !isMember(at, at.context.self),

    // Standing (§5.9) ----------------------------------------------------------------------------------------

    /** A booted replica that is not registered yet, or whose Join is not known to be committed. */
    mustJoin: (at: At): boolean => !hasVote(at),
    /** Counted once, and now the registry has another incarnation: a second instance runs, or ran. */
    isSuperseded: ({ context }: At): boolean => isSuperseded(rules, context),
    isFirstCounted: (at: At): boolean => !at.context.counted && isCounted(rules, at.context),

    lacksFounding,
    /** The first entry of this fleet, which has this very incarnation of this replica among the founders. */
    isMyFounding: (at: At): boolean => {
      const { context } = at
      const { entry, term } = messageOf<Founding>(at)
      if (!isAcceptable(at) || !isUnfounded(rules, context)) return false
      if (!follows(rules, context.log.base, entry, term) || !isProper(rules, entry.payload)) return false
      const { registry } = fleetOf(rules, extended(context.log, [entry]))
      return registry[context.self]?.incarnation === context.incarnation
    },
  }
}
