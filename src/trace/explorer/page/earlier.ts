/** What was done before that a step does again: most limits are broken by a second time. */
import type { PageStep } from '../model.ts'
import { button, el } from './dom.ts'
import type { Run } from './run.ts'
import type { View } from './view.ts'

/** Earlier steps that are named for one thing; the last of them, for there the trail is fresh. */
const NAMED_MAX = 8

/** Log commands of the cursor's step that were applied before, and evaluations under a key that had left an HSM before. */
export function earlier(view: View): HTMLElement[] {
  const { run, cursor } = view
  const lines = [...new Set(deedsOf(run, run.steps[cursor] as PageStep))].flatMap((deed) => {
    const before = run.steps.flatMap((step, index) =>
      index < cursor && step.marks.length > 0 && deedsOf(run, step).includes(deed) ? [index] : [],
    )
    return before.length === 0 ? [] : [deedLine(view, deed, before)]
  })
  return lines.length === 0 ? [] : [el('ul', { class: 'facts' }, ...lines)]
}

function deedLine(view: View, deed: string, before: readonly number[]): HTMLElement {
  const { run } = view
  const named = before.slice(-NAMED_MAX).flatMap((step) => {
    const at = button(`step ${step}`, () => view.goTo(step), { class: 'link' })
    return [at, `(${run.name(run.steps[step]?.lane)}) `]
  })
  const more = before.length > NAMED_MAX ? `${before.length} times, at last ` : ''
  return el('li', {}, `${deed}: ${more}`, ...named)
}

// A deed in words that are the same whenever it is the same: the entry's place in the log is left out.
function deedsOf(run: Run, { marks, facts }: PageStep): string[] {
  const deeds = marks.flatMap(({ kind, text }) => {
    const command = kind === 'commit' ? /entry \d+: (.* [#].*)$/.exec(text)?.[1] : undefined
    return command === undefined ? [] : [command]
  })
  if (!marks.some(({ kind }) => kind === 'release')) return deeds
  for (const fact of facts) {
    if (run.scalar(fact, 'fact') !== 'released' || run.isHsm(run.scalar(fact, 'to'))) continue
    deeds.push(`an evaluation under ${run.scalar(fact, 'key')} leaves the fleet`)
  }
  return deeds
}
