/** The linearizability checker (§10.3): the known verdicts, the definition on all small histories, hard ones, budgets. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Operation, SequentialModel } from '../src/judge/history.ts'
import { linearizable, renderExplanation } from '../src/judge/linearizability.ts'
import { isLinearization, Search } from '../src/judge/linearizability-search.ts'
import {
  type CounterOp,
  counter,
  interleavings,
  naivelyLinearizable,
  operation as op,
  type QueueOp,
  queue,
  type RegisterOp,
  register,
} from './linearizability-models.ts'

const enq = (by: string, item: string, called: number, returned: number | null) =>
  op<QueueOp, string | null>(by, ['enq', item], called, returned, null)
const deq = (by: string, item: string | null, called: number, returned: number | null) =>
  op<QueueOp, string | null>(by, ['deq'], called, returned, item)

describe('hand-written histories', () => {
  test('a queue: concurrent enqueues may be dequeued in either order, sequential ones may not', () => {
    const overlapping = [enq('A', 'x', 0, 3), enq('B', 'y', 1, 2), deq('B', 'x', 4, 5), deq('A', 'y', 6, 7)]
    expect(linearizable(queue, overlapping).verdict).toBe('linearizable')
    const swapped = [enq('A', 'x', 0, 3), enq('B', 'y', 1, 2), deq('B', 'y', 4, 5), deq('A', 'x', 6, 7)]
    expect(linearizable(queue, swapped).verdict).toBe('linearizable')
    const sequential = [enq('A', 'x', 0, 1), enq('B', 'y', 2, 3), deq('A', 'y', 4, 5)]
    expect(linearizable(queue, sequential).verdict).toBe('notLinearizable')
    const twice = [enq('A', 'x', 0, 5), deq('B', 'x', 1, 2), deq('C', 'x', 3, 4)]
    expect(linearizable(queue, twice).verdict).toBe('notLinearizable')
  })

  test('a pending enqueue may have taken effect, or not', () => {
    expect(linearizable(queue, [enq('A', 'x', 0, null), deq('B', 'x', 1, 2)]).verdict).toBe('linearizable')
    expect(linearizable(queue, [enq('A', 'x', 0, null), deq('B', null, 1, 2)]).verdict).toBe('linearizable')
    const before = [deq('B', 'x', 0, 1), enq('A', 'x', 2, null)]
    expect(linearizable(queue, before).verdict).toBe('notLinearizable')
  })

  test('a counter of guesses that was written back twice', () => {
    const lost = [
      op<CounterOp, number>('phone', 'spend', 0, 3, 2),
      op<CounterOp, number>('thief', 'spend', 1, 4, 2),
    ]
    expect(linearizable(counter(3), lost).verdict).toBe('notLinearizable')
  })

  test('new-old inversion: two readers of one write may not see it in turn', () => {
    const history = [
      op<RegisterOp, number | null>('w', ['write', 1], 0, 9, null),
      op<RegisterOp, number | null>('r', ['read'], 1, 2, 1),
      op<RegisterOp, number | null>('s', ['read'], 3, 4, 0),
    ]
    const found = linearizable(register, history)
    if (found.verdict !== 'notLinearizable') throw new Error(found.verdict)
    expect(renderExplanation(found.explanation)).toBe(
      [
        '  [1, 2] r: ["read"] -> 1',
        '  [3, 4] s: ["read"] -> 0',
        '  and 1 more, each at any time after its call or never',
        '  so for s: ["read"] only 1 fits',
      ].join('\n'),
    )
  })
})

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
      { seed: 1031, numRuns: 1500 },
    )
    expect(bad).toBeGreaterThan(200)
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

describe('hard histories', () => {
  // Subset sum: pending deposits, and one reading of the balance. Even deposits never make an odd balance.
  const bank: SequentialModel<number, number, number> = {
    init: 0,
    apply: (state, deposit) => ({ state: state + deposit, result: state + deposit }),
  }
  const subsetSum = (deposits: readonly number[], target: number) => [
    ...deposits.map((deposit, i) => op<number, number>(`d${i}`, deposit, 0, null)),
    op<number, number>('reader', 0, 1, 2, target),
  ]
  const even = Array.from({ length: 14 }, (_, i) => 2 * (i * i + 3 * i + 7))

  test('subset sum, NP-hard: decided both ways, or inconclusive, never wrong', () => {
    expect(linearizable(bank, subsetSum(even, 1)).verdict).toBe('notLinearizable')
    expect(linearizable(bank, subsetSum(even, even[3]! + even[9]! + even[13]!)).verdict).toBe('linearizable')
    const longer = Array.from({ length: 40 }, (_, i) => 2 * (i * i + 3 * i + 7))
    expect(linearizable(bank, subsetSum(longer, 1), { steps: 20_000 })).toEqual({
      verdict: 'inconclusive',
      steps: 20_000,
      undecided: [''],
    })
  })

  test('twelve concurrent spends and a thirteenth answer: 12! orders, 2^12 sets', () => {
    const spends = Array.from({ length: 12 }, (_, i) => op<CounterOp, number>(`c${i}`, 'spend', 0, 2))
    const over = [...spends, op<CounterOp, number>('last', 'spend', 3, 4, 1)]
    const found = linearizable(counter(12), over)
    expect(found.verdict).toBe('notLinearizable')
    expect(found.steps).toBeLessThan(13 * 2 ** 12)
    // The reason is worth no more than the verdict: its budget runs out, and it says so.
    const hurried = linearizable(counter(12), over, { steps: 40_000 })
    expect(hurried).toMatchObject({ verdict: 'notLinearizable', explanation: { minimal: false } })
  })
})

describe('objects', () => {
  const registers: SequentialModel<number, readonly [string, RegisterOp], number | null> = {
    init: 0,
    apply: (state, [, inner]) => register.apply(state, inner),
    partition: ([key]) => key,
  }
  const on = (key: string, inner: RegisterOp, called: number, returned: number | null, is: number | null) =>
    op<readonly [string, RegisterOp], number | null>(key, [key, inner], called, returned, is)

  test('a hard object does not hide a plain violation in another', () => {
    const hard = Array.from({ length: 24 }, (_, i) => on('hard', ['write', i + 1], 0, 9, null))
    const contradiction = [on('hard', ['read'], 10, 11, 1), on('hard', ['read'], 12, 13, 2)]
    const plain = [on('plain', ['write', 1], 0, 1, null), on('plain', ['read'], 2, 3, 7)]
    const found = linearizable(registers, [...hard, ...contradiction, ...plain])
    expect(found).toMatchObject({ verdict: 'notLinearizable', partition: 'plain' })
    expect(found.steps).toBeLessThan(2_000)
  })

  test('one violation is one, wherever the others are', () => {
    const good = (key: string) => [on(key, ['write', 1], 0, 1, null), on(key, ['read'], 2, 3, 1)]
    expect(linearizable(registers, [...good('a'), ...good('b')]).verdict).toBe('linearizable')
    const bad = on('c', ['read'], 4, 5, 1)
    expect(linearizable(registers, [...good('a'), bad, ...good('b')])).toMatchObject({ partition: 'c' })
  })
})
