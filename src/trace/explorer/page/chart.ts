/** The statechart of the chosen machine, its active states lit. */
import { el } from './dom.ts'
import type { View } from './view.ts'

/** The diagrams of a page: each is made once, and lit anew at every step. */
export class Charts {
  private readonly view: View
  private readonly pictures = new Map<string, HTMLElement>()
  // A diagram that comes into sight is moved to its active state; before that nobody sees where it stands.
  private readonly sight = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue
      this.sight.unobserve(target)
      centre(target as HTMLElement)
    }
  })

  constructor(view: View) {
    this.view = view
  }

  /** The chosen machine's diagram, or nothing where the node has no power. */
  show(): HTMLElement | null {
    const { run, lane, cursor, machine } = this.view
    const at = run.stateAt(lane, cursor)
    const machines = run.open(run.field(at, 'machines') ?? at)?.entries ?? []
    const found = machines.find(([name]) => name === machine) ?? machines[0]
    if (found === undefined) return null
    const [name, resident] = found
    const part = name.split('/')[0] as string
    const id = run.data.lanes[lane]?.parts[part] ?? ''
    const picture = this.picture(id)
    if (picture === null) return null
    const value = run.field(resident, 'value')
    const active = value === undefined ? [] : activePaths(run.plain(value))
    this.light(picture, active)
    picture.setAttribute('aria-label', `statechart of ${name}`)
    const caption = el('figcaption', {}, `${name} is in ${active.join(', ')}`)
    return el('figure', { class: 'chart' }, picture, caption)
  }

  private picture(id: string): HTMLElement | null {
    const made = this.pictures.get(id)
    const chart = this.view.run.data.charts[id]
    if (made !== undefined || chart === undefined) return made ?? null
    const picture = el('div', { tabindex: '0', role: 'group' })
    // The diagram is generated from the machine when the page is written; no text of the trace is in it.
    picture.innerHTML = chart.svg
    this.pictures.set(id, picture)
    return picture
  }

  private light(picture: HTMLElement, active: readonly string[]): void {
    for (const lit of picture.querySelectorAll('.active')) lit.classList.remove('active')
    for (const path of active)
      picture.querySelector(`[data-state="${CSS.escape(path)}"]`)?.classList.add('active')
    this.sight.unobserve(picture)
    this.sight.observe(picture)
  }
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
