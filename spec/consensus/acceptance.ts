/** Whom a replica listens to, and what a message's term and incarnation are worth (§5.3, §5.9). */
import type { NodeId } from '../names.ts'
import { type At, fleetIn, messageOf, type Rules, senderOf } from './context.ts'
import { follows, type Place, packed } from './entry.ts'
import { isProper } from './fleet.ts'
import { isAuthentic } from './greeting.ts'
import { isAdmission } from './members.ts'
import {
  type AppendEntries,
  type Appended,
  type AppendRefused,
  type ConsensusMessage,
  isWellFormed,
  type SnapshotPart,
  type Vote,
} from './messages.ts'
import { isCounted, isRegistered, isUnfounded } from './standing.ts'

/** What the guards of all roles are made of. */
export function acceptanceFor(rules: Rules) {
  const { crypto, tuning } = rules

  /** From one of this fleet's other replicas, in its session (§5.14), and well formed. What is not is refused, in every state. */
  const isAcceptable = (at: At): boolean =>
    isPeer(at) &&
    isAuthentic(rules, at) &&
    isWellFormed(messageOf<ConsensusMessage>(at), crypto) &&
    (at.event.type !== 'appendEntries' || entriesAreSound(messageOf<AppendEntries>(at))) &&
    (at.event.type !== 'snapshotPart' || isSized(messageOf<SnapshotPart>(at)))

  const isPeer = (at: At): boolean => {
    const { self, newcomer } = at.context
    const sender = senderOf(at)
    if (sender === self) return false
    if (isMember(at, sender) || newcomer?.node === sender) return true
    return isAdmission(rules, sender, (messageOf<ConsensusMessage>(at) as Partial<AppendEntries>).admission)
  }
  const isMember = ({ context }: At, node: NodeId): boolean => fleetIn(rules, context).members[node] === true

  const entriesAreSound = ({ entries, prevIndex, prevTerm, prevChain, term }: AppendEntries): boolean => {
    if (entries.length > tuning.batchEntriesMax || prevTerm > term) return false
    let previous: Place = { index: prevIndex, term: prevTerm, chain: prevChain }
    return entries.every((entry) => {
      if (!follows(rules, previous, entry, term) || !isProper(rules, entry.payload)) return false
      previous = entry
      return true
    })
  }

  const isSized = ({ tree }: SnapshotPart): boolean =>
    crypto.size(packed(crypto, tree)) <= tuning.partBytesMax

  const termOf = (at: At): number => messageOf<ConsensusMessage>(at).term
  const isFromNewerTerm = (at: At): boolean => termOf(at) > at.context.ballot.term
  const isFromThisTerm = (at: At): boolean => termOf(at) === at.context.ballot.term
  /** A replica that does not count has no vote; before the founding all have (§5.9). */
  const hasVote = ({ context }: At): boolean => isUnfounded(rules, context) || isCounted(rules, context)
  const isFromRegistered = (at: At): boolean => {
    const { incarnation } = messageOf<Vote | Appended | AppendRefused>(at)
    return isUnfounded(rules, at.context)
      ? incarnation !== null
      : isRegistered(rules, at.context, senderOf(at), incarnation)
  }

  return { isAcceptable, isMember, isFromNewerTerm, isFromThisTerm, hasVote, isFromRegistered }
}
