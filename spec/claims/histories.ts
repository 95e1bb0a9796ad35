/**
 * ATT-5: each record's history, as clients see it, is linearizable to a sequential counter (§4.9). The fold collects
 * operations with their calls and answers; the judge decides. A client's own word is the answer, and what it never
 * said may have taken effect or not. Worlds of one fleet: a lineage that moves is a history of two objects.
 */
import type { Fact, Setting } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import type { Ended } from '../tells.ts'
import type { ChargeCommand } from '../vault/commands.ts'
import type { Relayed, ToVault } from '../wire.ts'
import { claim } from './told.ts'

/** What somebody did to a record. */
export interface CounterOperation {
  readonly do: 'enrol' | 'guess' | 'prove' | 'remove' | 'extra'
  readonly record: string
  readonly session: string
}

/** What a client was told: guesses left after its own, why there was none, or that it was done. */
export type CounterAnswer = { readonly left: number } | { readonly said: string }

/** One operation; positions are counted in operations and answers. */
export interface CounterEntry {
  readonly by: string
  readonly operation: CounterOperation
  readonly called: number
  readonly returned: number | null
  readonly answer: CounterAnswer | null
}

/** The evidence for the judge. */
export interface Histories {
  readonly limit: number
  /** One fleet: only then are there histories. */
  readonly judged: boolean
  /** `hardened`: what remains carries over, and who ran out stays so. */
  readonly lineage: boolean
  readonly now: number
  readonly entries: readonly CounterEntry[]
  /** The session that each client is in by what it sent itself, whatever arrives in its name, and the record that each session was relayed for. */
  readonly session: Readonly<Record<NodeId, string>>
  readonly record: Readonly<Record<string, string>>
  /** Records of which the operator or a deletion made two histories. */
  readonly unclear: Readonly<Record<string, true>>
  /** By session: ids of its charges. */
  readonly charges: Readonly<Record<string, readonly string[]>>
}

function added(at: Histories, by: string, operation: CounterOperation): Histories {
  const entry: CounterEntry = { by, operation, called: at.now, returned: null, answer: null }
  return { ...at, now: at.now + 1, entries: [...at.entries, entry] }
}

function asked(at: Histories, client: NodeId, { body }: ToVault): Histories {
  const { session } = body as { readonly session?: string }
  if (typeof session !== 'string' || at.session[client] === session) return at
  return { ...at, session: { ...at.session, [client]: session } }
}

function relayed(at: Histories, { client, account, record, replaces, body }: Relayed): Histories {
  const { session, type, kind = type } = body as { session?: string; type: string; kind?: string }
  if (typeof session !== 'string') return at
  const lineage = type === 'sealed'
  const whose = lineage ? `#${account}` : record
  const known = at.record[session]
  if (known !== undefined && known !== whose)
    return { ...at, unclear: { ...at.unclear, [known]: true, [whose]: true } }
  let next = at
  if (replaces !== null && !lineage && replaces !== whose)
    next = added(next, client, { do: 'remove', record: replaces, session })
  if (type === 'erase') next = { ...next, unclear: { ...next.unclear, [whose]: true } }
  if (known !== undefined) return next
  next = {
    ...next,
    lineage,
    record: { ...next.record, [session]: whose },
  }
  const enrols = /^enrol|^confirm/.test(kind)
  next = added(next, client, { do: enrols ? 'enrol' : 'guess', record: whose, session })
  return enrols ? next : added(next, client, { do: 'prove', record: whose, session })
}

function answered(
  at: Histories,
  session: string,
  kind: CounterOperation['do'],
  answer: CounterAnswer | null,
): Histories {
  const entries = at.entries.map((entry) =>
    entry.operation.session === session && entry.operation.do === kind && entry.returned === null
      ? { ...entry, returned: at.now, answer }
      : entry,
  )
  return { ...at, now: at.now + 1, entries }
}

// What never happened, by the client's own word.
function without(at: Histories, session: string, kinds: readonly CounterOperation['do'][]): Histories {
  const entries = at.entries.filter(
    ({ operation }) => operation.session !== session || !kinds.includes(operation.do),
  )
  return { ...at, entries }
}

function ended(at: Histories, node: NodeId, { type, outcome, attemptsLeft }: Ended): Histories {
  const session = at.session[node]
  if (session === undefined) return at
  if (type === 'enrollmentEnded')
    return outcome === 'enrolled' ? answered(at, session, 'enrol', { said: 'done' }) : at
  switch (outcome) {
    case 'wrongPassword':
      return answered(without(at, session, ['prove']), session, 'guess', { left: attemptsLeft ?? 0 })
    case 'recovered':
      return answered(answered(at, session, 'guess', null), session, 'prove', { said: 'done' })
    case 'exhausted':
    case 'notEnrolled':
      return answered(without(at, session, ['prove']), session, 'guess', { said: outcome })
    case 'delayed':
      return without(at, session, ['guess', 'prove'])
    default:
      return at
  }
}

// A session that was charged twice: forgetting may cost an attempt.
function charged(at: Histories, { session, id, record }: ChargeCommand): Histories {
  const known = at.charges[session] ?? []
  if (known.includes(id)) return at
  const next = { ...at, charges: { ...at.charges, [session]: [...known, id] } }
  return known.length === 0 ? next : added(next, 'replay', { do: 'extra', record, session: id })
}

/** ATT-5 (§4.9): judged by `linearizable` when the run is over. */
export const att5 = claim<Histories>({
  id: 'ATT-5',
  kind: 'history',
  section: '4.9',
  says: "Each record's history, as clients see it, is linearizable to a sequential counter.",
  source: 'ours',
  reads: ['sent', 'outcome', 'told', 'began'],
  start: ({ fleets, limit }: Setting) => ({
    ...{ limit, judged: Object.keys(fleets).length === 1, lineage: false, now: 0, entries: [] },
    ...{ session: {}, record: {}, unclear: {}, charges: {} },
  }),
  step: (at: Histories, fact: Fact) => {
    if (!at.judged) return at
    switch (fact.fact) {
      case 'sent':
        if (fact.message.type === 'toVault') return asked(at, fact.node, fact.message as unknown as ToVault)
        return fact.message.type === 'relayed' ? relayed(at, fact.message as unknown as Relayed) : at
      case 'outcome':
        return ended(at, fact.node, fact.event as Ended)
      case 'told': {
        if (fact.event.type !== 'charge' || !fact.machine.startsWith('attempts/')) return at
        return charged(at, (fact.event as unknown as { readonly command: ChargeCommand }).command)
      }
      default:
        return at
    }
  },
  broken: () => null,
  // Two clients were told of one record: a counter of the past could have been seen.
  witness: ({ entries }) => {
    const told = entries.filter(({ returned }) => returned !== null)
    return told.some((one) =>
      told.some((other) => other.by !== one.by && other.operation.record === one.operation.record),
    )
  },
  judge: 'linearizable',
})
