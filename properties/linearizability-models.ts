/** Sequential models and histories for the linearizability checker's own tests (§10.3). */
import type { Operation, SequentialModel } from '../src/judge/history.ts'
import { precedes } from '../src/judge/history.ts'

/** A register: `['write', v]` answers null, `['read']` its value. */
export type RegisterOp = readonly ['write', number] | readonly ['read']
export const register: SequentialModel<number, RegisterOp, number | null> = {
  init: 0,
  apply: (state, op) => (op[0] === 'read' ? { state, result: state } : { state: op[1], result: null }),
}

/** A counter of guesses: `spend` answers what is left, or false when nothing was; `reset` fills it again. */
export type CounterOp = 'spend' | 'reset'
export const counter = (limit: number): SequentialModel<number, CounterOp, number | false | null> => ({
  init: limit,
  apply: (state, op) => {
    if (op === 'reset') return { state: limit, result: null }
    return state === 0 ? { state, result: false } : { state: state - 1, result: state - 1 }
  },
})

/** A first-in-first-out queue, as Herlihy and Wing's paper has it; `deq` of an empty one answers null. */
export type QueueOp = readonly ['enq', string] | readonly ['deq']
export const queue: SequentialModel<readonly string[], QueueOp, string | null> = {
  init: [],
  apply: (state, op) => {
    if (op[0] === 'enq') return { state: [...state, op[1]], result: null }
    return { state: state.slice(1), result: state[0] ?? null }
  },
}

/** An operation, for short: `returned` null is pending, and then `is` says nothing. */
export function operation<O, R>(
  by: string,
  op: O,
  called: number,
  returned: number | null,
  is?: R,
): Operation<O, R> {
  return {
    by,
    operation: op,
    called,
    returned,
    result: returned === null || is === undefined ? null : { is },
  }
}

/** The definition, read aloud: some order of all answered and some pending operations is legal and keeps precedence. */
export function naivelyLinearizable<S, O, R>(
  model: SequentialModel<S, O, R>,
  history: readonly Operation<O, R>[],
): boolean {
  const extend = (state: S, left: readonly Operation<O, R>[]): boolean => {
    if (left.every(({ returned }) => returned === null)) return true
    return left.some((one) => {
      const others = left.filter((other) => other !== one)
      if (others.some((other) => precedes(other, one))) return false
      const { state: after, result } = model.apply(state, one.operation)
      return (one.result === null || one.result.is === result) && extend(after, others)
    })
  }
  return extend(model.init, history)
}

/** Every way to interleave the calls and answers of so many operations: [called, returned or null] for each. */
export function* interleavings(count: number): Generator<readonly (readonly [number, number | null])[]> {
  const events = function* (
    open: readonly number[],
    called: number,
    at: number,
    times: [number, number | null][],
  ): Generator<typeof times> {
    if (called === count) yield times.map((t) => [...t])
    if (called < count) yield* events([...open, called], called + 1, at + 1, [...times, [at, null]])
    for (const index of open) {
      const answered = times.map((t, i): [number, number | null] => (i === index ? [t[0], at] : t))
      yield* events(
        open.filter((i) => i !== index),
        called,
        at + 1,
        answered,
      )
    }
  }
  const seen = new Set<string>()
  for (const times of events([], 0, 0, [])) {
    const key = JSON.stringify(times)
    if (seen.has(key)) continue
    seen.add(key)
    yield times
  }
}
