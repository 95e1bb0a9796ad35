import { describe, expect, test } from 'vitest'
import type { SequentialModel } from '../src/judge/history.ts'
import { linearizable, renderExplanation } from '../src/judge/linearizability.ts'
import {
  type CounterOp,
  counter,
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
