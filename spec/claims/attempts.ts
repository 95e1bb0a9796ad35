/** ATT-1 and ATT-2: guesses are counted, and committed before they are answered (§4); and the list of all of §4. */
import type { Claim, Fact, Setting } from '../boundary.ts'
import type { Log } from '../consensus/log.ts'
import type { AtomicLog } from '../vault/atomic-log.ts'
import { att3 } from './counter.ts'
import { att8 } from './delays.ts'
import { att4 } from './exhaustion.ts'
import {
  account,
  distinct,
  type Evaluated,
  firstRelease,
  GUESS_READS,
  type Guesses,
  outstanding,
  startGuesses,
} from './guesses.ts'
import { att5 } from './histories.ts'
import { att6 } from './secrets.ts'
import { att7 } from './silence.ts'
import { COUNT_READS, type Count, count, startCount } from './storage.ts'
import { claim } from './told.ts'

interface Counted {
  readonly guesses: Guesses
  readonly why: string | null
  readonly reached: boolean
}

/** ATT-1 (§4.2): more distinct evaluations released between two proofs than the limit break it. */
export const att1 = claim<Counted>({
  id: 'ATT-1',
  kind: 'always',
  section: '4.2',
  says: 'Between two valid proofs of a record, distinct evaluations released never exceed the limit.',
  source: 'Meta',
  reads: GUESS_READS,
  start: (setting) => ({ guesses: startGuesses(setting), why: null, reached: false }),
  step: (at, fact) => {
    const guesses = account(at.guesses, fact)
    if (guesses === at.guesses) return at
    const fresh = firstRelease(at.guesses, guesses)
    if (fresh === undefined) return { ...at, guesses }
    const count = distinct(outstanding(guesses, fresh.key))
    const { limit } = guesses
    const why = at.why ?? (count > limit ? `${count} evaluations under one key, the limit is ${limit}` : null)
    return { guesses, why, reached: at.reached || count >= limit }
  },
  broken: ({ why }) => why,
  // The limit was used up: one more would have broken it.
  witness: ({ reached }) => reached,
})

/** The account of guesses beside the judge's own count of what is committed. */
export interface Paid {
  readonly guesses: Guesses
  readonly storage: Count
  /** Ids of charges in an atomic log, which has no quorum to wait for. */
  readonly atomic: Readonly<Record<string, true>>
  /** Some replica held a charge that no quorum held yet. */
  readonly waited: boolean
}

/** The kinds of fact that both look at. */
export const PAID_READS = [...GUESS_READS, ...COUNT_READS] as const

/** Before anything. */
export function startPaid(setting: Setting): Paid {
  return { guesses: startGuesses(setting), storage: startCount(setting), atomic: {}, waited: false }
}

function isCommitted({ storage, guesses, atomic }: Paid, { node, charge }: Evaluated): boolean {
  if (charge === null) return false
  if (atomic[charge]) return true
  const committed = storage.committed[guesses.fleetOf[node] ?? '']
  if (committed === undefined) return false
  const { base, entries } = committed.log
  if (base.body?.seen[charge] !== undefined) return true
  return entries.some(({ index, payload }) => index <= committed.index && payload?.id === charge)
}

// A charge that is in some log, and not yet committed.
function waits({ committed }: Count, fleet: string | undefined, log: Log): boolean {
  const last = log.entries.at(-1)
  return last?.payload?.do === 'charge' && last.index > (committed[fleet ?? '']?.index ?? 0)
}

function stored(at: Paid, fact: Extract<Fact, { fact: 'persisted' }>): Paid {
  if (fact.cell === 'atomic') {
    const { commands } = fact.value as AtomicLog
    const ids = commands.filter((command) => command.do === 'charge').map(({ id }) => [id, true as const])
    return ids.length === 0
      ? at
      : { ...at, atomic: { ...at.atomic, ...Object.fromEntries(ids) }, waited: true }
  }
  const storage = count(at.storage, fact)
  if (storage === at.storage) return at
  const waited =
    at.waited || (fact.cell === 'log' && waits(storage, at.guesses.fleetOf[fact.node], fact.value as Log))
  return { ...at, storage, waited }
}

/** After one fact, with the evaluation that it released and whose charge is not committed; undefined: it released none such. */
export function paidAfter(at: Paid, fact: Fact): { readonly paid: Paid; readonly unpaid?: Evaluated } {
  if (fact.fact === 'persisted') return { paid: stored(at, fact) }
  if (fact.fact === 'rolledBack' || fact.fact === 'swapped' || fact.fact === 'booted') {
    const storage = count(at.storage, fact)
    return { paid: storage === at.storage ? at : { ...at, storage } }
  }
  const guesses = account(at.guesses, fact)
  if (guesses === at.guesses) return { paid: at }
  const fresh = firstRelease(at.guesses, guesses)
  const paid = { ...at, guesses }
  return fresh === undefined || isCommitted(paid, fresh) ? { paid } : { paid, unpaid: fresh }
}

interface Backed extends Paid {
  readonly why: string | null
}

/** ATT-2 (§4.2): a release whose charge is not committed before it breaks it. */
export const att2 = claim<Backed>({
  id: 'ATT-2',
  kind: 'always',
  section: '4.2',
  says: 'Every released evaluation has its charge committed before it, in the one surviving history.',
  source: 'model',
  reads: PAID_READS,
  start: (setting) => ({ ...startPaid(setting), why: null }),
  step: (at, fact) => {
    const { paid, unpaid } = paidAfter(at, fact)
    const why = unpaid && `${unpaid.node} released an evaluation whose charge no quorum holds`
    return paid === at ? at : { ...paid, why: at.why ?? why ?? null }
  },
  broken: ({ why }) => why,
  witness: ({ waited }) => waited,
})

/** The claims of §4. */
export const attemptsClaims: readonly Claim[] = [att1, att2, att3, att4, att5, att6, att7, att8]
