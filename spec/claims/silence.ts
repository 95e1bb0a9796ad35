/** ATT-7: whoever falls silent has paid (§4.2). The counter is what the attempts machine hands its vault. */
import type { Fact } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import type { ChargeCommand, Decided } from '../vault/commands.ts'
import { account, firstRelease, GUESS_READS, type Guesses, startGuesses } from './guesses.ts'
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
  /** By `node/record`. */
  readonly at: Readonly<Record<string, Counter>>
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
  const place = `${node}/${machine.slice('attempts/'.length)}`
  const counter = at.at[place]
  if (command === undefined || counter === undefined) return at
  const { session, id } = command
  const others = counter.unpaid.filter((one) => one !== session)
  if (event.type !== 'charge') return withCounter(at, place, { ...counter, charge: null, unpaid: others })
  const why = `${node} took a charge while a session before it has paid nothing`
  return withCounter(others.length === 0 ? at : { ...at, why: at.why ?? why }, place, {
    ...counter,
    charge: id,
  })
}

function withCounter(at: Silent, place: string, counter: Counter): Silent {
  return { ...at, at: { ...at.at, [place]: counter } }
}

// What has not been lowered by now may still be, when the session ends: a silent one never does.
function decided(at: Silent, node: NodeId, { record, lineage, verdict }: Decided): Silent {
  const place = `${node}/${record}`
  const { remaining } = lineage
  const before = at.at[place]
  if (before === undefined || before.charge === null || verdict.is !== 'charged')
    return withCounter(at, place, { remaining, charge: null, unpaid: before?.unpaid ?? [] })
  const free = remaining >= before.remaining && !isRepeated(at.guesses, node)
  const { session = '' } = at.guesses.last[node] ?? {}
  const unpaid = free && !before.unpaid.includes(session) ? [...before.unpaid, session] : before.unpaid
  return withCounter(at, place, { remaining, charge: null, unpaid })
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
  reads: GUESS_READS,
  start: (setting) => ({ guesses: startGuesses(setting), at: {}, why: null, silent: false }),
  step: (before, fact) => {
    const guesses = account(before.guesses, fact)
    let at = guesses === before.guesses ? before : { ...before, guesses }
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
