/** The statechart of the chosen machine, its active states lit. */
import { el } from './dom.ts'
import type { View } from './view.ts'

/** The diagram, or nothing where the node has no power. */
export function showChart(view: View): HTMLElement | null {
  const { run, lane, cursor } = view
  const at = run.stateAt(lane, cursor)
  const machines = run.open(run.field(at, 'machines') ?? at)?.entries ?? []
  const found = machines.find(([name]) => name === view.machine) ?? machines[0]
  if (found === undefined) return null
  const [name, resident] = found
  const part = name.split('/')[0] as string
  const chart = run.data.charts[run.data.lanes[lane]?.parts[part] ?? '']
  if (chart === undefined) return null
  const value = run.field(resident, 'value')
  const active = value === undefined ? [] : activePaths(run.plain(value))
  const figure = el('figure', { class: 'chart' })
  // The diagram is generated from the machine when the page is written; no text of the trace is in it.
  figure.innerHTML = chart.svg
  for (const path of active) {
    figure.querySelector(`[data-state="${CSS.escape(path)}"]`)?.classList.add('active')
  }
  figure.append(el('figcaption', {}, `${name}: ${active.join(', ')}`))
  return figure
}

/** Every state that a state value is in, outer ones first: `follower`, `follower.standing`. */
export function activePaths(value: unknown, prefix = ''): string[] {
  if (typeof value !== 'object' || value === null) return [`${prefix}${String(value)}`]
  return Object.entries(value).flatMap(([name, inner]) => [
    `${prefix}${name}`,
    ...activePaths(inner, `${prefix}${name}.`),
  ])
}
