/** The verdict and the story: what a reader meets first. */
import { button, el, fill } from './dom.ts'
import type { View } from './view.ts'

/** The verdict in the page's head. */
export function showVerdict(view: View, into: HTMLElement): void {
  const { broke } = view.run.data
  const fell = view.run.data.claims.filter(({ broken, claimed }) => broken !== null && claimed)
  // First the claim for which the trace was kept.
  fell.sort((a, b) => Number(b.id === broke) - Number(a.id === broke))
  if (fell.length === 0) {
    const { length } = view.run.data.claims.filter(({ claimed }) => claimed)
    fill(
      into,
      el(
        'p',
        {},
        length === 0
          ? 'No claim was watched.'
          : `Every one of the ${length} claims of this profile held in this run.`,
      ),
    )
    return
  }
  const items = fell.map(({ id, says, broken }) =>
    el(
      'p',
      { class: 'broken' },
      ...[el('strong', {}, `${id} is broken`), ` (${says}): ${broken?.why}. `],
      button(`Go to step ${broken?.step}`, () => view.goTo(broken?.step ?? 0)),
    ),
  )
  const [first, ...more] = items as [HTMLElement, ...HTMLElement[]]
  const rest = el(
    'details',
    {},
    el('summary', {}, `${more.length} more of ${view.run.data.claims.length} claims`),
    ...more,
  )
  fill(into, first, more.length === 0 ? null : rest)
}

/** The story beside the lanes; the sentence at or before the cursor is marked. */
export class Tale {
  private readonly view: View
  private readonly items: HTMLElement[]
  private marked = -1

  constructor(view: View, into: HTMLElement) {
    this.view = view
    this.items = view.run.data.story.map(({ step, tone, text, times, until }) => {
      const said = times === undefined ? text : `${text}, ${times} times until step ${until}`
      const to = button(said, () => view.goTo(step), { class: 'link', 'aria-label': `step ${step}: ${said}` })
      return el('li', { class: tone }, to, el('span', { class: 'number' }, String(step)))
    })
    fill(into, ...this.items)
  }

  /** Marks where the cursor is. */
  follow(): void {
    const { story } = this.view.run.data
    let at = -1
    while ((story[at + 1]?.step ?? Number.POSITIVE_INFINITY) <= this.view.cursor) at++
    if (at === this.marked) return
    this.items[this.marked]?.removeAttribute('aria-current')
    this.items[at]?.setAttribute('aria-current', 'step')
    this.items[at]?.scrollIntoView({ block: 'center' })
    this.marked = at
  }

  /** The step of the next sentence after the cursor, or before it. */
  next(direction: 1 | -1): number {
    const { story } = this.view.run.data
    const steps = story.map(({ step }) => step)
    const found =
      direction === 1
        ? steps.find((step) => step > this.view.cursor)
        : steps.findLast((step) => step < this.view.cursor)
    return found ?? this.view.cursor
  }
}
