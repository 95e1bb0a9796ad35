/** REP-1: one leader per term (§5.3). */
import type { Fact, Setting } from '../boundary.ts'
import type { Ballot } from '../consensus/context.ts'
import type { NodeId } from '../names.ts'
import type { RoleChanged } from '../tells.ts'
import { type Count, startCount } from './storage.ts'
import { claim, toldVault } from './told.ts'

/** REP-1's accumulator: who led and who stood in each term. */
export interface Leaders {
  readonly fleetOf: Count['fleetOf']
  /** `fleet/term` to who led it, by its own word to its vault. */
  readonly led: Readonly<Record<string, NodeId>>
  /** The term in which a replica has voted for itself, as long as its storage says so. */
  readonly stands: Readonly<Record<NodeId, number>>
  readonly why: string | null
  readonly contested: boolean
}

/** Nobody led or stood yet. */
export function startLeaders(setting: Setting): Leaders {
  return { fleetOf: startCount(setting).fleetOf, led: {}, stands: {}, why: null, contested: false }
}

/** Leaders after one fact; the same object when nothing changed. */
export function stepLeaders(at: Leaders, fact: Fact): Leaders {
  if (fact.fact === 'persisted' && fact.cell === 'ballot') {
    return stepStands(at, fact.node, fact.value as Ballot)
  }
  const role = toldVault<RoleChanged>(fact, 'roleChanged')
  if (!role?.leads || fact.fact !== 'told') return at
  const key = `${at.fleetOf[fact.node]}/${role.term}`
  const other = at.led[key]
  if (other === undefined) return { ...at, led: { ...at.led, [key]: fact.node } }
  if (other === fact.node || at.why !== null) return at
  // Whoever leads has stood, though its storage may not say so.
  return { ...at, contested: true, why: `${other} and ${fact.node} both lead term ${role.term}` }
}

function stepStands(at: Leaders, node: NodeId, { term, votedFor }: Ballot): Leaders {
  const { [node]: before, ...others } = at.stands
  if (votedFor !== node) return before === undefined ? at : { ...at, stands: others }
  if (before === term) return at
  const isRival = (other: string) =>
    others[other as NodeId] === term && at.fleetOf[other as NodeId] === at.fleetOf[node]
  const contested = at.contested || Object.keys(others).some(isRival)
  return { ...at, stands: { ...others, [node]: term }, contested }
}

/** REP-1 (§5.3): two leaders of one term break it. */
export const rep1 = claim<Leaders>({
  id: 'REP-1',
  kind: 'always',
  section: '5.3',
  says: 'One leader per term.',
  source: 'ours',
  reads: ['persisted', 'told'],
  start: startLeaders,
  step: stepLeaders,
  broken: ({ why }) => why,
  // Two replicas stood in one term.
  witness: ({ contested }) => contested,
  latches: ['contested'],
})
