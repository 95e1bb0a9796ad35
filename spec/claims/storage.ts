/**
 * The judge's own count of what is committed (§1.3): it looks at storage alone. A replica vouches for an entry
 * when it has persisted it, or one after it, while the entry's term was its persisted current term; what a
 * quorum vouched for is committed, and with it all before it in the chain.
 */
import type { Fact, Octets, Setting } from '../boundary.ts'
import type { Place } from '../consensus/entry.ts'
import { type Log, lastOf, placeAt } from '../consensus/log.ts'
import type { NodeId } from '../names.ts'
import { quorumOf } from '../profiles.ts'
import { membersIn, registryIn } from './fleets.ts'

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

/** A ballot's term, and a log. */
export interface Held {
  readonly term: number
  readonly log: Log | undefined
}
interface Instance extends Held {
  readonly writer: Octets | null
}

/** No more instances of one replica than these are alive at once. */
const INSTANCES_KEPT = 3

/** What storage holds and held. Plain data; logs are shared with the world, not copied. */
export interface Count {
  /** Replica to fleet: those that it was delivered with, and those that a log of it admits. */
  readonly fleetOf: Readonly<Record<NodeId, string>>
  /** By fleet, as a table: which of them is which makes no other accumulator. */
  readonly founders: Readonly<Record<string, Readonly<Record<NodeId, true>>>>
  /** Of the fleets as they were delivered. */
  readonly quorums: Setting['quorums']
  /** What each replica's storage holds now. */
  readonly stored: Readonly<Record<NodeId, Held>>
  /** The same by the incarnation that wrote it: a clone's writes are not those of the first instance. */
  readonly instances: Readonly<Record<NodeId, readonly Instance[]>>
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
  const { quorums } = setting
  const table = (nodes: readonly NodeId[]) => Object.fromEntries(nodes.map((node) => [node, true as const]))
  const founders = Object.fromEntries(
    Object.entries(setting.fleets).map(([fleet, nodes]) => [fleet, table(nodes)]),
  )
  return {
    fleetOf,
    founders,
    quorums,
    stored: {},
    instances: {},
    vouched: {},
    committed: {},
    forked: null,
  }
}

function foundersOf({ founders }: Count, fleet: string): readonly NodeId[] {
  return Object.keys(founders[fleet] ?? {}) as NodeId[]
}

/** The kinds of fact that the count looks at. */
export const COUNT_READS = ['persisted', 'rolledBack', 'swapped', 'booted'] as const

/** The count after one fact; the same object when nothing changed. */
export function count(before: Count, fact: Fact): Count {
  switch (fact.fact) {
    case 'swapped':
    case 'rolledBack': {
      const term = (fact.cells.ballot as { term: number } | undefined)?.term ?? 0
      const held = { term, log: fact.cells.log as Log | undefined }
      return { ...before, stored: { ...before.stored, [fact.node]: held } }
    }
    case 'booted': {
      const held = before.stored[fact.node]
      if (held === undefined) return before
      // A profile without incarnations writes under none, whatever the boot's is.
      const hasIncarnations = before.instances[fact.node]?.some(({ writer }) => writer !== null)
      return writtenBy(before, fact.node, hasIncarnations ? fact.incarnation : null, held)
    }
    case 'persisted':
      return persisted(
        before,
        fact.node,
        fact.cell,
        fact.value as Log & { term: number; writer: Octets | null },
      )
    default:
      return before
  }
}

/** What this incarnation of a replica has durably. */
export function heldBy({ instances }: Count, node: NodeId, writer: Octets | null): Held | undefined {
  return instances[node]?.find((instance) => instance.writer === writer)
}

function writtenBy(now: Count, node: NodeId, writer: Octets | null, held: Held): Count {
  const others = (now.instances[node] ?? []).filter((instance) => instance.writer !== writer)
  const instances = [{ ...held, writer }, ...others].slice(0, INSTANCES_KEPT)
  return { ...now, instances: { ...now.instances, [node]: instances } }
}

function persisted(
  before: Count,
  node: NodeId,
  cell: string,
  value: Log & { term: number; writer: Octets | null },
): Count {
  // A newcomer's ballot is looked at before it is admitted.
  const isBallot = cell === 'ballot'
  if (!isBallot && (cell !== 'log' || before.fleetOf[node] === undefined)) return before
  const { writer } = value
  const was = heldBy(before, node, writer) ?? { term: 0, log: undefined }
  const held: Held = isBallot ? { ...was, term: value.term } : { ...was, log: value }
  const fleetOf = isBallot ? before.fleetOf : withNewcomers(before, node, value)
  const stored = { ...before.stored, [node]: held }
  return vouching(writtenBy({ ...before, fleetOf, stored }, node, writer, held), node, { ...held, writer })
}

function withNewcomers(now: Count, node: NodeId, log: Log): Count['fleetOf'] {
  const { fleetOf } = now
  const fleet = fleetOf[node] as string
  const members = membersIn(foundersOf(now, fleet), log)
  const newcomers = members.filter((member) => fleetOf[member] === undefined)
  if (newcomers.length === 0) return fleetOf
  return { ...fleetOf, ...Object.fromEntries(newcomers.map((member) => [member, fleet])) }
}

// The same policy for another size: the surplus that explains the delivered fleet's quorum.
function quorumFor(now: Count, fleet: string, members: number): number {
  const quorum = now.quorums[fleet] ?? Number.POSITIVE_INFINITY
  const size = foundersOf(now, fleet).length
  if (members === size) return quorum
  return quorumOf(members, Math.max(0, 2 * (quorum - 1) - size)) ?? members
}

function vouching(now: Count, node: NodeId, { writer: incarnation, term, log }: Instance): Count {
  if (log === undefined || now.fleetOf[node] === undefined) return now
  const last = lastOf(log)
  if (last.index === 0 || last.term !== term) return now
  const fleet = now.fleetOf[node] as string
  const byTerm = now.vouched[fleet] ?? {}
  const byNode = byTerm[last.term] ?? {}
  const before = byNode[node]
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
  const members = membersIn(foundersOf(now, fleet), log)
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
