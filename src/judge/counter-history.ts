/** The judge of ATT-5 (§4.9): a sequential counter, and the histories that clients saw of it. */
import type { CounterAnswer, CounterOperation, Histories } from '../../spec/claims/histories.ts'
import type { SequentialModel } from './history.ts'
import { linearizable, renderExplanation } from './linearizability.ts'

/** One record, as one client alone would see it. */
interface Counter {
  readonly present: boolean
  /** Sessions that a guess was taken from, and no proof freed, oldest first. */
  readonly charges: readonly string[]
  /** It ran out, and was enrolled anew: whether the old budget had ended is not to be seen from outside. */
  readonly unclear: boolean
}

type Result = CounterAnswer | { readonly any: true }

/** Steps of the search for one run: a tenth of a second. */
export const HISTORY_STEPS_MAX = 200_000

const NONE: Counter = { present: false, charges: [], unclear: false }
const ANY: Result = { any: true }
const said = (words: string): Result => ({ said: words })

function guess(counter: Counter, session: string, limit: number, lineage: boolean) {
  if (counter.unclear) return { state: counter, result: ANY }
  if (!counter.present) return { state: counter, result: said('notEnrolled') }
  if (counter.charges.includes(session))
    return { state: counter, result: { left: limit - counter.charges.length } }
  // A record that ran out is gone; a lineage remembers that it did.
  if (counter.charges.length >= limit) return { state: lineage ? counter : NONE, result: said('exhausted') }
  const charges = [...counter.charges, session]
  return { state: { ...counter, charges }, result: { left: limit - charges.length } }
}

function enrolled(counter: Counter, limit: number, lineage: boolean): Counter {
  if (!counter.present || counter.unclear) return { ...counter, present: true }
  if (!lineage) return counter
  return { ...counter, unclear: counter.charges.length >= limit }
}

/** A counter of guesses for each record, with this limit; `lineage`: what remains carries over. */
export function counterModel(
  limit: number,
  lineage: boolean,
): SequentialModel<Counter, CounterOperation, Result> {
  return {
    init: NONE,
    partition: ({ record }) => record,
    apply: (counter, { do: what, session }) => {
      switch (what) {
        case 'enrol':
          return { state: enrolled(counter, limit, lineage), result: said('done') }
        case 'guess':
          return guess(counter, session, limit, lineage)
        case 'extra':
          return { state: guess(counter, session, limit, lineage).state, result: ANY }
        case 'prove': {
          const own = counter.charges.indexOf(session)
          return { state: { ...counter, charges: counter.charges.slice(own + 1) }, result: said('done') }
        }
        default:
          return { state: NONE, result: said('done') }
      }
    },
    // Whoever asks again after others did is told what is left by then: fewer, and never more.
    agrees: (expected, observed) => {
      if ('any' in expected) return true
      if ('left' in expected && 'left' in observed) return observed.left <= expected.left
      return 'said' in expected && 'said' in observed && expected.said === observed.said
    },
  }
}

/** Why a run's histories are none of a sequential counter; null: they are; undefined: the steps did not suffice. */
export function judgeHistories(
  { limit, lineage, entries, unclear }: Histories,
  steps = HISTORY_STEPS_MAX,
): string | null | undefined {
  const history = entries
    .filter(({ operation }) => unclear[operation.record] === undefined)
    .map(({ answer, ...entry }) => ({ ...entry, result: answer === null ? null : { is: answer as Result } }))
  const judged = linearizable(counterModel(limit, lineage), history, { steps })
  if (judged.verdict === 'notLinearizable')
    return `${judged.partition}: ${renderExplanation(judged.explanation)}`
  return judged.verdict === 'linearizable' ? null : undefined
}
