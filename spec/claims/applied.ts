/** REP-4 and REP-5: what is applied is the same everywhere, and a quorum holds it (§5.5, §5.7). */
import type { Fact, Octets, Setting } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import type { Applied, RoleChanged } from '../tells.ts'
import { otherState, type Snapshots, snapshotOf, withSnapshot } from './snapshots.ts'
import { COUNT_READS, type Count, committedChain, count, startCount } from './storage.ts'
import { claim, toldVault } from './told.ts'

/** REP-4's accumulator: the chain hash (32 bytes) at each index that some replica applied, by its vault's word. */
export interface AppliedChains {
  readonly fleetOf: Count['fleetOf']
  /** By fleet: the chain at each of the last indexes that were applied anywhere. */
  readonly chains: Readonly<Record<string, Readonly<Record<number, Octets>>>>
  readonly snapshots: Snapshots
  readonly why: string | null
  readonly twice: boolean
}

/** A replica further behind is compared when it comes nearer: each chain stands for all before it. */
const INDEXES_KEPT = 64

/** The chains after one fact; the same object when nothing changed. */
export function stepApplied(at: AppliedChains, fact: Fact): AppliedChains {
  const applied = toldVault<Applied>(fact, 'applied')
  if (fact.fact !== 'told') return at
  if (applied === undefined) return stepSnapshot(at, fact)
  const fleet = at.fleetOf[fact.node] ?? ''
  const chains = at.chains[fleet] ?? {}
  const { index, chain } = applied
  const known = chains[index]
  if (known === undefined) {
    const { [index - INDEXES_KEPT]: _old, ...rest } = chains
    return { ...at, chains: { ...at.chains, [fleet]: { ...rest, [index]: chain } } }
  }
  if (known === chain) return at.twice ? at : { ...at, twice: true }
  return { ...at, why: at.why ?? `${fact.node} applied another entry at index ${index}` }
}

// Two vaults that took a snapshot of the same index have the same state.
function stepSnapshot(at: AppliedChains, fact: Extract<Fact, { fact: 'told' }>): AppliedChains {
  const made = snapshotOf(fact)
  if (made === undefined) return at
  const fleet = at.fleetOf[fact.node] ?? ''
  const index = otherState(at.snapshots, fleet, fact)
  const why = at.why ?? (index === null ? null : `${fact.node} has another state at index ${index}`)
  return { ...at, snapshots: withSnapshot(at.snapshots, fleet, made), why }
}

/** Nothing was applied yet. */
export function startApplied(setting: Setting): AppliedChains {
  return { fleetOf: startCount(setting).fleetOf, chains: {}, snapshots: {}, why: null, twice: false }
}

/** REP-4 (§5.7): two replicas that apply different entries at one index break it. */
export const rep4 = claim<AppliedChains>({
  id: 'REP-4',
  kind: 'always',
  section: '5.7',
  says: 'Replicas apply the same entry at an index.',
  source: 'ours',
  reads: ['told'],
  start: startApplied,
  step: stepApplied,
  broken: ({ why }) => why,
  // An index was applied at two replicas, or again after a restart.
  witness: ({ twice }) => twice,
  latches: ['twice'],
})

interface Backed {
  readonly count: Count
  /** Who leads, by its own word, and in which term. */
  readonly leads: Readonly<Record<NodeId, number>>
  readonly why: string | null
  readonly rivals: boolean
}

function stepBacked(at: Backed, fact: Fact): Backed {
  if (fact.fact === 'crashed') {
    const { [fact.node]: _gone, ...leads } = at.leads
    return { ...at, leads }
  }
  const role = toldVault<RoleChanged>(fact, 'roleChanged')
  if (role !== undefined && fact.fact === 'told') {
    const { [fact.node]: _before, ...others } = at.leads
    const leads = role.leads ? { ...others, [fact.node]: role.term } : others
    return { ...at, leads, rivals: at.rivals || Object.keys(leads).length > 1 }
  }
  const applied = toldVault<Applied>(fact, 'applied')
  if (applied === undefined || fact.fact !== 'told') {
    const next = count(at.count, fact)
    return next === at.count ? at : { ...at, count: next }
  }
  // A replica that is not admitted yet is brought up to date; nobody relies on what it applies.
  const fleet = at.count.fleetOf[fact.node]
  if (at.why !== null || fleet === undefined) return at
  const committed = at.count.committed[fleet]
  const chain = committed && committedChain(committed, applied.index)
  const backed = committed !== undefined && applied.index <= committed.index
  if (backed && (chain === undefined || chain === applied.chain)) return at
  return { ...at, why: `${fact.node} applied index ${applied.index}, which no quorum holds` }
}

/** REP-5 (§5.5): applying what no quorum holds breaks it. */
export const rep5 = claim<Backed>({
  id: 'REP-5',
  kind: 'always',
  section: '5.5',
  says: 'Nothing is applied, and so nothing released, before a quorum holds it; a side without one gives nothing.',
  source: 'Meta',
  reads: [...COUNT_READS, 'told', 'crashed'],
  start: (setting) => ({ count: startCount(setting), leads: {}, why: null, rivals: false }),
  step: stepBacked,
  broken: ({ why }) => why,
  // A leader of an older term was still there, or came back, while a newer one led.
  witness: ({ rivals }) => rivals,
  latches: ['rivals'],
})
