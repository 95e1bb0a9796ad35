/** What the claims say of a step, what was done before it, and where to go from it. */
import { button, el } from './dom.ts'
import { brokenAt } from './rows.ts'
import type { Run } from './run.ts'
import type { View } from './view.ts'

/** The claims that the cursor's step breaks, and the faults before it. */
export function verdicts(view: View): HTMLElement[] {
  const { run, cursor } = view
  if (!brokenAt(run).has(cursor)) return []
  const broken = run.data.claims
    .filter(({ broken, claimed }) => broken?.step === cursor && claimed)
    .map(({ id, says, broken, section: prose, source }) =>
      el(
        'div',
        { class: 'broken', role: 'note' },
        el('strong', {}, `This step breaks ${id}. `),
        el('span', {}, `The claim (§${prose}, ${source}): ${says}.`),
        el('p', {}, `What happened instead: ${broken?.why}.`),
      ),
    )
  return [...broken, ...suspects(view)]
}

/** Acts listed under a broken claim; the story beside the lanes has all. */
const SUSPECTS_MAX = 12

// What was done to the fleet before: where a reader looks for the cause first. What was done often is one line.
function suspects(view: View): HTMLElement[] {
  const { run, cursor } = view
  const acts = new Map<string, { times: number; last: number }>()
  for (const { step, tone, text, times = 1, until = step } of run.data.story) {
    if (tone !== 'fault' || step > cursor) continue
    const before = acts.get(text)?.times ?? 0
    acts.delete(text)
    acts.set(text, { times: before + times, last: Math.min(until, cursor) })
  }
  const items = [...acts].slice(-SUSPECTS_MAX).map(([text, { times, last }]) => {
    const at = button(`step ${last}`, () => view.goTo(last), { class: 'link' })
    return el('li', {}, times === 1 ? `${text}, ` : `${text}, ${times} times, at last at `, at)
  })
  const some = items.length < acts.size ? `, the last ${items.length} of ${acts.size} kinds` : ''
  return items.length === 0
    ? []
    : [el('h3', {}, `Faults and hostile acts before it${some}`), el('ul', { class: 'facts' }, ...items)]
}

/** Every claim: a claim that was never put to the test held for nothing, and the page says so. */
export function claims(view: View): HTMLElement {
  const at = (step: number) => button(`step ${step}`, () => view.goTo(step), { class: 'link' })
  const rows = view.run.data.claims.map(({ id, says, broken, claimed, witnessed }) => {
    const verdict =
      broken === null
        ? el('td', {}, 'holds')
        : el('td', {}, claimed ? 'broken at ' : 'not claimed; broken at ', at(broken.step))
    const tested =
      witnessed === null
        ? el('td', { class: 'quiet' }, 'never put to the test')
        : el('td', {}, 'tested from ', at(witnessed))
    return el('tr', {}, el('th', { scope: 'row', title: says }, id), verdict, tested)
  })
  return el('div', { class: 'wide' }, el('table', { class: 'nodes' }, el('tbody', {}, ...rows)))
}

/** Ways from a step: to where its message came from, to its node's last change, to what came of it. */
export function links(view: View): HTMLElement {
  const { run, cursor } = view
  const arrow = run.data.arrows[run.steps[cursor]?.arrow ?? -1]
  const lane = run.steps[cursor]?.lane ?? -1
  const before = lane < 0 ? -1 : run.changedBefore(lane, cursor)
  const to = (text: string, step: number) =>
    step < 0 ? null : button(text, () => view.goTo(step), { class: 'link' })
  const came = run.sentBy(cursor).map((index) => {
    const sent = run.data.arrows[index] as Run['data']['arrows'][number]
    const fate = sent.fate === 'flying' ? 'never arrives' : sent.fate === 'lost' ? 'is lost' : 'arrives'
    const text = `${sent.type} to ${run.name(sent.to)} ${fate}`
    return sent.end < 0 ? el('span', {}, text) : to(`${text} at step ${sent.end}`, sent.end)
  })
  return el(
    'div',
    { class: 'links' },
    arrow === undefined ? null : to(`the message was sent at step ${arrow.start}`, arrow.start),
    to(`${run.name(lane)} changed last at step ${before}`, before),
    button('show only what led here', () => view.narrow({ causesOf: cursor }), { class: 'link' }),
    ...came,
  )
}
