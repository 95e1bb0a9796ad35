/** Passes over the choices of a failing run (§10.7): runs of them are left out, particular ones become plain. */
import type { Choice } from '../../spec/boundary.ts'
import { causesOf } from './causes.ts'
import type { Failing, Trial } from './shrinking.ts'

/** Seldom classes are not tried at once: fewer than this part of the choices. */
const SELDOM = 24

/** What cannot have led to the break goes at once, if it can. */
export function causes(trial: Trial, failing: Failing): Failing {
  let best = failing
  for (const lastOnly of [true, false]) {
    const fewer = causesOf(trial.nodes, best.choices, trial.points, lastOnly)
    if (fewer.length < best.choices.length) best = trial.run(fewer) ?? best
  }
  return best
}

/** All choices of one kind, or that name one node, or both, at once: the most frequent first, seldom ones not at all. */
export function withoutClasses(trial: Trial, failing: Failing, costMax: number): Failing {
  let best = failing
  const classes = new Map<string, number>()
  for (const choice of failing.choices)
    for (const name of classesOf(choice)) classes.set(name, (classes.get(name) ?? 0) + 1)
  const frequent = [...classes].filter(([, count]) => count * SELDOM >= failing.choices.length)
  for (const [name] of frequent.sort(([, a], [, b]) => b - a)) {
    const fewer = best.choices.filter((choice) => !classesOf(choice).includes(name))
    if (fewer.length === best.choices.length || trial.cost > costMax) continue
    best = trial.run(fewer) ?? best
  }
  return best
}

function classesOf({ kind, nodes }: Choice): readonly string[] {
  return [kind, ...nodes, ...nodes.map((node) => `${kind} ${node}`)]
}

/** Leaves out runs of choices, long ones first, from the end, until nothing more can go or the budget is spent; none shorter than `smallest`. */
export function without(trial: Trial, failing: Failing, costMax: number, smallest = 1): Failing {
  let best = failing
  for (let size = largest(best.choices.length); size >= smallest && trial.cost < costMax; ) {
    const before = best.choices.length
    for (let end = best.choices.length; end > 0 && trial.cost < costMax; end -= size) {
      const from = Math.max(0, end - size)
      const found = trial.run([...best.choices.slice(0, from), ...best.choices.slice(end)])
      if (found === null) continue
      best = found
      end = Math.min(end, best.choices.length + size)
    }
    // What could not go at first may go now.
    if (size > 1) size = Math.min(size >> 1, largest(best.choices.length))
    else if (best.choices.length === before) break
  }
  return best
}

function largest(length: number): number {
  let size = 1
  while (size * 2 < length) size *= 2
  return size
}

/** Plain choices in the place of particular ones: no time, no ordinal, no crash in the middle of a step. */
export function zeroed(trial: Trial, failing: Failing, costMax: number): Failing {
  let best = failing
  const plainer: ((choice: Choice) => Choice)[] = [
    ({ crashAfter: _, ...choice }) => choice,
    ({ ...choice }) => ({ ...choice, ordinal: 0 }),
    ({ ...choice }) => ({ ...choice, ordinal: choice.ordinal >> 1 }),
  ]
  for (const plain of plainer) {
    for (let i = best.choices.length - 1; i >= 0 && trial.cost < costMax; i--) {
      const choice = best.choices[i]
      if (choice === undefined || (choice.ordinal === 0 && choice.crashAfter === undefined)) continue
      const next = plain(choice)
      if (next.ordinal === choice.ordinal && next.crashAfter === choice.crashAfter) continue
      const found = trial.run([...best.choices.slice(0, i), next, ...best.choices.slice(i + 1)])
      if (found !== null && found.choices.length <= best.choices.length) best = found
    }
  }
  return best
}
