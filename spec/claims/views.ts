/** What an adversary sees of a run (§10.5): as data, so that one fold serves every adversary. */
import type { Fact, Setting } from '../boundary.ts'
import type { NodeId } from '../names.ts'

/** What is read, and whose insides are the adversary's. */
export interface View {
  /** Links that are read: none, those of clients (A1), or all but those between HSMs (A2). */
  readonly links: 'none' | 'clients' | 'allButFleet'
  /** Nodes that the adversary runs: clients of its own (A2), malicious replicas (A6), a rogue fleet (A9). */
  readonly owned: readonly NodeId[]
  /** HSMs whose records were read unsealed, without the fleet's secrets (A4). */
  readonly leaked: readonly NodeId[]
}

/** Sees nothing: what the claim is about is not at work in the run. */
export const NO_VIEW: View = { links: 'none', owned: [], leaked: [] }

/** Is one of these adversaries at work? Several are joined by `+`. */
export function isAtWork(who: string, ...adversaries: readonly string[]): boolean {
  return who.split('+').some((one) => adversaries.includes(one))
}

/** Cells of an HSM in which its records lie: the replicated log, and what came before it. */
export const RECORD_CELLS: readonly string[] = ['log', 'snapshot']

/** The view of an adversary of the table; `owned` are the nodes that it was given. */
export function viewOf(adversary: string, setting: Setting, owned: readonly NodeId[] = []): View {
  const hsms = Object.values(setting.fleets).flat()
  if (adversary === 'none' || adversary === 'A0') return { links: 'none', owned, leaked: [] }
  if (adversary === 'A1') return { links: 'clients', owned, leaked: [] }
  // Where an adversary is at work, what leaks and when is its choice, and a fact of the run.
  const leaked = adversary === 'A4' && setting.adversary === undefined ? hsms.slice(0, 1) : []
  return { links: 'allButFleet', owned, leaked }
}

/** The parts of a fact that this view shows; an empty list for a fact that it does not. */
export function shownBy(view: View, setting: Setting, fact: Fact): readonly unknown[] {
  if (!('node' in fact)) return []
  if (fact.fact === 'leaked') return view.links === 'none' ? [] : [fact.cells]
  if (view.owned.includes(fact.node)) return contentsOf(fact)
  if (fact.fact === 'sent') return reads(view, setting, fact.node, fact.to) ? [fact.message] : []
  const records = fact.fact === 'persisted' && RECORD_CELLS.includes(fact.cell)
  return records && view.leaked.includes(fact.node) ? [fact.value] : []
}

function reads(view: View, setting: Setting, from: NodeId, to: NodeId): boolean {
  if (view.owned.includes(to)) return true
  if (view.links === 'none') return false
  if (view.links === 'clients') return setting.clients.includes(from) || setting.clients.includes(to)
  const isHsm = (node: NodeId) => Object.values(setting.fleets).some((fleet) => fleet.includes(node))
  return !(isHsm(from) && isHsm(to))
}

// All that a node of the adversary's own knows of what happens in it.
function contentsOf(fact: Fact): readonly unknown[] {
  switch (fact.fact) {
    case 'sent':
    case 'received':
      return [fact.message]
    case 'persisted':
      return [fact.value]
    case 'told':
    case 'began':
    case 'outcome':
      return [fact.event]
    case 'called':
      return [fact.args, fact.result]
    default:
      return []
  }
}

const strings = new WeakMap<object, readonly string[]>()

/** Every string inside plain data, once; which of them are octets the judge knows. */
export function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  const known = strings.get(value)
  if (known !== undefined) return known
  const found = new Set<string>()
  for (const item of Object.values(value)) for (const text of stringsIn(item)) found.add(text)
  const list = [...found]
  strings.set(value, list)
  return list
}
