/** What a follower does with entries (§5.4; Raft §5.3), and how it stands in its fleet (§5.9). */
import { actionsFor } from '../actions.ts'
import type { Effect, Octets } from '../boundary.ts'
import {
  type At,
  type ConsensusEvent,
  type Context,
  IDLE,
  messageOf,
  type Rules,
  senderOf,
} from './context.ts'
import { sending } from './greeting.ts'
import { extended, hintFor, stored } from './log.ts'
import type { AppendEntries, Entry, Founding } from './messages.ts'
import { isCounted, isSuperseded, registeredOf } from './standing.ts'
import { inTermOf } from './voting.ts'

const { change, ask } = actionsFor<Context, ConsensusEvent>()

/** The last index that a message speaks for: its entries, or what comes before them. */
export function reachOf(message: AppendEntries): number {
  return message.prevIndex + message.entries.length
}

/** An acknowledgement, where it counts; a report, where it does not yet; nothing, where it never will again. */
export function acknowledgement(rules: Rules, at: At, match: number): readonly Effect[] {
  const { context } = at
  const { ballot, incarnation, self } = context
  const { term } = ballot
  if (isSuperseded(rules, context)) return []
  const replaces = registeredOf(rules, context, self)
  return [
    sending(
      rules,
      context,
      senderOf(at),
      isCounted(rules, context)
        ? { type: 'appended', term, match, incarnation }
        : { type: 'received', term, match, incarnation, replaces },
    ),
  ]
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
    acknowledge: ask((at) => acknowledgement(rules, at, reachOf(messageOf<AppendEntries>(at)))),
    /** The first entry, to one who has none. */
    sendFounding: ask((at) => {
      const { ballot, log } = at.context
      const message: Founding = { type: 'founding', term: ballot.term, entry: log.entries[0] as Entry }
      return [sending(rules, at.context, senderOf(at), message)]
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
      return [sending(rules, at.context, senderOf(at), refusal)]
    }),

    /** From now on this incarnation has a word that others rely on. */
    noteCounted: change(({ context }) =>
      context.counted || !isCounted(rules, context) ? {} : { counted: true },
    ),
    /** A superseded instance starts over as if it had just been powered on, under a name never used. */
    renew: change(({ event }) => ({
      counted: false,
      leader: null,
      unsaved: { ballot: true, log: true },
      incarnation: (event as unknown as { draw: { incarnation: Octets } }).draw.incarnation,
    })),
  }
}
