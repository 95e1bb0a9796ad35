/** Everything at the cursor: the step, what changed, the node's machines, messages in flight, the adversary. */
import { showChart } from './chart.ts'
import { el, fill, type Inside } from './dom.ts'
import { changes, flights, happenings, learnt } from './happened.ts'
import { claims, links, verdicts } from './judged.ts'
import { machines, nodes, state } from './node.ts'
import { timeText } from './rows.ts'
import { titleOf } from './titles.ts'
import type { View } from './view.ts'

/** Fills the panel. `open` remembers which branches the reader opened. */
export function showDetail(view: View, into: HTMLElement, open: Set<string>): void {
  const { run, cursor } = view
  const step = run.steps[cursor]
  if (step === undefined) return
  fill(
    into,
    el('h2', {}, `Step ${cursor}`, el('span', { class: 'quiet' }, ` at ${timeText(step.at)}`)),
    el('p', { class: 'said' }, titleOf(run, step)),
    ...verdicts(view),
    links(view),
    ...section('What happened', happenings(run, step.facts, step.marks)),
    ...section(
      `What changed at ${run.name(step.lane)}`,
      step.lane < 0 ? [] : changes(run, step.lane, cursor),
    ),
    ...section('Nodes', [nodes(view)]),
    ...section(`${run.name(view.lane)} in full`, [machines(view), showChart(view), ...state(view, open)]),
    ...section('Messages in flight', flights(view)),
    ...section(`What the adversary (${run.data.adversary}) holds`, learnt(view)),
    ...section('Claims', [claims(view)]),
  )
}

function section(title: string, inside: readonly Inside[]): HTMLElement[] {
  return inside.length === 0
    ? []
    : [el('h3', {}, title), ...inside.map((one) => (one instanceof HTMLElement ? one : el('p', {}, one)))]
}
