/** What a step did: facts and labels, differences in its node's state, messages in flight. */
import type { Ref } from '../model.ts'
import { button, el } from './dom.ts'
import { arrowText, type Run } from './run.ts'
import { SIGNS } from './signs.ts'
import { brief, differences, scalarText } from './values.ts'
import type { View } from './view.ts'

/** Marks first, then the facts that are no marks, in order. */
export function happenings(
  run: Run,
  facts: readonly Ref[],
  marks: Run['steps'][number]['marks'],
): HTMLElement[] {
  const items = [
    ...marks.map(({ kind, lane, text }) => {
      const [letter, tone] = SIGNS[kind]
      return el('li', {}, el('span', { class: `badge ${tone}` }, letter), ` ${run.name(lane)} ${text}`)
    }),
    ...facts.flatMap((fact) => factLine(run, fact)),
  ]
  return items.length === 0 ? [] : [el('ul', { class: 'facts' }, ...items)]
}

// What is a mark already is not told twice.
const MARKED = [
  'persisted',
  'erased',
  'released',
  'outcome',
  'began',
  'refused',
  'booted',
  'crashed',
  'rolledBack',
  'swapped',
]

function factLine(run: Run, fact: Ref): HTMLElement[] {
  const get = (name: string) => run.field(fact, name)
  const word = (name: string) => scalarText(run.data.pool.items[get(name) ?? -1] ?? '').replace(/^"|"$/g, '')
  const kind = word('fact')
  const line = (text: string, value?: Ref) => [
    el(
      'li',
      { class: 'quiet' },
      `${text} `,
      value === undefined ? null : el('code', {}, brief(run, value, 140)),
    ),
  ]
  if (get('label') !== undefined) return line(`${word('machine')} notes: ${word('label')}`)
  if (get('timer') !== undefined || MARKED.includes(kind)) return []
  if (kind === 'sent') return line(`sends to ${word('to')}`, get('message'))
  if (kind === 'told') return line(`tells ${word('machine')}`, get('event'))
  if (kind === 'called') return line(`crypto: ${word('op')}`, get('args'))
  return line(kind, fact)
}

/** What the step changed in its node. */
export function changes(run: Run, lane: number, step: number): HTMLElement[] {
  const [before, after] = [run.stateAt(lane, step - 1), run.stateAt(lane, step)]
  const isUp = (state: Ref) => run.plain(run.field(state, 'up') ?? state) === true
  if (isUp(before) && !isUp(after)) {
    return [el('p', {}, 'Without power every machine and timer is gone; storage stays.')]
  }
  const found = differences(run, before, after)
  if (found.length === 0) return [el('p', { class: 'quiet' }, 'Nothing.')]
  const side = (name: string, ref: Ref | undefined) =>
    el(name, {}, ref === undefined ? 'nothing' : brief(run, ref, 160))
  const rows = found.map(({ path, before, after }) =>
    el(
      'li',
      {},
      el('b', {}, path.replace(/^machines\./, '')),
      ' ',
      side('del', before),
      ' → ',
      side('ins', after),
    ),
  )
  return [el('ul', { class: 'changes' }, ...rows)]
}

/** The messages in flight after the step. */
export function flights(view: View): HTMLElement[] {
  const { run, cursor } = view
  const found = run.inFlight(cursor)
  if (found.length === 0) return [el('p', { class: 'quiet' }, 'None.')]
  const items = found.slice(0, 200).map((index) => {
    const arrow = run.data.arrows[index] as Run['data']['arrows'][number]
    const since = button(`since step ${arrow.start}`, () => view.goTo(arrow.start), { class: 'link' })
    return el('li', {}, arrowText(run, arrow), ', ', since, ' ', el('code', {}, brief(run, arrow.body, 120)))
  })
  return [el('ul', { class: 'facts' }, ...items)]
}

/** What the adversary had learnt by then. */
export function learnt({ run, cursor }: View): HTMLElement[] {
  if (run.data.adversary === '') return []
  const known = run.data.learnt.filter(({ step }) => step <= cursor)
  if (known.length === 0) return [el('p', { class: 'quiet' }, 'Nothing yet.')]
  const items = known
    .slice(-40)
    .reverse()
    .map(({ step, text }) =>
      el(
        'li',
        { class: step === cursor ? '' : 'quiet' },
        `step ${step}: `,
        el('code', {}, text.slice(0, 200)),
      ),
    )
  const more = known.length - items.length
  return [
    el('p', { class: 'quiet' }, `${known.length} terms seen or taken out of seen ones, newest first.`),
    el('ul', { class: 'facts' }, ...items),
    ...(more > 0 ? [el('p', { class: 'quiet' }, `and ${more} older ones`)] : []),
  ]
}
