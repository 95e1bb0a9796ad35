/** Everything at the cursor: the step, what changed, the node's machines, messages in flight, the adversary. */
import { Charts } from './chart.ts'
import { el, fill, type Inside } from './dom.ts'
import { earlier } from './earlier.ts'
import { changes, flights, happenings, learnt } from './happened.ts'
import { claims, links, verdicts } from './judged.ts'
import { machines, nodes, state } from './node.ts'
import { timeText } from './rows.ts'
import type { Run } from './run.ts'
import { titleOf } from './titles.ts'
import type { View } from './view.ts'

/** A part of the panel: its heading, and what stands in it; nothing where there is nothing to say. */
interface Part {
  readonly title: string
  readonly inside: readonly Inside[]
}

/**
 * The panel. Its parts stay where they are from step to step: a browser remembers how high each was, and lays out those
 * that can be seen.
 */
export class Detail {
  private readonly view: View
  private readonly charts: Charts
  private readonly head = el('div')
  private readonly sections: readonly HTMLElement[]
  /** Branches of the trees that the reader opened. */
  private readonly open = new Set<string>(['machines'])

  constructor(view: View, into: HTMLElement) {
    this.view = view
    this.charts = new Charts(view)
    this.sections = this.parts().map(() => el('section', { class: 'part' }))
    const judged = el('section', { class: 'part' }, el('h3', {}, 'Claims'), claims(view))
    fill(into, this.head, ...this.sections, judged)
  }

  /** Shows the cursor's step. */
  show(): void {
    const { view } = this
    const { run, cursor } = view
    const step = run.steps[cursor] as Run['steps'][number]
    fill(
      this.head,
      el('h2', {}, `Step ${cursor}`, el('span', { class: 'quiet' }, ` at ${timeText(step.at)}`)),
      el('p', { class: 'said' }, titleOf(run, cursor)),
      ...verdicts(view),
      links(view),
    )
    for (const [place, { title, inside }] of this.parts().entries()) {
      const section = this.sections[place] as HTMLElement
      section.hidden = inside.length === 0
      fill(section, el('h3', {}, title), ...inside)
    }
  }

  private parts(): readonly Part[] {
    const { view, open } = this
    const { run, cursor } = view
    const step = run.steps[cursor] as Run['steps'][number]
    return [
      { title: 'The same before', inside: earlier(view) },
      { title: 'What happened', inside: happenings(run, step.facts, step.marks) },
      {
        title: `What changed at ${run.name(step.lane)}`,
        inside: step.lane < 0 ? [] : changes(run, step.lane, cursor),
      },
      { title: 'Nodes', inside: [nodes(view)] },
      {
        title: `${run.name(view.lane)} in full`,
        inside: [machines(view), this.charts.show(), ...state(view, open)],
      },
      { title: 'Messages in flight', inside: flights(view) },
      { title: `What the adversary (${run.data.adversary}) holds`, inside: learnt(view) },
    ]
  }
}
