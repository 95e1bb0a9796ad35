/**
 * Why a history is not linearizable (§10.3): its shortest prefix that is not, and within that the fewest
 * constraints. Constraints are relaxed, never operations removed, so that the core speaks of this history: leaving
 * out a write would make a good read look wrong.
 */
import type { Operation, SequentialModel } from './history.ts'
import { Numbering } from './linearizability-memo.ts'
import { Search, type SearchState } from './linearizability-search.ts'

/** An operation of the core, and what of it is needed for the contradiction. */
export interface CoreOperation<O, R> {
  /** Index in the partition's history. */
  readonly index: number
  readonly operation: Operation<O, R>
  /** `result`: what it returned, and when it ran; `time`: only that it took effect while it ran. */
  readonly needs: 'result' | 'time'
}

/** The contradiction. */
export interface Explanation<O, R> {
  /** In order of their calls. Relaxing any one of them makes the rest linearizable. */
  readonly core: readonly CoreOperation<O, R>[]
  /** The operation whose answer made the history not linearizable; the last answered one of the core. */
  readonly culprit: CoreOperation<O, R>
  /** What it could have been answered instead without contradicting the core; at most 16 answers of the model are tried. */
  readonly allowed: readonly R[]
  /** How many operations of the prefix the core leaves free: taking effect at any time after their call, or never. */
  readonly free: number
  /** False: the budget ran out on the way, so that the core may not be the smallest. */
  readonly minimal: boolean
}

type History<O, R> = readonly Operation<O, R>[]

/** Explains a history that is known not to be linearizable. At most `budget` steps are spent on it. */
export function explain<S, O, R>(
  model: SequentialModel<S, O, R>,
  history: History<O, R>,
  budget: number,
): Explanation<O, R> {
  let minimal = true
  let left = budget
  const decide = (candidate: History<O, R>): SearchState => {
    const search = new Search(model, candidate)
    const state = search.run(left)
    left -= search.steps
    return state
  }
  const fails = (candidate: History<O, R>): boolean => {
    const state = decide(candidate)
    if (state === 'searching') minimal = false
    return state === 'notLinearizable'
  }
  const answered = history.flatMap(({ returned }, i) => (returned === null ? [] : [i]))
  answered.sort((i, j) => history[i]!.returned! - history[j]!.returned! || i - j)
  const length = shortestFailing(answered, (count) => fails(prefix(history, answered, count)))
  const culprit = answered[length - 1]!
  const indices = history.flatMap((operation, i) =>
    operation.called <= history[culprit]!.returned! ? [i] : [],
  )
  let relaxed = prefix(history, answered, length)
  const needs = new Map<number, 'result' | 'time'>([[culprit, 'result']])
  for (const [place, index] of indices.entries()) {
    if (index === culprit || relaxed[place]!.returned === null) continue
    const without = replaced(relaxed, place, { ...relaxed[place]!, returned: null, result: null })
    const timeOnly = replaced(relaxed, place, { ...relaxed[place]!, result: null })
    if (fails(without)) relaxed = without
    else if (fails(timeOnly)) {
      relaxed = timeOnly
      needs.set(index, 'time')
    } else needs.set(index, 'result')
  }
  const core = [...needs]
    .map(([index, need]) => ({ index, operation: history[index]!, needs: need }))
    .sort((x, y) => x.operation.called - y.operation.called || x.index - y.index)
  const place = indices.indexOf(culprit)
  const allowed = answersOf(model, history, culprit).filter(
    (is) => decide(replaced(relaxed, place, { ...relaxed[place]!, result: { is } })) === 'linearizable',
  )
  return {
    core,
    culprit: core.find(({ index }) => index === culprit)!,
    allowed,
    free: indices.length - core.length,
    minimal,
  }
}

// The history as of the count-th answer: later calls are not there yet, later answers are not known.
function prefix<O, R>(history: History<O, R>, answered: readonly number[], count: number): History<O, R> {
  const known = new Set(answered.slice(0, count))
  const now = count === 0 ? Number.NEGATIVE_INFINITY : history[answered[count - 1]!]!.returned!
  return history
    .map((operation, i) => (known.has(i) ? operation : { ...operation, returned: null, result: null }))
    .filter(({ called }) => called <= now)
}

// Prefixes of a linearizable history are linearizable, so the lengths that fail are all from one on.
function shortestFailing(answered: readonly number[], fails: (count: number) => boolean): number {
  let low = 0
  let high = answered.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (fails(middle)) high = middle
    else low = middle
  }
  return high
}

function replaced<O, R>(history: History<O, R>, place: number, operation: Operation<O, R>): History<O, R> {
  return history.map((old, i) => (i === place ? operation : old))
}

const ANSWERS_MAX = 16
const STATES_MAX = 64

// Results that the model can give to this operation in states near the history, found breadth first.
function answersOf<S, O, R>(model: SequentialModel<S, O, R>, history: History<O, R>, index: number): R[] {
  const states = new Numbering<S>()
  const answers = new Numbering<R>()
  states.of(model.init)
  for (let i = 0; i < states.values.length && i < STATES_MAX && answers.values.length < ANSWERS_MAX; i++) {
    const state = states.values[i]!
    answers.of(model.apply(state, history[index]!.operation).result)
    for (const { operation } of history) states.of(model.apply(state, operation).state)
  }
  return answers.values
}
