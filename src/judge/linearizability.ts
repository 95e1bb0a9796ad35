/**
 * Is a concurrent history one that a sequential object could have given? (§10.3, ATT-5.) Each operation must seem
 * to take effect at one instant between its call and its answer (Herlihy and Wing 1990). Usable on any
 * sequential model; budgets are in steps, so that a verdict is the same on every machine.
 *
 * ```ts
 * const register: SequentialModel<number, { write: number } | 'read', number> = {
 *   init: 0,
 *   apply: (state, op) => (op === 'read' ? { state, result: state } : { state: op.write, result: 0 }),
 * }
 * const { verdict } = linearizable(register, [
 *   { by: 'a', operation: { write: 1 }, called: 0, returned: 1, result: { is: 0 } },
 *   { by: 'b', operation: 'read', called: 2, returned: 3, result: { is: 0 } },
 * ])
 * // 'notLinearizable': the write was over before the read began
 * ```
 */
import { type Operation, partitions, type SequentialModel } from './history.ts'
import { type Explanation, explain } from './linearizability-explain.ts'
import { Search } from './linearizability-search.ts'

export type { Operation, SequentialModel } from './history.ts'
export type { CoreOperation, Explanation } from './linearizability-explain.ts'

/** The answer, with the steps that it took. */
export type LinearizabilityVerdict<O, R> =
  | {
      readonly verdict: 'linearizable'
      readonly steps: number
      /** By object: indices into that object's history, in the order in which the operations took effect. */
      readonly order: ReadonlyMap<string, readonly number[]>
    }
  | {
      readonly verdict: 'notLinearizable'
      readonly steps: number
      /** The object whose history cannot be explained. */
      readonly partition: string
      readonly explanation: Explanation<O, R>
    }
  /** The budget ran out; never a pass. */
  | { readonly verdict: 'inconclusive'; readonly steps: number; readonly undecided: readonly string[] }

/** The steps spent on all objects together before the answer is `inconclusive`: about a second. */
export const STEPS_DEFAULT = 2_000_000

const FIRST_BUDGET = 1_000

/**
 * Judges a history. Objects take turns with a budget that doubles each round, so that one hard object does not
 * hide a plain violation in another; the first violation found ends the search.
 */
export function linearizable<S, O, R>(
  model: SequentialModel<S, O, R>,
  history: readonly Operation<O, R>[],
  { steps: limit = STEPS_DEFAULT }: { readonly steps?: number } = {},
): LinearizabilityVerdict<O, R> {
  const parts = partitions(model, history)
  const open = new Map([...parts].map(([key, part]) => [key, new Search(model, part)]))
  const order = new Map<string, readonly number[]>()
  let steps = 0
  for (let budget = FIRST_BUDGET; open.size > 0 && steps < limit; budget *= 2) {
    for (const [key, search] of open) {
      const before = search.steps
      const state = search.run(Math.min(budget, limit - steps))
      steps += search.steps - before
      if (state === 'notLinearizable') {
        const explanation = explain(model, parts.get(key)!, limit)
        return { verdict: state, steps, partition: key, explanation }
      }
      if (state === 'searching') continue
      open.delete(key)
      order.set(key, search.linearization)
    }
  }
  if (open.size > 0) return { verdict: 'inconclusive', steps, undecided: [...open.keys()] }
  return { verdict: 'linearizable', steps, order }
}

/** The contradiction for a reader: one line per operation of the core, then what the culprit could have said. */
export function renderExplanation<O, R>({
  core,
  culprit,
  allowed,
  free,
  minimal,
}: Explanation<O, R>): string {
  const lines = core.map(({ operation, needs }) => {
    const { by, called, returned, result } = operation
    const answer = needs === 'time' ? 'whatever it returned' : `-> ${JSON.stringify(result?.is)}`
    return `  [${called}, ${returned}] ${by ?? '?'}: ${JSON.stringify(operation.operation)} ${answer}`
  })
  const who = `${culprit.operation.by ?? '?'}: ${JSON.stringify(culprit.operation.operation)}`
  const instead =
    allowed.length === 0
      ? 'no answer that was tried fits'
      : `only ${allowed.map((r) => JSON.stringify(r)).join(' or ')} fits`
  const note = minimal ? '' : ' (perhaps not the smallest reason: the budget ran out)'
  if (free > 0) lines.push(`  and ${free} more, each at any time after its call or never`)
  return [...lines, `  so for ${who} ${instead}${note}`].join('\n')
}
