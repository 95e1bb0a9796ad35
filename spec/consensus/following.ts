/** What a follower does with entries (§5.4; Raft §5.3), and how it stands in its fleet (§5.9). */
import { actionsFor } from '../actions.ts'
import type { Octets } from '../boundary.ts'
import { type ConsensusEvent, type Context, IDLE, messageOf, type Rules, senderOf } from './context.ts'
import { extended, hintFor, stored } from './log.ts'
import type { AppendEntries, Entry, Founding } from './messages.ts'
import { isCounted } from './standing.ts'
import { inTermOf, sending } from './voting.ts'

const { change, ask } = actionsFor<Context, ConsensusEvent>()

/** The last index that a message speaks for: its entries, or what comes before them. */
export function reachOf(message: AppendEntries): number {
  return message.prevIndex + message.entries.length
}

/** The actions for one fleet. */
export function followingActions(rules: Rules) {
  return {
    /** The sender leads its term: follow it. */
    followLeader: change((at) => ({ ...IDLE, leader: senderOf(at), ...inTermOf(at) })),
    /** A conflicting suffix goes, what is there already stays, the rest is appended. */
    storeEntries: change((at) => {
      const log = stored(at.context.log, messageOf<AppendEntries>(at).entries)
      return log === at.context.log ? {} : { log, unsaved: { ...at.context.unsaved, log: true } }
    }),
    /** Commits what the leader has committed, as far as this message vouches for it. */
    followCommit: change((at) => {
      const message = messageOf<AppendEntries>(at)
      return { commit: Math.max(at.context.commit, Math.min(message.commit, reachOf(message))) }
    }),
    /** Acknowledges what this message brought, no more; a replica that does not count only reports it. */
    acknowledge: ask((at) => {
      const { ballot, incarnation } = at.context
      const type = isCounted(rules, at.context) ? 'appended' : 'received'
      const match = reachOf(messageOf<AppendEntries>(at))
      return [sending(senderOf(at), { type, term: ballot.term, match, incarnation })]
    }),
    /** The first entry, to one who has none. */
    sendFounding: ask((at) => {
      const { ballot, log } = at.context
      const message: Founding = { type: 'founding', term: ballot.term, entry: log.entries[0] as Entry }
      return [sending(senderOf(at), message)]
    }),
    storeFounding: change((at) => ({
      ...IDLE,
      leader: null,
      ...inTermOf(at),
      log: extended(at.context.log, [messageOf<Founding>(at).entry]),
      unsaved: { ballot: Object.hasOwn(inTermOf(at), 'ballot'), log: true },
    })),
    refuseAppend: ask((at) => {
      const { prevIndex } = messageOf<AppendEntries>(at)
      const { ballot, log, incarnation } = at.context
      const hint = hintFor(log, prevIndex)
      const refusal = { type: 'appendRefused', term: ballot.term, prevIndex, hint, incarnation } as const
      return [sending(senderOf(at), refusal)]
    }),

    /** From now on this incarnation has a word that others rely on. */
    noteCounted: change(({ context }) =>
      context.counted || !isCounted(rules, context) ? {} : { counted: true },
    ),
    /** A superseded instance starts over as if it had just been powered on, under a name never used. */
    renew: change(({ event }) => ({
      counted: false,
      leader: null,
      incarnation: (event as unknown as { draw: { incarnation: Octets } }).draw.incarnation,
    })),
  }
}
