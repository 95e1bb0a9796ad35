/** Every decision of a replica, by name (§5.3). A guard looks and changes nothing. */
import { isMessage } from '../actions.ts'
import type { NodeId } from '../names.ts'
import type { HandOver, Snapshot } from '../tells.ts'
import { type At, commandOf, fleetIn, messageOf, type Rules, senderOf } from './context.ts'
import { follows, type Place, packed } from './entry.ts'
import { isOwn, isProper } from './fleet.ts'
import { conflictAt, isUpToDate, lastOf, matches, placeAt } from './log.ts'
import { isAdmission } from './members.ts'
import {
  type AppendEntries,
  type Appended,
  type AppendRefused,
  type ConsensusMessage,
  type InstallSnapshot,
  isWellFormed,
  type PreVote,
  type RequestVote,
  type Vote,
} from './messages.ts'
import { isCounted, isRegistered, isUnfounded, quorumIn, votesNeeded } from './standing.ts'

/** The guards of every role, for one fleet. */
export function guardsFor(rules: Rules) {
  const { crypto, tuning } = rules

  /** From one of this fleet's other replicas, and well formed. What is not is refused, in every state. */
  const isAcceptable = (at: At): boolean =>
    isPeer(at) &&
    isWellFormed(messageOf<ConsensusMessage>(at), crypto) &&
    (at.event.type !== 'appendEntries' || entriesAreSound(messageOf<AppendEntries>(at)))

  const isPeer = (at: At): boolean => {
    const { self, newcomer } = at.context
    const sender = senderOf(at)
    if (sender === self) return false
    if (isMember(at, sender) || newcomer?.node === sender) return true
    return isAdmission(rules, sender, (messageOf<ConsensusMessage>(at) as Partial<AppendEntries>).admission)
  }
  const isMember = ({ context }: At, node: NodeId): boolean => fleetIn(rules, context).members.includes(node)

  const entriesAreSound = ({ entries, prevIndex, prevTerm, prevChain, term }: AppendEntries): boolean => {
    if (entries.length > tuning.batchEntriesMax || prevTerm > term) return false
    let previous: Place = { index: prevIndex, term: prevTerm, chain: prevChain }
    return entries.every((entry) => {
      if (!follows(crypto, previous, entry, term) || !isProper(rules, entry.payload)) return false
      previous = entry
      return true
    })
  }

  const termOf = (at: At): number => messageOf<ConsensusMessage>(at).term
  const isFromNewerTerm = (at: At): boolean => termOf(at) > at.context.ballot.term
  const isFromThisTerm = (at: At): boolean => termOf(at) === at.context.ballot.term
  /** A replica that does not count has no vote; before the founding all have (§5.9). */
  const hasVote = ({ context }: At): boolean => isUnfounded(rules, context) || isCounted(rules, context)
  // One that lost all it had is unfounded too: it must not help those who are founded.
  const isOfMyKind = (at: At): boolean =>
    !isUnfounded(rules, at.context) || messageOf<RequestVote>(at).lastIndex === 0
  const isFromRegistered = (at: At): boolean => {
    const { incarnation } = messageOf<Vote | Appended | AppendRefused>(at)
    return isUnfounded(rules, at.context)
      ? incarnation !== null
      : isRegistered(rules, at.context, senderOf(at), incarnation)
  }

  return {
    isMessage,
    isUnacceptable: (at: At): boolean => !isAcceptable(at),
    isFromNewerTerm,
    isFromThisTerm,
    isFromOlderTerm: (at: At): boolean => termOf(at) < at.context.ballot.term,

    // Elections ----------------------------------------------------------------------------------------------

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
      termOf(at) === at.context.ballot.term + 1 &&
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
    isSuperseded: ({ context }: At): boolean =>
      context.counted && !isRegistered(rules, context, context.self, context.incarnation),
    isFirstCounted: (at: At): boolean => !at.context.counted && isCounted(rules, at.context),

    // Entries ------------------------------------------------------------------------------------------------

    /** Raft §5.3: the entry before the new ones is not here. */
    logDiffers: (at: At): boolean => !matches(at.context.log, messageOf<AppendEntries>(at)),
    /** What is committed is never replaced; only a broken or malicious leader asks for it. */
    forksCommitted: (at: At): boolean => {
      const conflict = conflictAt(at.context.log, messageOf<AppendEntries>(at).entries)
      return conflict !== null && conflict <= at.context.commit
    },

    // Leading ------------------------------------------------------------------------------------------------

    /** An acknowledgement of this term, of no more than the log has, under the registered incarnation. */
    acknowledges: (at: At): boolean =>
      isAcceptable(at) &&
      isFromThisTerm(at) &&
      messageOf<Appended>(at).match <= lastOf(at.context.log).index &&
      isFromRegistered(at),
    /** How far a replica has got that does not count. A late one from before its registration says nothing. */
    reports: (at: At): boolean =>
      isAcceptable(at) &&
      isFromThisTerm(at) &&
      messageOf<Appended>(at).match <= lastOf(at.context.log).index &&
      at.context.progress[senderOf(at)]?.counts === false,
    /** It asks to be registered, and this log has another incarnation of it, or none. */
    wantsToJoin: (at: At): boolean =>
      isAcceptable(at) &&
      isFromThisTerm(at) &&
      isMember(at, senderOf(at)) &&
      messageOf<Appended>(at).incarnation !== null &&
      messageOf<Appended>(at).match <= lastOf(at.context.log).index &&
      !isFromRegistered(at),
    /** A refusal of this term that answers the last probe, not an older message. */
    refusesProbe: (at: At): boolean => {
      if (!isAcceptable(at) || !isFromThisTerm(at)) return false
      const progress = at.context.progress[senderOf(at)]
      const { prevIndex } = messageOf<AppendRefused>(at)
      if (progress === undefined) return false
      // A registered replica never lost what it acknowledged; one that was booted anew may have.
      if (!isFromRegistered(at)) return true
      if (progress.counts && prevIndex <= progress.match) return false
      return progress.mode === 'stream' ? prevIndex < progress.next : prevIndex === progress.next - 1
    },
    /** Heard, itself included, from a quorum since the last check (thesis §6.2). */
    heardQuorum: ({ context }: At): boolean =>
      !tuning.checkQuorum || Object.keys(context.heard).length + 1 >= quorumIn(rules, context),
    /** Room in the queue, no larger than a message may carry, in time, and no handover under way (§5.6). */
    canAppend: (at: At): boolean => {
      const { log, commit, heir } = at.context
      const command = commandOf(at)
      const last = lastOf(log).index
      const { uncommittedEntriesMax, commandBytesMax } = tuning
      const inTime = typeof command.notAfter !== 'number' || command.notAfter > last
      return (
        heir === null &&
        !isOwn(command) &&
        inTime &&
        last - commit < uncommittedEntriesMax &&
        crypto.size(packed(crypto, command)) <= commandBytesMax
      )
    },
    /** Thesis §3.10: another member, itself counted. */
    canHandOver: ({ context, event }: At): boolean =>
      context.heir === null && context.progress[(event as HandOver).to]?.counts === true,
    /** The heir has all there is. */
    heirIsReady: ({ context }: At): boolean =>
      context.heir !== null && context.progress[context.heir]?.match === lastOf(context.log).index,
    isFromLeader: (at: At): boolean =>
      isAcceptable(at) && isFromThisTerm(at) && senderOf(at) === at.context.leader && hasVote(at),

    // Snapshots (§5.8) ---------------------------------------------------------------------------------------

    /** The vault's snapshot is of an index applied here, and newer than the last. */
    isNewSnapshot: ({ context, event }: At): boolean => {
      const { index } = event as Snapshot
      return index > context.log.base.index && index <= context.applied
    },
    /** All that the offered snapshot stands for is here already. */
    hasSnapshot: (at: At): boolean => {
      const { index, chain } = messageOf<InstallSnapshot>(at)
      return index <= at.context.commit || placeAt(at.context.log, index)?.chain === chain
    },
  }
}
