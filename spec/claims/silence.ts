/** ATT-7: whoever falls silent has paid (§4.2). The counter is what the attempts machine hands its vault. */
import type { Fact } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import type { ChargeCommand, Decided } from '../vault/commands.ts'
import { account, firstRelease, GUESS_READS, type Guesses, startGuesses } from './guesses.ts'
import { learnt, MEMORY_READS, type Memories, memoriesAfter, NO_MEMORIES } from './memories.ts'
import { claim, toldVault } from './told.ts'

/** One HSM's counter of one record. */
interface Counter {
  readonly remaining: number
  /** The charge that is looked at. */
  readonly charge: string | null
  /** Sessions that were answered, and had lowered nothing. */
  readonly unpaid: readonly string[]
}

interface Silent {
  readonly guesses: Guesses
  /** By node, then by record. */
  readonly at: Memories<Readonly<Record<string, Counter>>>
  readonly why: string | null
  readonly silent: boolean
}

// Answered, never finished, and somebody else's guess came after it.
function wentSilent({ charges, evaluations }: Guesses): boolean {
  const answered = new Set(evaluations.flatMap(({ charge, element }) => (element === null ? [] : [charge])))
  return Object.values(charges).some((list) =>
    list.some(({ id, closed }, i) => !closed && answered.has(id) && i < list.length - 1),
  )
}

function looked(at: Silent, { node, machine, event }: Extract<Fact, { fact: 'told' }>): Silent {
  const { command } = event as unknown as { readonly command?: ChargeCommand }
  const record = machine.slice('attempts/'.length)
  const counter = at.at.runs[node]?.[record]
  if (command === undefined || counter === undefined) return at
  const { session, id } = command
  const others = counter.unpaid.filter((one) => one !== session)
  if (event.type !== 'charge')
    return withCounter(at, node, record, { ...counter, charge: null, unpaid: others })
  const why = `${node} took a charge while a session before it has paid nothing`
  const next = others.length === 0 ? at : { ...at, why: at.why ?? why }
  return withCounter(next, node, record, { ...counter, charge: id })
}

function withCounter(at: Silent, node: NodeId, record: string, counter: Counter): Silent {
  return { ...at, at: learnt(at.at, node, { ...at.at.runs[node], [record]: counter }) }
}

// What has not been lowered by now may still be, when the session ends: a silent one never does.
function decided(at: Silent, node: NodeId, { record, lineage, verdict }: Decided): Silent {
  const { remaining } = lineage
  const before = at.at.runs[node]?.[record]
  if (before === undefined || before.charge === null || verdict.is !== 'charged')
    return withCounter(at, node, record, { remaining, charge: null, unpaid: before?.unpaid ?? [] })
  const free = remaining >= before.remaining && !isRepeated(at.guesses, node)
  const { session = '' } = at.guesses.last[node] ?? {}
  const unpaid = free && !before.unpaid.includes(session) ? [...before.unpaid, session] : before.unpaid
  return withCounter(at, node, record, { remaining, charge: null, unpaid })
}

// The same bytes again while the session lives are no new charge.
function isRepeated({ last, charges }: Guesses, node: NodeId): boolean {
  const own = last[node]
  const same = Object.values(charges).flatMap((list) =>
    list.filter(({ session }) => session === own?.session),
  )
  return same.findIndex(({ id }) => id === own?.id) > 0
}

function told(at: Silent, fact: Extract<Fact, { fact: 'told' }>): Silent {
  if (fact.machine.startsWith('attempts/')) return looked(at, fact)
  const verdict = toldVault<Decided>(fact, 'decided')
  return verdict === undefined ? at : decided(at, fact.node, verdict)
}

/** ATT-7 (§4.2): a charge that lowers nothing breaks it, once its client has fallen silent. */
export const att7 = claim<Silent>({
  id: 'ATT-7',
  kind: 'always',
  section: '4.2',
  says: 'A client that goes silent after KE2 has paid: the guess is taken before anything is answered.',
  source: 'Meta',
  reads: [...GUESS_READS, ...MEMORY_READS],
  start: (setting) => ({ guesses: startGuesses(setting), at: NO_MEMORIES, why: null, silent: false }),
  step: (before, fact) => {
    const guesses = account(before.guesses, fact)
    const counters = memoriesAfter(before.at, fact)
    const same = guesses === before.guesses && counters === before.at
    let at = same ? before : { ...before, guesses, at: counters }
    if (fact.fact === 'told') at = told(at, fact)
    if (guesses === before.guesses) return at
    const fresh = firstRelease(before.guesses, guesses)
    const free = fresh !== undefined && fresh.charge === null
    const why = at.why ?? (free ? `${fresh.node} answered KE1 and had charged nothing for it` : null)
    return { ...at, why, silent: at.silent || wentSilent(guesses) }
  },
  broken: ({ why }) => why,
  witness: ({ silent }) => silent,
})
