/** Everything at the cursor: the step, what changed, the node's machines, messages in flight, the adversary. */
import type { Ref } from '../model.ts'
import { showChart } from './chart.ts'
import { button, el, fill, type Inside } from './dom.ts'
import { brokenAt, timeText } from './rows.ts'
import { arrowText, type Run } from './run.ts'
import { SIGNS } from './signs.ts'
import { titleOf } from './titles.ts'
import { brief, differences, scalarText, tree } from './values.ts'
import type { View } from './view.ts'

/** Fills the panel. `open` remembers which branches the reader opened. */
export function showDetail(view: View, into: HTMLElement, open: Set<string>): void {
  const { run, cursor } = view
  const step = run.steps[cursor]
  if (step === undefined) return
  fill(
    into,
    el('h2', {}, `Step ${cursor}`, el('span', { class: 'quiet' }, ` at ${timeText(step.at)}`)),
    el('p', { class: 'said' }, titleOf(run, step)),
    ...verdicts(view),
    links(view),
    ...section('What happened', happenings(run, step.facts, step.marks)),
    ...section(
      `What changed at ${run.name(step.lane)}`,
      step.lane < 0 ? [] : changes(run, step.lane, cursor),
    ),
    ...section('Nodes', [nodes(view)]),
    ...section(`${run.name(view.lane)} in full`, [machines(view), showChart(view), ...state(view, open)]),
    ...section('Messages in flight', flights(view)),
    ...section('What the adversary knows', learnt(view)),
  )
}

function section(title: string, inside: readonly Inside[]): HTMLElement[] {
  return inside.length === 0
    ? []
    : [el('h3', {}, title), ...inside.map((one) => (one instanceof HTMLElement ? one : el('p', {}, one)))]
}

function verdicts({ run, cursor }: View): HTMLElement[] {
  if (!brokenAt(run).has(cursor)) return []
  return run.data.claims
    .filter(({ broken }) => broken?.step === cursor)
    .map(({ id, says, broken, section: prose, source }) =>
      el(
        'div',
        { class: 'broken', role: 'note' },
        el('strong', {}, `This step breaks ${id}. `),
        el('span', {}, `The claim (§${prose}, ${source}): ${says}.`),
        el('p', {}, `What happened instead: ${broken?.why}.`),
      ),
    )
}

function links(view: View): HTMLElement {
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

function happenings(run: Run, facts: readonly Ref[], marks: Run['steps'][number]['marks']): HTMLElement[] {
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

function changes(run: Run, lane: number, step: number): HTMLElement[] {
  const [before, after] = [run.stateAt(lane, step - 1), run.stateAt(lane, step)]
  if (run.plain(run.field(after, 'up') ?? after) === false && before !== after) {
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

function nodes(view: View): HTMLElement {
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

function machines(view: View): HTMLElement {
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

function state(view: View, open: Set<string>): HTMLElement[] {
  const { run, lane, cursor } = view
  const entries = run.open(run.stateAt(lane, cursor))?.entries ?? []
  return entries.filter(([name]) => name !== 'up').map(([name, ref]) => tree(run, name, ref, name, open))
}

function flights(view: View): HTMLElement[] {
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

function learnt({ run, cursor }: View): HTMLElement[] {
  const known = run.data.learnt.filter(({ step }) => step <= cursor)
  if (known.length === 0) return []
  return [
    el(
      'ul',
      { class: 'facts' },
      ...known.slice(-60).map(({ step, text }) => el('li', {}, `${text} (step ${step})`)),
    ),
  ]
}
