/** What a leader does (§5.4, §5.6; Raft §5.3, §5.4.2): appends, replicates, counts. */
import { actionsFor } from '../actions.ts'
import type { Effect } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import {
  type At,
  type ConsensusEvent,
  type Context,
  commandOf,
  messageOf,
  others,
  type Progress,
  type Rules,
  senderOf,
} from './context.ts'
import { entryAfter } from './entry.ts'
import { entriesAfter, extended, lastOf, type Place, placeAt } from './log.ts'
import type { AppendEntries, Appended, AppendRefused, WireEntry } from './messages.ts'
import { IDLE } from './voting.ts'

const { change, ask } = actionsFor<Context, ConsensusEvent>()

interface Outgoing {
  readonly to: NodeId
  readonly message: AppendEntries
  readonly progress: Progress
}

function appendMessage({ ballot, log, commit }: Context, next: number, max: number): AppendEntries {
  const prev = placeAt(log, next - 1) as Place
  const entries: WireEntry[] = entriesAfter(log, next - 1, max).map(({ index, term, digest, payload }) => {
    return { index, term, digest, payload }
  })
  const { index: prevIndex, term: prevTerm, chain: prevChain } = prev
  return { type: 'appendEntries', term: ballot.term, prevIndex, prevTerm, prevChain, entries, commit }
}

/** What may be sent to one replica now (§5.6): a probe if none is out; in a stream, full batches, or the rest
 * when nothing is under way, so that small entries gather behind one that waits for its answer. */
function outgoingTo({ tuning }: Rules, context: Context, to: NodeId): readonly Outgoing[] {
  let progress = context.progress[to] as Progress
  const last = lastOf(context.log).index
  const { batchEntriesMax: batch, windowBatchesMax: window } = tuning
  if (progress.mode === 'wait') return []
  if (progress.mode === 'probe') {
    const message = appendMessage(context, progress.next, batch)
    return [{ to, message, progress: { ...progress, mode: 'wait' } }]
  }
  const found: Outgoing[] = []
  while (progress.next <= last) {
    const waiting = progress.next - 1 - progress.match
    const ready = waiting === 0 || last - progress.next + 1 >= batch
    if (!ready || waiting + batch > window * batch) break
    const message = appendMessage(context, progress.next, batch)
    progress = { ...progress, next: progress.next + message.entries.length }
    found.push({ to, message, progress })
  }
  return found
}

function outgoing(rules: Rules, context: Context): readonly Outgoing[] {
  return others(rules, context).flatMap((to) => outgoingTo(rules, context, to))
}

/** The largest index that a quorum holds, this leader included. */
export function heldByQuorum({ quorum }: Rules, { progress, log }: Context): number {
  const matches = [lastOf(log).index, ...Object.values(progress).map(({ match }) => match)]
  return matches.sort((a, b) => b - a)[quorum - 1] ?? 0
}

function withProgress(at: At, next: (progress: Progress) => Progress): Partial<Context> {
  const peer = senderOf(at)
  const { progress, heard } = at.context
  return {
    progress: { ...progress, [peer]: next(progress[peer] as Progress) },
    heard: heard[peer] ? heard : { ...heard, [peer]: true },
  }
}

/** The actions for one fleet. */
export function leadingActions(rules: Rules) {
  const { crypto, tuning } = rules
  return {
    /** Nothing is known of the others' logs yet; a no-op makes older entries countable (Raft §8). */
    takeLead: change(({ context }) => {
      const { log, ballot, self, unsaved } = context
      const last = lastOf(log)
      const unknown: Progress = { match: 0, next: last.index + 1, mode: 'probe' }
      return {
        ...IDLE,
        leader: self,
        progress: Object.fromEntries(others(rules, context).map((node) => [node, unknown])),
        log: extended(log, entryAfter(crypto, last, ballot.term, null)),
        unsaved: { ...unsaved, log: true },
      }
    }),
    appendProposal: change((at) => {
      const { log, ballot, unsaved } = at.context
      const entry = entryAfter(crypto, lastOf(log), ballot.term, commandOf(at))
      return { log: extended(log, entry), unsaved: { ...unsaved, log: true } }
    }),
    sendEntries: ask(({ context }) =>
      outgoing(rules, context).map(({ to, message }): Effect => ({ do: 'send', to, message })),
    ),
    noteSent: change(({ context }) => {
      const sent = outgoing(rules, context)
      if (sent.length === 0) return {}
      const news = Object.fromEntries(sent.map(({ to, progress }) => [to, progress]))
      return { progress: { ...context.progress, ...news } }
    }),
    /** Identical while nothing changes: an empty AppendEntries, or the probe again where one is out. */
    sendHeartbeats: ask(({ context }) =>
      others(rules, context).map((to): Effect => {
        const { next, mode } = context.progress[to] as Progress
        return {
          do: 'send',
          to,
          message: appendMessage(context, next, mode === 'stream' ? 0 : tuning.batchEntriesMax),
        }
      }),
    ),
    /** An acknowledgement: durable there up to `match`. */
    recordAppended: change((at) =>
      withProgress(at, ({ match, next }) => {
        const held = Math.max(match, messageOf<Appended>(at).match)
        return { match: held, next: Math.max(next, held + 1), mode: 'stream' }
      }),
    ),
    /** A refusal: look further back, never behind what is known to match. */
    recordRefused: change((at) =>
      withProgress(at, ({ match }) => {
        const { prevIndex, hint } = messageOf<AppendRefused>(at)
        return { match, next: Math.max(match + 1, Math.min(prevIndex, hint + 1)), mode: 'probe' }
      }),
    ),
    /** Raft §5.4.2: only an entry of this term is committed by counting; older ones with it. */
    advanceCommit: change(({ context }) => {
      const held = heldByQuorum(rules, context)
      const own = placeAt(context.log, held)?.term === context.ballot.term
      return own && held > context.commit ? { commit: held } : {}
    }),
    forgetHeard: change(() => ({ heard: {} })),
  }
}
