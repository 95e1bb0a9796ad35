/** What a leader does (§5.4, §5.6; Raft §5.3, §5.4.2): appends, counts, hands over. */
import { actionsFor } from '../actions.ts'
import type { NodeId } from '../names.ts'
import type { Command, HandOver } from '../tells.ts'
import {
  type At,
  type ConsensusEvent,
  type Context,
  commandOf,
  IDLE,
  messageOf,
  others,
  type Progress,
  type Rules,
  senderOf,
} from './context.ts'
import { entryAfter } from './entry.ts'
import { founding, joining } from './fleet.ts'
import { sending } from './greeting.ts'
import { extended, lastOf, placeAt } from './log.ts'
import type { Appended, AppendRefused } from './messages.ts'
import { heartbeats, outgoing } from './replicating.ts'
import { heldByQuorum, isRegistered } from './standing.ts'

const { change, ask } = actionsFor<Context, ConsensusEvent>()

/** Nothing is known of a replica's log yet. */
export function unknown(last: number): Progress {
  return { match: 0, next: last + 1, mode: 'probe', counts: false }
}

/** One more entry of this term at the end. */
export function withEntry(
  rules: Rules,
  { log, ballot, unsaved }: Context,
  payload: Command | null,
): Partial<Context> {
  const entry = entryAfter(rules.crypto, lastOf(log), ballot.term, payload)
  return { log: extended(log, [entry]), unsaved: { ...unsaved, log: true } }
}

function hear(rules: Rules, { heard }: Context, node: NodeId): Partial<Context> {
  return heard[node] || !rules.tuning.checkQuorum ? {} : { heard: { ...heard, [node]: true } }
}

/** The actions for one fleet. */
export function leadingActions(rules: Rules) {
  const learnt = (at: At, next: (progress: Progress) => Progress): Partial<Context> => {
    const { progress } = at.context
    const node = senderOf(at)
    const now = next(progress[node] ?? unknown(lastOf(at.context.log).index))
    // Only who counts is a sign of a quorum.
    const heard = now.counts ? hear(rules, at.context, node) : {}
    return { progress: { ...progress, [node]: now }, ...heard }
  }
  return {
    /** Nothing is known of the others' logs; a no-op makes older entries countable (Raft §8). The first leader
     * of a fleet with incarnations writes down who was there instead (§5.9). */
    takeLead: change(({ context }) => {
      const { log, self, founding: voters } = context
      const last = lastOf(log).index
      return {
        ...IDLE,
        leader: self,
        counted: true,
        progress: Object.fromEntries(others(rules, context).map((node) => [node, unknown(last)])),
        ...withEntry(rules, context, voters.length > 0 ? founding(voters) : null),
      }
    }),
    appendProposal: change((at) => withEntry(rules, at.context, commandOf(at))),
    /** Registers the sender's incarnation; what an earlier one acknowledged does not count any more. */
    appendJoin: change((at) => {
      const node = senderOf(at)
      const { incarnation, match } = messageOf<Appended>(at)
      const progress: Progress = { match, next: match + 1, mode: 'stream', counts: false }
      return {
        progress: { ...at.context.progress, [node]: progress },
        ...withEntry(rules, at.context, incarnation === null ? null : joining(node, incarnation)),
      }
    }),

    sendEntries: ask(({ context }) =>
      outgoing(rules, context).map(({ to, message }) => sending(rules, context, to, message)),
    ),
    noteSent: change(({ context }) => {
      const sent = outgoing(rules, context)
      if (sent.length === 0) return {}
      const news = Object.fromEntries(sent.map(({ to, progress }) => [to, progress]))
      return { progress: { ...context.progress, ...news } }
    }),
    sendHeartbeats: ask(({ context }) =>
      heartbeats(rules, context).map(({ to, message }) => sending(rules, context, to, message)),
    ),

    /** An acknowledgement that counts: durable there up to `match`. */
    recordAppended: change((at) =>
      learnt(at, ({ match, next, counts }) => {
        const acknowledged = messageOf<Appended>(at).match
        const held = counts ? Math.max(match, acknowledged) : acknowledged
        return { match: held, next: Math.max(next, held + 1), mode: 'stream', counts: true }
      }),
    ),
    /** How far a replica has got that does not count: for the flow of entries alone. */
    recordReceived: change((at) =>
      learnt(at, ({ next }) => {
        const { match } = messageOf<Appended>(at)
        return { match, next: Math.max(next, match + 1), mode: 'stream', counts: false }
      }),
    ),
    /** A refusal: look further back, never behind what is known to match. */
    recordRefused: change((at) =>
      learnt(at, ({ match, counts: counted }) => {
        const { prevIndex, hint, incarnation } = messageOf<AppendRefused>(at)
        const counts = counted && isRegistered(rules, at.context, senderOf(at), incarnation)
        const back = Math.max(1, Math.min(prevIndex, hint + 1))
        return counts
          ? { match, next: Math.max(match + 1, back), mode: 'probe', counts }
          : { match: Math.min(match, back - 1), next: back, mode: 'probe', counts }
      }),
    ),
    /** Raft §5.4.2: only an entry of this term is committed by counting; older ones with it. */
    advanceCommit: change(({ context }) => {
      const held = heldByQuorum(rules, context)
      const isOwnTerm = placeAt(context.log, held)?.term === context.ballot.term
      return isOwnTerm && held > context.commit ? { commit: held } : {}
    }),
    forgetHeard: change(() => ({ heard: {}, heir: null })),

    /** Thesis §3.10: no more proposals; the heir is told when it has everything. */
    nameHeir: change(({ event }) => ({ heir: (event as HandOver).to })),
    sendTimeoutNow: ask(({ context }) => {
      const { heir, ballot } = context
      return heir === null ? [] : [sending(rules, context, heir, { type: 'timeoutNow', term: ballot.term })]
    }),
  }
}
