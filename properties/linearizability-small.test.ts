/** The linearizability checker (§10.3) against the definition, on all small histories; and its explanations. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Operation, SequentialModel } from '../src/judge/history.ts'
import { linearizable } from '../src/judge/linearizability.ts'
import { isLinearization, Search } from '../src/judge/linearizability-search.ts'
import {
  type CounterOp,
  counter,
  interleavings,
  naivelyLinearizable,
  operation as op,
  type RegisterOp,
  register,
} from './linearizability-models.ts'

// Every operation with every answer; a pending one comes without.
type Choice<O, R> = { readonly op: O; readonly answers: readonly R[] }

function* histories<O, R>(count: number, choices: readonly Choice<O, R>[]): Generator<Operation<O, R>[]> {
  for (const times of interleavings(count)) {
    const fill = function* (i: number, sofar: Operation<O, R>[]): Generator<Operation<O, R>[]> {
      if (i === count) return yield sofar
      const [called, returned] = times[i]!
      for (const choice of choices) {
        const answers = returned === null ? [null] : choice.answers.map((is) => ({ is }))
        for (const result of answers)
          yield* fill(i + 1, [...sofar, { by: `${i}`, operation: choice.op, called, returned, result }])
      }
    }
    yield* fill(0, [])
  }
}

function agree<S, O, R>(model: SequentialModel<S, O, R>, all: Iterable<Operation<O, R>[]>): number[] {
  const counts = [0, 0]
  for (const history of all) {
    const search = new Search(model, history)
    const found = search.run(10_000)
    const naive = naivelyLinearizable(model, history)
    if ((found === 'linearizable') !== naive) throw new Error(JSON.stringify({ history, found }))
    if (found === 'linearizable' && !isLinearization(model, history, search.linearization))
      throw new Error(`no linearization: ${JSON.stringify(history)}`)
    counts[naive ? 1 : 0]!++
  }
  return counts
}

describe('the definition, on all small histories', () => {
  const writes: readonly Choice<RegisterOp, number | null>[] = [
    { op: ['write', 1], answers: [null] },
    { op: ['write', 2], answers: [null] },
    { op: ['read'], answers: [0, 1, 2] },
  ]
  test('three operations on a register', () => {
    const [bad, good] = agree(register, histories(3, writes))
    expect([bad, good]).toEqual([1700, 1597])
  })

  test('three operations on a counter of two guesses', () => {
    const choices: readonly Choice<CounterOp, number | false | null>[] = [
      { op: 'spend', answers: [1, 0, false] },
      { op: 'reset', answers: [null] },
    ]
    const [bad, good] = agree(counter(2), histories(3, choices))
    expect([bad, good]).toEqual([1038, 506])
  })

  test('four operations on a register of one written value', () => {
    const few: readonly Choice<RegisterOp, number | null>[] = [
      { op: ['write', 1], answers: [null] },
      { op: ['read'], answers: [0, 1] },
    ]
    expect(agree(register, histories(4, few))).toEqual([6491, 9560])
  })

  test('random histories of up to seven operations', () => {
    const one = fc.record({
      op: fc.constantFrom<RegisterOp>(['write', 1], ['write', 2], ['read']),
      called: fc.nat(12),
      length: fc.nat(8),
      pending: fc.nat(5),
      value: fc.nat(2),
    })
    let bad = 0
    fc.assert(
      fc.property(fc.array(one, { minLength: 4, maxLength: 7 }), (drawn) => {
        const history = drawn.map(({ op: what, called, length, pending, value }, i) =>
          op<RegisterOp, number | null>(
            `${i}`,
            what,
            called,
            pending === 0 ? null : called + length,
            what[0] === 'read' ? value : null,
          ),
        )
        bad += agree(register, [history])[0]!
      }),
      { seed: 1031, numRuns: 800 },
    )
    expect(bad).toBeGreaterThan(100)
  })
})

test('an explanation is a contradiction, and the smallest one', () => {
  const weakened = <O, R>(history: readonly Operation<O, R>[], index: number, drop: 'result' | 'time') =>
    history.map((o, i) => {
      if (i !== index) return o
      return drop === 'result' ? { ...o, result: null } : { ...o, result: null, returned: null }
    })
  let explained = 0
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(20), fc.nat(6), fc.nat(3)), { minLength: 3, maxLength: 8 }),
      (drawn) => {
        const history = drawn.map(([called, length, value], i) =>
          op<RegisterOp, number | null>(
            `${i}`,
            value === 3 ? ['write', 1 + (i % 2)] : ['read'],
            called,
            called + length,
            value === 3 ? null : value,
          ),
        )
        const found = linearizable(register, history)
        if (found.verdict !== 'notLinearizable') return
        explained++
        const { core, culprit, allowed, minimal } = found.explanation
        expect(minimal).toBe(true)
        expect(core).toContain(culprit)
        // What the core does not need is forgotten, in the whole history: still a contradiction.
        const end = culprit.operation.returned!
        const needed = history
          .filter(({ called }) => called <= end)
          .map((o) => {
            const place = core.find(({ operation }) => operation === o)
            if (place === undefined) return { ...o, result: null, returned: null }
            return place.needs === 'time' ? { ...o, result: null } : o
          })
        expect(linearizable(register, needed).verdict).toBe('notLinearizable')
        for (const { operation, needs } of core) {
          const index = needed.findIndex(({ by }) => by === operation.by)
          expect(linearizable(register, weakened(needed, index, needs)).verdict).toBe('linearizable')
        }
        expect(allowed.length).toBeGreaterThan(0)
        expect(allowed).not.toContainEqual(culprit.operation.result?.is)
      },
    ),
    { seed: 1032, numRuns: 400 },
  )
  expect(explained).toBeGreaterThan(100)
})
