/** The nodes at the cursor: all in a line each, the chosen one in full. */
import { button, el } from './dom.ts'
import type { Run } from './run.ts'
import { tree } from './values.ts'
import type { View } from './view.ts'

/** Every node: up or not, and in which states its machines are. */
export function nodes(view: View): HTMLElement {
  const { run, cursor } = view
  const rows = run.data.lanes.map(({ node, role }, lane) => {
    const here = lane === view.lane
    const name = button(node, () => view.look(lane), { class: 'link', 'aria-pressed': String(here) })
    return el(
      'tr',
      here ? { class: 'here' } : {},
      el('th', { scope: 'row' }, name),
      el('td', {}, role),
      stand(run, lane, cursor),
    )
  })
  return el('div', { class: 'wide' }, el('table', { class: 'nodes' }, el('tbody', {}, ...rows)))
}

function stand(run: Run, lane: number, step: number): HTMLElement {
  const at = run.stateAt(lane, step)
  const up = run.plain(run.field(at, 'up') ?? at) === true
  if (!up) return el('td', {}, 'no power')
  const found = run.open(run.field(at, 'machines') ?? at)?.entries ?? []
  const texts = found.map(
    ([name, resident]) => `${name}: ${valueText(run.plain(run.field(resident, 'value') ?? resident))}`,
  )
  return el('td', {}, texts.join(' · '))
}

/** A state value in words: `follower.standing`; parallel states with `+`. */
export function valueText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  const parts = Object.entries(value).map(([name, inner]) => `${name}.${valueText(inner)}`)
  return parts.length === 0 ? 'on' : parts.join(' + ')
}

/** A button for each machine of the chosen node. */
export function machines(view: View): HTMLElement {
  const at = view.run.stateAt(view.lane, view.cursor)
  const found = view.run.open(view.run.field(at, 'machines') ?? at)?.entries ?? []
  const buttons = found.map(([name], i) => {
    const pressed = view.machine === name || (view.machine === '' && i === 0)
    return button(name, () => view.look(view.lane, name), { 'aria-pressed': String(pressed) })
  })
  return buttons.length === 0
    ? el('p', { class: 'quiet' }, 'No power: only storage is left.')
    : el('div', { class: 'choices' }, ...buttons)
}

/** Machines, storage and timers of the chosen node, as trees. */
export function state(view: View, open: Set<string>): HTMLElement[] {
  const { run, lane, cursor } = view
  const entries = run.open(run.stateAt(lane, cursor))?.entries ?? []
  return entries.filter(([name]) => name !== 'up').map(([name, ref]) => tree(run, name, ref, name, open))
}
