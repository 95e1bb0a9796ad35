/** The list of steps beside the lanes: only rows that can be seen are elements. */
import type { Milestone } from '../model.ts'
import { el, fill } from './dom.ts'
import { ROW_PX } from './lanes.ts'
import type { Run } from './run.ts'
import { contentOf, titleOf } from './titles.ts'
import type { View } from './view.ts'

/** The rows from one to another, as options of a list box. */
export function showRows(view: View, into: HTMLElement, first: number, last: number): void {
  const broken = brokenAt(view.run)
  const rows: HTMLElement[] = []
  for (let row = Math.max(0, first); row <= Math.min(last, view.shown.length - 1); row++) {
    rows.push(rowOf(view, row, broken))
  }
  fill(into, ...rows)
}

/** Claims by the step that broke them. */
export function brokenAt(run: Run): Map<number, string> {
  const broken = new Map<number, string>()
  for (const { id, claimed, broken: fell } of run.data.claims) {
    if (fell !== null && claimed)
      broken.set(fell.step, [broken.get(fell.step), id].filter(Boolean).join(', '))
  }
  return broken
}

function rowOf(view: View, row: number, broken: Map<number, string>): HTMLElement {
  const index = view.shown[row] as number
  const step = view.run.steps[index] as Run['steps'][number]
  const fell = broken.get(index)
  const here = index === view.cursor
  const title = titleOf(view.run, step)
  return el(
    'div',
    {
      ...{
        class: `row${here ? ' here' : ''}${fell === undefined ? '' : ' fell'} ${tone(step.kind)}`,
        role: 'option',
      },
      ...{ id: `row-${index}`, 'aria-selected': String(here), 'aria-posinset': String(row + 1) },
      ...{ 'aria-setsize': String(view.shown.length), 'data-step': String(index), title },
      style: `top:${row * ROW_PX}px`,
    },
    el('span', { class: 'number' }, String(index)),
    el('span', { class: 'time' }, timeText(step.at)),
    fell === undefined ? null : el('strong', { class: 'verdict' }, `${fell} broken`),
    el('span', { class: 'title' }, title, el('span', { class: 'quiet' }, ` ${contentOf(view.run, step)}`)),
  )
}

function tone(kind: string): Milestone['tone'] | '' {
  if (kind === 'begin') return 'user'
  return ['deliver', 'timer', 'boot', 'drop'].includes(kind) ? '' : 'fault'
}

/** Virtual time: seconds with milliseconds. */
export function timeText(ticks: number): string {
  return `${(ticks / 1000).toFixed(3)} s`
}
