/** Every decision of a replica, by name (§5.3). A guard looks and changes nothing. */
import { isMessage } from '../actions.ts'
import type { Octets } from '../boundary.ts'
import type { HandOver, Snapshot } from '../tells.ts'
import { acceptanceFor } from './acceptance.ts'
import { type At, type Context, messageOf, type Rules, senderOf } from './context.ts'
import { conflictAt, lastOf, matches, placeAt } from './log.ts'
import type {
  AppendEntries,
  Appended,
  AppendRefused,
  ConsensusMessage,
  Holding,
  InstallSnapshot,
} from './messages.ts'
import { hasRoomToJoin, notAppendedWhy } from './proposing.ts'
import { quorumIn, registeredOf } from './standing.ts'

// Is everything up to this place of a committed history here?
function holdsUpTo({ commit, log }: Context, index: number, chain: Octets): boolean {
  return index <= commit || placeAt(log, index)?.chain === chain
}

/** The guards of all roles but elections, for one fleet. */
export function guardsFor(rules: Rules) {
  const { tuning } = rules
  const { isAcceptable, isMember, isFromNewerTerm, isFromThisTerm, hasVote, isFromRegistered } =
    acceptanceFor(rules)

  return {
    isMessage,
    isUnacceptable: (at: At): boolean => !isAcceptable(at),
    isFromNewerTerm,
    isFromThisTerm,
    isFromOlderTerm: (at: At): boolean => messageOf<ConsensusMessage>(at).term < at.context.ballot.term,

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
    /** How far a replica has got that does not count. A late one of an earlier boot costs no more than time. */
    reports: (at: At): boolean =>
      isAcceptable(at) &&
      isFromThisTerm(at) &&
      messageOf<Appended>(at).match <= lastOf(at.context.log).index &&
      (at.context.progress[senderOf(at)]?.counts === false || !isFromRegistered(at)),
    /** It asks to be registered in the place of the incarnation that this log has for it, or of none; there is room. */
    wantsToJoin: (at: At): boolean =>
      isAcceptable(at) &&
      isFromThisTerm(at) &&
      isMember(at, senderOf(at)) &&
      messageOf<Appended>(at).incarnation !== null &&
      messageOf<Appended>(at).match <= lastOf(at.context.log).index &&
      messageOf<Holding>(at).replaces === registeredOf(rules, at.context, senderOf(at)) &&
      !isFromRegistered(at) &&
      hasRoomToJoin(rules, at.context),
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
    canAppend: (at: At): boolean => notAppendedWhy(rules, at) === null,
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
    /** All that it stands for came as entries meanwhile, and more may have: to install it would lose that (Raft §7). */
    isOvertaken: ({ context }: At): boolean =>
      context.incoming !== null && holdsUpTo(context, context.incoming.index, context.incoming.chain),
    /** All that the offered snapshot stands for is here already. */
    hasSnapshot: (at: At): boolean => {
      const { index, chain } = messageOf<InstallSnapshot>(at)
      return holdsUpTo(at.context, index, chain)
    },
  }
}
