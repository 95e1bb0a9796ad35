/** A history of a queue, and the sequential queue that it is judged against: the README's example of a history. */
import { linearizable, type Operation, type SequentialModel } from '../../src/index.ts'

type Queued = { enqueue: string } | 'dequeue'
type Answer = string | null

const queue: SequentialModel<readonly string[], Queued, Answer> = {
  init: [],
  apply: (state, operation) =>
    operation === 'dequeue'
      ? { state: state.slice(1), result: state[0] ?? null }
      : { state: [...state, operation.enqueue], result: null },
}

const by = (
  name: string,
  operation: Queued,
  called: number,
  returned: number,
  is: Answer,
): Operation<Queued, Answer> => {
  return { by: name, operation, called, returned, result: { is } }
}

/** Two items, one after the other or at once, and who came out first. */
export function firstOut(enqueued: 'inTurn' | 'atOnce', first: string) {
  const turn = enqueued === 'inTurn' ? 2 : 0
  return linearizable(queue, [
    by('ann', { enqueue: 'x' }, 0, 1, null),
    by('bob', { enqueue: 'y' }, turn, 3, null),
    by('eve', 'dequeue', 4, 5, first),
  ])
}
