/** ATT-3: only a valid proof resets the counter (§4.2). The counter is what the attempts machine hands its vault. */
import type { Fact, Octets } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import type { Installed } from '../tells.ts'
import type { Decided } from '../vault/commands.ts'
import type { Lineage, VaultState } from '../vault/state.ts'
import { account, GUESS_READS, type Guesses, startGuesses } from './guesses.ts'
import { learnt, MEMORY_READS, type Memories, memoriesAfter, NO_MEMORIES } from './memories.ts'
import { claim, toldVault } from './told.ts'

/** What an HSM last had of a record that answers. */
interface Counter {
  readonly remaining: number
  readonly limit: number
}

interface Counters {
  readonly guesses: Guesses
  readonly at: Memories<Readonly<Record<string, Counter>>>
  /** The entry that each HSM's attempts machines looked at last. */
  readonly entry: Readonly<Record<NodeId, { readonly type: string; readonly session: Octets | null }>>
  readonly why: string | null
  readonly met: boolean
}

function counterOf({ active, remaining, limit }: Lineage): Counter | undefined {
  return active === null ? undefined : { remaining, limit }
}

function counters(lineages: VaultState['lineages']): Readonly<Record<string, Counter>> {
  return Object.fromEntries(
    Object.entries(lineages).flatMap(([record, lineage]) => {
      const counter = counterOf(lineage)
      return counter === undefined ? [] : [[record, counter]]
    }),
  )
}

// KE3 was right in this session, and it was for the record that is there now.
function proves({ evaluations, charges }: Guesses, session: Octets | null, { active }: Lineage): boolean {
  const ids = Object.values(charges).flatMap((list) =>
    list.filter((c) => c.session === session).map((c) => c.id),
  )
  return evaluations.some(
    ({ proven, charge, envelope }) =>
      proven && charge !== null && ids.includes(charge) && envelope === active?.envelope,
  )
}

function decided(at: Counters, node: NodeId, { record, lineage, verdict }: Decided): Counters {
  const known = at.at.runs[node] ?? {}
  const { [record]: before, ...others } = known
  const now = counterOf(lineage)
  const gone = now === undefined || verdict.is === 'gone'
  const next = { ...at, at: learnt(at.at, node, gone ? others : { ...others, [record]: now }) }
  const entry = at.entry[node]
  if (before === undefined || gone) return next
  const met = at.met || (before.remaining < before.limit && /settle|restore/.test(entry?.type ?? ''))
  const raised = now.remaining > before.remaining
  if (!raised || (entry?.type === 'settle' && proves(at.guesses, entry.session, lineage)))
    return { ...next, met }
  const why = `${node} raised the counter of ${record} from ${before.remaining} to ${now.remaining} without a proof`
  return { ...next, met, why: at.why ?? why }
}

function told(at: Counters, fact: Extract<Fact, { fact: 'told' }>): Counters {
  const { node, machine, event } = fact
  if (machine.startsWith('attempts/')) {
    const { command } = event as unknown as { readonly command?: { readonly session: Octets } }
    return { ...at, entry: { ...at.entry, [node]: { type: event.type, session: command?.session ?? null } } }
  }
  const verdict = toldVault<Decided>(fact, 'decided')
  if (verdict !== undefined) return decided(at, node, verdict)
  const installed = toldVault<Installed>(fact, 'installed')
  if (installed === undefined) return at
  const { lineages } = installed.state as unknown as VaultState
  return { ...at, at: learnt(at.at, node, counters(lineages)) }
}

/** ATT-3 (§4.2): a counter reset by anything but a valid proof breaks it. */
export const att3 = claim<Counters>({
  id: 'ATT-3',
  kind: 'step',
  section: '4.2',
  says: "Only a valid proof of this record's version, in this session, resets the counter.",
  source: 'model',
  reads: [...GUESS_READS, ...MEMORY_READS],
  start: (setting) => ({
    ...{ guesses: startGuesses(setting), at: NO_MEMORIES, entry: {} },
    ...{ why: null, met: false },
  }),
  step: (at, fact) => {
    const guesses = account(at.guesses, fact)
    const known = memoriesAfter(at.at, fact)
    const next = guesses === at.guesses && known === at.at ? at : { ...at, guesses, at: known }
    return fact.fact === 'told' ? told(next, fact) : next
  },
  broken: ({ why }) => why,
  // A session ended, or a snapshot came, while guesses were spent.
  witness: ({ met }) => met,
})
