/** Steps a second of the linearizability checker (§10.3): `npx tsx bench/linearizability.ts`. */
import { type CounterOp, counter, operation as op } from '../properties/linearizability-models.ts'
import type { Operation, SequentialModel } from '../src/judge/history.ts'
import { linearizable } from '../src/judge/linearizability.ts'
import { Search } from '../src/judge/linearizability-search.ts'

const LIMIT = 1_000_000

function measure<S, O, R>(
  title: string,
  model: SequentialModel<S, O, R>,
  history: readonly Operation<O, R>[],
): void {
  const times: number[] = []
  let search = new Search(model, history)
  for (let run = 0; run < 15; run++) {
    const start = performance.now()
    search = new Search(model, history)
    search.run(LIMIT)
    times.push(performance.now() - start)
  }
  const median = times.sort((a, b) => a - b)[7]!
  const rate = (search.steps / median / 1000).toFixed(2)
  console.log(
    `${title}: ${search.run(0)}, ${search.steps} steps, ${median.toFixed(2)} ms, ${rate} million steps a second`,
  )
  const start = performance.now()
  const { verdict } = linearizable(model, history, { steps: LIMIT })
  console.log(
    `  with its explanation, if it needs one: ${verdict}, ${(performance.now() - start).toFixed(2)} ms`,
  )
}

// A hundred operations of one record by five clients, each overlapping its neighbours, answered by a real order.
function honest(count: number, clients: number): Operation<CounterOp, number | false | null>[] {
  const model = counter(10)
  let state = model.init
  return Array.from({ length: count }, (_, i) => {
    const what: CounterOp = i % 9 === 8 ? 'reset' : 'spend'
    const after = model.apply(state, what)
    state = after.state
    return op(
      `client ${i % clients}`,
      what,
      10 * i - 9 * (i % clients),
      10 * i + 9 * ((i * 7) % clients),
      after.result,
    )
  })
}

const bank: SequentialModel<number, number, number> = {
  init: 0,
  apply: (state, deposit) => ({ state: state + deposit, result: state + deposit }),
}
const deposits = Array.from({ length: 40 }, (_, i) =>
  op<number, number>(`d${i}`, 2 * (i * i + 3 * i + 7), 0, null),
)

measure('one record, 100 operations, 5 clients', counter(10), honest(100, 5))
measure('one record, 1,000 operations, 5 clients', counter(10), honest(1000, 5))
measure('subset sum over 40 pending deposits', bank, [...deposits, op('reader', 0, 1, 2, 1)])
const spends = Array.from({ length: 16 }, (_, i) => op<CounterOp, number>(`c${i}`, 'spend', 0, 2))
measure('16 concurrent spends and a contradiction', counter(16), [...spends, op('last', 'spend', 3, 4, 1)])
