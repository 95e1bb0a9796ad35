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
  const picture = el('div', { tabindex: '0', role: 'group', 'aria-label': `statechart of ${name}` })
  // The diagram is generated from the machine when the page is written; no text of the trace is in it.
  picture.innerHTML = chart.svg
  for (const path of active) {
    picture.querySelector(`[data-state="${CSS.escape(path)}"]`)?.classList.add('active')
  }
  requestAnimationFrame(() => centre(picture))
  return el('figure', { class: 'chart' }, picture, el('figcaption', {}, `${name} is in ${active.join(', ')}`))
}

// The innermost active state in the middle of what can be seen of the diagram.
function centre(picture: HTMLElement): void {
  const lit = [...picture.querySelectorAll('.active > rect')].at(-1)
  if (lit === undefined) return
  const [box, frame] = [lit.getBoundingClientRect(), picture.getBoundingClientRect()]
  picture.scrollLeft += box.left + box.width / 2 - (frame.left + frame.width / 2)
  picture.scrollTop += box.top + box.height / 2 - (frame.top + frame.height / 2)
}

/** Every state that a state value is in, outer ones first: `follower`, `follower.standing`. */
export function activePaths(value: unknown, prefix = ''): string[] {
  if (typeof value !== 'object' || value === null) return [`${prefix}${String(value)}`]
  return Object.entries(value).flatMap(([name, inner]) => [
    `${prefix}${name}`,
    ...activePaths(inner, `${prefix}${name}.`),
  ])
}
