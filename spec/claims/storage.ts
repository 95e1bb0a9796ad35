/**
 * The judge's own count of what is committed (§1.3): it looks at storage alone. A replica vouches for an entry
 * when it has persisted it, or one after it, while the entry's term was its persisted current term; what a
 * quorum vouched for is committed, and with it all before it in the chain.
 */
import type { Fact, Octets, Setting } from '../boundary.ts'
import type { Place } from '../consensus/entry.ts'
import type { Registration } from '../consensus/fleet.ts'
import { type Log, lastOf, placeAt } from '../consensus/log.ts'
import type { NodeId } from '../names.ts'
import { quorumOf } from '../profiles.ts'

/** The highest entry that is committed, and a log that has it. */
export interface Committed {
  readonly index: number
  readonly term: number
  readonly log: Log
}

/** The highest index that a replica vouched for in a term, and under which incarnation. */
interface Vouch {
  readonly index: number
  readonly incarnation: Octets | null
}
type Vouchers = Readonly<Record<NodeId, Vouch>>

/** What storage holds and held. Plain data; logs are shared with the world, not copied. */
export interface Count {
  /** Replica to fleet: those that it was delivered with, and those that a log of it admits. */
  readonly fleetOf: Readonly<Record<NodeId, string>>
  readonly founders: Setting['fleets']
  /** Of the fleets as they were delivered. */
  readonly quorums: Setting['quorums']
  readonly terms: Readonly<Record<NodeId, number>>
  readonly logs: Readonly<Record<NodeId, Log>>
  /** Under which incarnation a replica runs. */
  readonly incarnations: Readonly<Record<NodeId, Octets>>
  /** By fleet, term and replica. */
  readonly vouched: Readonly<Record<string, Readonly<Record<number, Vouchers>>>>
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
  return {
    fleetOf,
    founders,
    quorums,
    incarnations: {},
    terms: {},
    logs: {},
    vouched: {},
    committed: {},
    forked: null,
  }
}

/** The kinds of fact that the count looks at. */
export const COUNT_READS = ['persisted', 'rolledBack', 'booted'] as const

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
  if (fact.fact === 'booted') {
    return { ...before, incarnations: { ...before.incarnations, [fact.node]: fact.incarnation } }
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

// And of which incarnations count.
function registryIn(log: Log): Readonly<Record<NodeId, Registration>> {
  const registry: Record<NodeId, Registration> = { ...log.base.body?.fleet.registry }
  for (const { payload, index } of log.entries) {
    if (payload === null || !payload.do.startsWith('consensus.')) continue
    const { node, incarnation } = payload as unknown as { node: NodeId; incarnation: Octets | null }
    if (payload.do === 'consensus.found') {
      const voters = payload.voters as readonly (readonly [NodeId, Octets])[]
      for (const [voter, own] of voters) registry[voter] = { incarnation: own, from: 0 }
    } else if (payload.do === 'consensus.remove') delete registry[node]
    else if (incarnation !== null) {
      registry[node] = { incarnation, from: payload.do === 'consensus.join' ? index : 0 }
    }
  }
  return registry
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
  const before = byNode[node]
  const incarnation = now.incarnations[node] ?? null
  if (before !== undefined && before.index >= last.index && before.incarnation === incarnation) return now
  const vouchers = { ...byNode, [node]: { index: last.index, incarnation } }
  const vouched = { ...now.vouched, [fleet]: newest({ ...byTerm, [last.term]: vouchers }) }
  return committing({ ...now, vouched }, fleet, vouchers, last, log)
}

function newest<T>(byTerm: Readonly<Record<number, T>>): Readonly<Record<number, T>> {
  const terms = Object.keys(byTerm).map(Number)
  if (terms.length <= TERMS_KEPT) return byTerm
  const { [Math.min(...terms)]: _oldest, ...rest } = byTerm
  return rest
}

// Where the log registers incarnations, only those count, and only once their Join is committed without them.
function heldIndex(now: Count, fleet: string, vouchers: Vouchers, log: Log): number | undefined {
  const registry = registryIn(log)
  const founded = Object.keys(registry).length > 0
  const done = now.committed[fleet]?.index ?? 0
  const members = membersIn(now.founders[fleet] ?? [], log)
  const held = members.map((node) => {
    const [vouch, own] = [vouchers[node], registry[node]]
    const counts = !founded || (own?.incarnation === vouch?.incarnation && (own?.from ?? 0) <= done)
    return vouch !== undefined && counts ? vouch.index : 0
  })
  return held.sort((a, b) => b - a)[quorumFor(now, fleet, members.length) - 1]
}

function committing(now: Count, fleet: string, vouchers: Vouchers, { term }: Place, log: Log): Count {
  const index = heldIndex(now, fleet, vouchers, log)
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
