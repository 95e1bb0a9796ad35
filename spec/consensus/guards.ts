/** Every decision of a replica, by name (§5.3). A guard looks and changes nothing. */
import { isMessage } from '../actions.ts'
import { type At, commandOf, messageOf, type Rules, senderOf } from './context.ts'
import { isWireEntry, packed } from './entry.ts'
import { conflictAt, isUpToDate, lastOf, matches } from './log.ts'
import {
  type AppendEntries,
  type Appended,
  type AppendRefused,
  type ConsensusMessage,
  isWellFormed,
  type PreVote,
  type RequestVote,
  type Vote,
} from './messages.ts'

/** The guards for one fleet. */
export function guardsFor(rules: Rules) {
  const { crypto, tuning } = rules

  /** From one of this fleet's other replicas, and well formed. What is not is refused, in every state. */
  const isAcceptable = (at: At): boolean =>
    rules.replicas.includes(senderOf(at)) &&
    senderOf(at) !== at.context.self &&
    isWellFormed(messageOf<ConsensusMessage>(at), crypto) &&
    (at.event.type !== 'appendEntries' || entriesAreSound(at))

  const entriesAreSound = (at: At): boolean => {
    const { entries, prevIndex, prevTerm, term } = messageOf<AppendEntries>(at)
    let termMin = prevTerm
    return (
      entries.length <= tuning.batchEntriesMax &&
      prevTerm <= term &&
      entries.every((entry, place) => {
        if (!isWireEntry(crypto, entry, prevIndex + 1 + place, termMin, term)) return false
        termMin = entry.term
        return true
      })
    )
  }

  const termOf = (at: At): number => messageOf<ConsensusMessage>(at).term
  const isFromNewerTerm = (at: At): boolean => termOf(at) > at.context.ballot.term
  const isFromOlderTerm = (at: At): boolean => termOf(at) < at.context.ballot.term
  const isFromThisTerm = (at: At): boolean => termOf(at) === at.context.ballot.term

  return {
    isMessage,
    isUnacceptable: (at: At): boolean => !isAcceptable(at),
    isFromNewerTerm,
    isFromOlderTerm,
    isFromThisTerm,

    /** Raft §5.2, §5.4.1: at most one vote a term, first come, and only for a log at least as up to date. */
    mayVoteFor: (at: At): boolean => {
      const { term, lastIndex, lastTerm } = messageOf<RequestVote>(at)
      const { ballot, log } = at.context
      const free = ballot.votedFor === null || ballot.votedFor === senderOf(at)
      return (term > ballot.term || (term === ballot.term && free)) && isUpToDate(log, lastIndex, lastTerm)
    },
    /** Thesis §9.6: only when no leader was heard of within an election timeout. */
    wouldVoteFor: (at: At): boolean => {
      const { term, lastIndex, lastTerm } = messageOf<RequestVote>(at)
      const { ballot, log, leader } = at.context
      return leader === null && term > ballot.term && isUpToDate(log, lastIndex, lastTerm)
    },
    /** A vote counts in the term that it was given in. */
    isVoteForMe: (at: At): boolean => isAcceptable(at) && isFromThisTerm(at) && messageOf<Vote>(at).granted,
    isPreVoteForMe: (at: At): boolean =>
      isAcceptable(at) && termOf(at) === at.context.ballot.term + 1 && messageOf<PreVote>(at).granted,
    isPreVoteRefusedByNewerTerm: (at: At): boolean => isFromNewerTerm(at) && !messageOf<PreVote>(at).granted,
    /** Votes of a quorum, its own among them (§5.5). */
    hasQuorumOfVotes: ({ context }: At): boolean => Object.keys(context.votes).length >= rules.quorum,
    asksFirst: (): boolean => tuning.preVote,

    /** Raft §5.3: the entry before the new ones is not here. */
    logDiffers: (at: At): boolean => !matches(at.context.log, messageOf<AppendEntries>(at)),
    /** What is committed is never replaced; only a broken or malicious leader asks for it. */
    forksCommitted: (at: At): boolean => {
      const conflict = conflictAt(crypto, at.context.log, messageOf<AppendEntries>(at))
      return conflict !== null && conflict <= at.context.commit
    },

    /** An acknowledgement of this term, of no more than the log has. */
    acknowledges: (at: At): boolean =>
      isAcceptable(at) && isFromThisTerm(at) && messageOf<Appended>(at).match <= lastOf(at.context.log).index,
    /** A refusal of this term that answers the last probe, not an older message. */
    refusesProbe: (at: At): boolean => {
      if (!isAcceptable(at) || !isFromThisTerm(at)) return false
      const progress = at.context.progress[senderOf(at)]
      const { prevIndex } = messageOf<AppendRefused>(at)
      if (progress === undefined || prevIndex <= progress.match) return false
      return progress.mode === 'stream' ? prevIndex < progress.next : prevIndex === progress.next - 1
    },
    /** Heard, itself included, from a quorum since the last check (thesis §6.2). */
    heardQuorum: ({ context }: At): boolean =>
      !tuning.checkQuorum || Object.keys(context.heard).length + 1 >= rules.quorum,

    /** Room in the queue, and no larger than a message may carry (§5.6). */
    canAppend: (at: At): boolean => {
      const { log, commit } = at.context
      return (
        lastOf(log).index - commit < tuning.uncommittedEntriesMax &&
        crypto.size(packed(crypto, commandOf(at))) <= tuning.commandBytesMax
      )
    },
  }
}
