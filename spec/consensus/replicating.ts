/** What a leader may send to whom, and when (§5.6): probes, pipelined batches, heartbeats, offers of a snapshot. */
import type { NodeId } from '../names.ts'
import { type Context, others, ownAdmission, type Progress, type Rules } from './context.ts'
import { entriesAfter, lastOf, placeAt } from './log.ts'
import type { Admission } from './members.ts'
import type { AppendEntries, InstallSnapshot } from './messages.ts'
import { partsOfBody } from './snapshot.ts'

/** A message that is due, and the receiver's progress after it. */
export interface Outgoing {
  readonly to: NodeId
  readonly message: AppendEntries | InstallSnapshot
  readonly progress: Progress
}

/** The entries from `next` on, at most so many; or a snapshot where they are compacted away. */
export function messageFrom(rules: Rules, context: Context, next: number, most: number) {
  const { ballot, log, commit } = context
  const { term } = ballot
  const admission = ownAdmission(rules, context)
  const prev = placeAt(log, next - 1)
  if (prev === undefined) return offer(rules, log.base, term, admission)
  const { index: prevIndex, term: prevTerm, chain: prevChain } = prev
  const entries = entriesAfter(log, prevIndex, most)
  return { type: 'appendEntries', term, prevIndex, prevTerm, prevChain, entries, commit, admission } as const
}

function offer(
  rules: Rules,
  base: Context['log']['base'],
  term: number,
  admission: Admission | null,
): InstallSnapshot {
  const { index, term: lastTerm, chain, body } = base
  if (body === null) throw new Error('defect: nothing was compacted away')
  return {
    type: 'installSnapshot',
    term,
    index,
    lastTerm,
    chain,
    parts: partsOfBody(rules, body).length,
    admission,
  }
}

// In a stream: full batches, or the rest when nothing is under way, so that small entries gather behind one
// that waits for its answer (Nagle's rule).
function streamTo(rules: Rules, context: Context, to: NodeId, from: Progress): readonly Outgoing[] {
  const { batchEntriesMax: batch, windowBatchesMax: window } = rules.tuning
  const last = lastOf(context.log).index
  const due: Outgoing[] = []
  let progress = from
  while (progress.next <= last) {
    const waiting = progress.next - 1 - progress.match
    const ready = waiting === 0 || last - progress.next + 1 >= batch
    if (!ready || waiting + batch > window * batch) break
    const message = messageFrom(rules, context, progress.next, batch)
    if (message.type === 'installSnapshot')
      return [...due, { to, message, progress: { ...progress, mode: 'wait' } }]
    progress = { ...progress, next: progress.next + message.entries.length }
    due.push({ to, message, progress })
  }
  return due
}

/** All that is due now, in the fleet's order. */
export function outgoing(rules: Rules, context: Context): readonly Outgoing[] {
  return others(rules, context).flatMap((to): readonly Outgoing[] => {
    const progress = context.progress[to] as Progress
    if (progress.mode === 'wait') return []
    if (progress.mode === 'stream') return streamTo(rules, context, to, progress)
    const message = messageFrom(rules, context, progress.next, rules.tuning.batchEntriesMax)
    return [{ to, message, progress: { ...progress, mode: 'wait' } }]
  })
}

/** Identical while nothing changes: an empty AppendEntries, or the probe again where one is out. */
export function heartbeats(rules: Rules, context: Context): readonly Omit<Outgoing, 'progress'>[] {
  return others(rules, context).map((to) => {
    const { next, mode } = context.progress[to] as Progress
    const most = mode === 'stream' ? 0 : rules.tuning.batchEntriesMax
    return { to, message: messageFrom(rules, context, next, most) }
  })
}
