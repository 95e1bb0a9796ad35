/**
 * The judge's own count of what is committed (§1.3): it looks at storage alone. A replica vouches for an entry
 * when it has persisted it, or one after it, while the entry's term was its persisted current term; what a
 * quorum vouched for is committed, and with it all before it in the chain.
 */
import type { Fact, Setting } from '../boundary.ts'
import type { Place } from '../consensus/entry.ts'
import { type Log, lastOf, placeAt } from '../consensus/log.ts'
import type { NodeId } from '../names.ts'
import { quorumOf } from '../profiles.ts'

/** The highest entry that is committed, and a log that has it. */
export interface Committed {
  readonly index: number
  readonly term: number
  readonly log: Log
}

/** What storage holds and held. Plain data; logs are shared with the world, not copied. */
export interface Count {
  /** Replica to fleet: those that it was delivered with, and those that a log of it admits. */
  readonly fleetOf: Readonly<Record<NodeId, string>>
  readonly founders: Setting['fleets']
  /** Of the fleets as they were delivered. */
  readonly quorums: Setting['quorums']
  readonly terms: Readonly<Record<NodeId, number>>
  readonly logs: Readonly<Record<NodeId, Log>>
  /** By fleet, term and replica: the highest index vouched for. */
  readonly vouched: Readonly<Record<string, Readonly<Record<number, Readonly<Record<NodeId, number>>>>>>
  readonly committed: Readonly<Record<string, Committed>>
  /** Two entries that are both committed at one index. */
  readonly forked: string | null
}

/** Votes for entries of older terms than the newest so many cannot arrive any more, in any run of ours. */
const TERMS_KEPT = 4

/** Before anything was stored. */
export function startCount(setting: Setting): Count {
  const fleetOf: Record<NodeId, string> = {}
  for (const [fleet, nodes] of Object.entries(setting.fleets)) for (const node of nodes) fleetOf[node] = fleet
  const { fleets: founders, quorums } = setting
  return { fleetOf, founders, quorums, terms: {}, logs: {}, vouched: {}, committed: {}, forked: null }
}

/** The kinds of fact that the count looks at. */
export const COUNT_READS = ['persisted', 'rolledBack'] as const

/** The count after one fact; the same object when nothing changed. */
export function count(before: Count, fact: Fact): Count {
  if (fact.fact === 'rolledBack') {
    const term = (fact.cells.ballot as { term: number } | undefined)?.term ?? 0
    const { [fact.node]: _log, ...logs } = before.logs
    const log = fact.cells.log as Log | undefined
    return {
      ...before,
      terms: { ...before.terms, [fact.node]: term },
      logs: log === undefined ? logs : { ...logs, [fact.node]: log },
    }
  }
  if (fact.fact !== 'persisted') return before
  // A newcomer's ballot is looked at before it is admitted.
  if (fact.cell === 'ballot') {
    const { term } = fact.value as { term: number }
    return vouching({ ...before, terms: { ...before.terms, [fact.node]: term } }, fact.node)
  }
  if (fact.cell !== 'log' || before.fleetOf[fact.node] === undefined) return before
  const log = fact.value as Log
  const fleetOf = withNewcomers(before, fact.node, log)
  return vouching({ ...before, fleetOf, logs: { ...before.logs, [fact.node]: log } }, fact.node)
}

// The judge's own reading of who is in a fleet: the newest change in a log counts, as in Raft.
function membersIn(founders: readonly NodeId[], log: Log): readonly NodeId[] {
  let members = log.base.body?.fleet.members ?? founders
  for (const { payload } of log.entries) {
    const node = payload?.node as NodeId
    if (payload?.do === 'consensus.admit') members = [...members, node]
    else if (payload?.do === 'consensus.remove') members = members.filter((member) => member !== node)
  }
  return members
}

function withNewcomers({ fleetOf, founders }: Count, node: NodeId, log: Log): Count['fleetOf'] {
  const fleet = fleetOf[node] as string
  const members = membersIn(founders[fleet] ?? [], log)
  const newcomers = members.filter((member) => fleetOf[member] === undefined)
  if (newcomers.length === 0) return fleetOf
  return { ...fleetOf, ...Object.fromEntries(newcomers.map((member) => [member, fleet])) }
}

// The same policy for another size: the surplus that explains the delivered fleet's quorum.
function quorumFor({ quorums, founders }: Count, fleet: string, members: number): number {
  const quorum = quorums[fleet] ?? Number.POSITIVE_INFINITY
  const size = founders[fleet]?.length ?? 0
  if (members === size) return quorum
  return quorumOf(members, Math.max(0, 2 * (quorum - 1) - size)) ?? members
}

function vouching(now: Count, node: NodeId): Count {
  const log = now.logs[node]
  if (log === undefined || now.fleetOf[node] === undefined) return now
  const last = lastOf(log)
  if (last.index === 0 || last.term !== now.terms[node]) return now
  const fleet = now.fleetOf[node] as string
  const byTerm = now.vouched[fleet] ?? {}
  const byNode = byTerm[last.term] ?? {}
  if ((byNode[node] ?? 0) >= last.index) return now
  const vouchers = { ...byNode, [node]: last.index }
  const vouched = { ...now.vouched, [fleet]: newest({ ...byTerm, [last.term]: vouchers }) }
  return committing({ ...now, vouched }, fleet, vouchers, last, log)
}

function newest<T>(byTerm: Readonly<Record<number, T>>): Readonly<Record<number, T>> {
  const terms = Object.keys(byTerm).map(Number)
  if (terms.length <= TERMS_KEPT) return byTerm
  const { [Math.min(...terms)]: _oldest, ...rest } = byTerm
  return rest
}

function committing(
  now: Count,
  fleet: string,
  vouchers: Readonly<Record<NodeId, number>>,
  { term }: Place,
  log: Log,
): Count {
  const members = membersIn(now.founders[fleet] ?? [], log)
  const held = members.map((node) => vouchers[node] ?? 0).sort((a, b) => b - a)
  const index = held[quorumFor(now, fleet, members.length) - 1]
  const before = now.committed[fleet]
  if (index === undefined || index === 0) return now
  if (before === undefined) return { ...now, committed: { ...now.committed, [fleet]: { index, term, log } } }
  const common = Math.min(index, before.index)
  const [one, other] = [placeAt(log, common)?.chain, placeAt(before.log, common)?.chain]
  if (one !== undefined && other !== undefined && one !== other) {
    return { ...now, forked: now.forked ?? `two entries are committed at index ${common} of fleet ${fleet}` }
  }
  return index <= before.index
    ? now
    : { ...now, committed: { ...now.committed, [fleet]: { index, term, log } } }
}

/** The chain that is committed at an index, as far as the log that shows it still has it. */
export function committedChain({ log, index: last }: Committed, index: number): string | undefined {
  return index > last ? undefined : placeAt(log, index)?.chain
}
