/** The list of steps beside the lanes: only rows that can be seen are elements. */
import type { Milestone } from '../model.ts'
import { el } from './dom.ts'
import { ROW_PX } from './lanes.ts'
import type { Run } from './run.ts'
import { contentOf, titleOf } from './titles.ts'
import type { View } from './view.ts'

/** The rows that are elements now. A move of the cursor makes none, a scrolled screen those that came into sight. */
export class Rows {
  private readonly view: View
  private readonly into: HTMLElement
  private readonly broken: Map<number, string>
  private readonly made = new Map<number, HTMLElement>()
  private here: HTMLElement | undefined

  constructor(view: View, into: HTMLElement) {
    this.view = view
    this.into = into
    this.broken = brokenAt(view.run)
  }

  /** Drops every row: others stand in their places now. */
  forget(): void {
    this.made.clear()
    this.into.replaceChildren()
  }

  /** Shows the rows from one to another, as options of a list box. */
  show(first: number, last: number): void {
    const end = Math.min(last, this.view.shown.length - 1)
    for (const [row, element] of this.made) {
      if (row >= first && row <= end) continue
      element.remove()
      this.made.delete(row)
    }
    // From below, so that each is put before its next one: a screen reader reads them in order.
    for (let row = end; row >= Math.max(0, first); row--) {
      if (this.made.has(row)) continue
      const element = rowOf(this.view, row, this.broken)
      this.into.insertBefore(element, this.made.get(row + 1) ?? null)
      this.made.set(row, element)
    }
    const here = this.view.shows(this.view.cursor)
      ? this.made.get(this.view.rowOf(this.view.cursor))
      : undefined
    if (here === this.here) return
    mark(this.here, false)
    mark(here, true)
    this.here = here
  }
}

function mark(row: HTMLElement | undefined, here: boolean): void {
  row?.classList.toggle('here', here)
  row?.setAttribute('aria-selected', String(here))
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
  const title = titleOf(view.run, index)
  return el(
    'div',
    {
      ...{ class: `row${fell === undefined ? '' : ' fell'} ${tone(step.kind)}`, role: 'option' },
      ...{ id: `row-${index}`, 'aria-selected': 'false', 'aria-posinset': String(row + 1) },
      ...{ 'aria-setsize': String(view.shown.length), 'data-step': String(index), title },
      style: `top:${row * ROW_PX}px`,
    },
    el('span', { class: 'number' }, String(index)),
    el('span', { class: 'time' }, timeText(step.at)),
    fell === undefined ? null : el('strong', { class: 'verdict' }, `${fell} broken`),
    el('span', { class: 'title' }, title, el('span', { class: 'quiet' }, ` ${contentOf(view.run, index)}`)),
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
