/** REP-2 and REP-3: logs match, and what is committed stays (§5.4). */
import type { Fact, Octets, Setting } from '../boundary.ts'
import { type Log, lastOf, placeAt } from '../consensus/log.ts'
import type { NodeId } from '../names.ts'
import type { Applied } from '../tells.ts'
import { otherState, type Snapshots, snapshotOf, withSnapshot } from './snapshots.ts'
import { COUNT_READS, type Count, committedChain, count, heldBy, startCount } from './storage.ts'
import { claim, toldVault } from './told.ts'

interface Logs {
  readonly fleetOf: Count['fleetOf']
  readonly logs: Readonly<Record<NodeId, Log>>
  readonly why: string | null
  readonly truncated: boolean
}

// Raft's Log Matching, with chains: the same term at an index means the same entry there, and all before it. A chain is
// what its entry says of those before it, so each of them is looked at.
function differ(a: Log, b: Log): number | null {
  const from = Math.max(a.base.index, b.base.index)
  let match = false
  for (let index = Math.min(lastOf(a).index, lastOf(b).index); index > from; index--) {
    const [one, other] = [placeAt(a, index), placeAt(b, index)]
    match ||= one?.term === other?.term
    if (match && (one?.term !== other?.term || one?.chain !== other?.chain)) return index
  }
  return null
}

/** REP-2 (§5.4): two logs that agree at an index and differ before it break it. */
export const rep2 = claim<Logs>({
  id: 'REP-2',
  kind: 'always',
  section: '5.4',
  says: 'If two logs have an entry of the same term at an index, they are the same up to there, chained.',
  source: 'ours',
  reads: COUNT_READS,
  start: (setting) => ({ fleetOf: startCount(setting).fleetOf, logs: {}, why: null, truncated: false }),
  step: (at, fact) => {
    const log =
      fact.fact === 'persisted' && fact.cell === 'log'
        ? (fact.value as Log)
        : fact.fact === 'rolledBack'
          ? (fact.cells.log as Log | undefined)
          : undefined
    if (log === undefined || !('node' in fact) || at.fleetOf[fact.node] === undefined) return at
    const { node } = fact
    let { why } = at
    for (const other of Object.keys(at.logs) as NodeId[]) {
      if (why !== null || other === node || at.fleetOf[other] !== at.fleetOf[node]) continue
      const index = differ(at.logs[other] as Log, log)
      if (index !== null)
        why = `${other} and ${node} differ at index ${index}, term ${placeAt(log, index)?.term}`
    }
    const before = at.logs[node]
    const lost = before !== undefined && placeAt(log, lastOf(before).index)?.chain !== lastOf(before).chain
    const truncated =
      at.truncated || (lost && fact.fact === 'persisted' && log.base.index < lastOf(before).index)
    return { ...at, logs: { ...at.logs, [node]: log }, why, truncated }
  },
  broken: ({ why }) => why,
  // A suffix that was durable somewhere really was truncated.
  witness: ({ truncated }) => truncated,
  latches: ['truncated'],
})

/** REP-3's accumulator: what is committed by the count over storage (§5.11), and whether it stayed. */
export interface Kept {
  readonly count: Count
  /** By fleet and index: chains that some replica applied although storage does not show them committed. */
  readonly early: Readonly<Record<string, Readonly<Record<number, Octets>>>>
  readonly snapshots: Snapshots
  readonly why: string | null
  readonly survived: boolean
}

// The highest index up to which a log is the committed history, as far as both can be compared.
function heldUpTo(log: Log, committed: Count['committed'][string] | undefined): number {
  if (committed === undefined) return 0
  let index = Math.min(lastOf(log).index, committed.index)
  const from = Math.max(log.base.index, committed.log.base.index)
  while (index > from && placeAt(log, index)?.chain !== placeAt(committed.log, index)?.chain) index--
  return index
}

/** What is kept after one fact; the same object when nothing changed. */
export function stepKept(at: Kept, fact: Fact): Kept {
  const applied = toldVault<Applied>(fact, 'applied')
  if (applied !== undefined && fact.fact === 'told') return stepAppliedHere(at, fact.node, applied)
  if (fact.fact === 'told') return stepState(at, fact)
  const next = count(at.count, fact)
  if (next === at.count) return at
  const [early, gone] = overtaken(at.early, next)
  let why = at.why ?? next.forked ?? gone
  if (why === null && fact.fact === 'persisted' && fact.cell === 'log') {
    const { node } = fact
    const { writer } = fact.value as { writer: Octets | null }
    const committed = next.committed[next.fleetOf[node] as string]
    const before = heldBy(at.count, node, writer)?.log
    const [had, has] = [
      before === undefined ? 0 : heldUpTo(before, committed),
      heldUpTo(fact.value as Log, committed),
    ]
    if (has < had) why = `${node} lost what is committed at index ${had}`
  }
  return { ...at, count: next, early, why, survived: at.survived || outlived(at.count, next) }
}

// A state that travelled must be the one that the committed entries led to elsewhere.
function stepState(at: Kept, fact: Extract<Fact, { fact: 'told' }>): Kept {
  const fleet = at.count.fleetOf[fact.node] ?? ''
  const made = snapshotOf(fact)
  if (made !== undefined) return { ...at, snapshots: withSnapshot(at.snapshots, fleet, made) }
  const index = at.why === null ? otherState(at.snapshots, fleet, fact) : null
  return index === null ? at : { ...at, why: `${fact.node} installed another state at index ${index}` }
}

// What a replica took for committed must be in the history that storage shows, now or when it gets there.
function stepAppliedHere(at: Kept, node: NodeId, { index, chain }: Applied): Kept {
  const fleet = at.count.fleetOf[node] ?? ''
  const committed = at.count.committed[fleet]
  if (committed === undefined || index > committed.index) {
    const known = at.early[fleet]?.[index]
    if (known === chain) return at
    if (known !== undefined) return { ...at, why: at.why ?? `two entries at index ${index} were applied` }
    return { ...at, early: { ...at.early, [fleet]: { ...at.early[fleet], [index]: chain } } }
  }
  const kept = committedChain(committed, index)
  if (kept === undefined || kept === chain || at.why !== null) return at
  return { ...at, why: `${node} took another entry at index ${index} for committed` }
}

function overtaken(early: Kept['early'], { committed }: Count): [Kept['early'], string | null] {
  for (const [fleet, chains] of Object.entries(early)) {
    const now = committed[fleet]
    const [first] = Object.keys(chains).map(Number)
    if (now === undefined || first === undefined || first > now.index) continue
    const kept = committedChain(now, first)
    const { [first]: chain, ...rest } = chains
    const gone =
      kept !== undefined && kept !== chain ? `what was applied at index ${first} is not kept` : null
    return gone === null ? overtaken({ ...early, [fleet]: rest }, { committed } as Count) : [early, gone]
  }
  return [early, null]
}

// Something committed in one term, and then something after it in a later term.
function outlived(before: Count, now: Count): boolean {
  return Object.keys(before.committed).some(
    (fleet) => (now.committed[fleet]?.term ?? 0) > (before.committed[fleet]?.term ?? 0),
  )
}

/** Nothing is committed yet. */
export function startKept(setting: Setting): Kept {
  return { count: startCount(setting), early: {}, snapshots: {}, why: null, survived: false }
}

/** REP-3 (§5.4): a committed entry that is lost or replaced breaks it. */
export const rep3 = claim<Kept>({
  id: 'REP-3',
  kind: 'always',
  section: '5.4',
  says: 'What is committed stays: in storage where it was, and in every later history.',
  source: 'ours',
  reads: [...COUNT_READS, 'told'],
  start: startKept,
  step: stepKept,
  broken: ({ why }) => why,
  // A committed entry met a later leader.
  witness: ({ survived }) => survived,
  latches: ['survived'],
})
