/** Keyboard, slider, filters, search, links to a step, dark and light. */
import { byId, el, fill } from './dom.ts'
import { NO_FILTER } from './filters.ts'
import { timeText } from './rows.ts'
import { SIGNS } from './signs.ts'
import type { Tale } from './tale.ts'
import type { View } from './view.ts'

const KEYS: Readonly<Record<string, readonly [does: string, act: (view: View, tale: Tale) => void]>> = {
  j: ['next step (also ↓)', (view) => view.move(1)],
  k: ['step before (also ↑)', (view) => view.move(-1)],
  n: ['next sentence of the story', (view, tale) => view.goTo(tale.next(1))],
  p: ['sentence before', (view, tale) => view.goTo(tale.next(-1))],
  b: ['the next broken claim', (view) => goToBroken(view)],
  m: ['the other end of this step’s message', (view) => followMessage(view)],
  c: ['only what led to this step', (view) => view.narrow({ causesOf: view.cursor })],
  a: ['all steps', (view) => clear(view)],
  PageDown: ['twenty steps on', (view) => view.move(20)],
  PageUp: ['twenty steps back', (view) => view.move(-20)],
  Home: ['first step', (view) => view.move(-1e9)],
  End: ['last step', (view) => view.move(1e9)],
  ArrowDown: ['', (view) => view.move(1)],
  ArrowUp: ['', (view) => view.move(-1)],
}

/** Wires everything that the reader can press. */
export function wire(view: View, tale: Tale): void {
  document.addEventListener('keydown', (event) => onKey(view, tale, event))
  const slider = byId<HTMLInputElement>('slider')
  slider.max = String(view.run.steps.length - 1)
  slider.addEventListener('input', () => view.goTo(Number(slider.value)))
  wireFilters(view)
  wireTheme()
  const help = byId<HTMLDialogElement>('help')
  byId('help-open').addEventListener('click', () => help.showModal())
  byId('help-close').addEventListener('click', () => help.close())
  fill(
    byId('keys'),
    ...Object.entries(KEYS).flatMap(([key, [does]]) =>
      does === '' ? [] : [el('dt', {}, el('kbd', {}, key)), el('dd', {}, does)],
    ),
  )
  fill(
    byId('signs'),
    ...Object.values(SIGNS).flatMap(([letter, tone, means]) => [
      el('dt', {}, el('span', { class: `badge ${tone}` }, letter)),
      el('dd', {}, means),
    ]),
  )
  globalThis.addEventListener('hashchange', () => goToHash(view))
}

/** Shows in the controls where the reader is. */
export function showControls(view: View): void {
  const slider = byId<HTMLInputElement>('slider')
  const step = view.run.steps[view.cursor]
  const said = `step ${view.cursor} of ${view.run.steps.length - 1}, ${timeText(step?.at ?? 0)}`
  slider.value = String(view.cursor)
  slider.setAttribute('aria-valuetext', said)
  byId('where').textContent = said
  const all = view.run.steps.length
  byId('shown').textContent =
    view.shown.length === all ? `all ${all} steps` : `${view.shown.length} of ${all} steps`
  byId('clear').hidden = view.shown.length === all
  followAddress(view)
}

/** A held key moves faster than a browser lets a page write its address: once in so many frames is enough. */
const ADDRESS_FRAMES = 8

let framesToAddress = 0

// The address names the step at which the reader rests.
function followAddress(view: View): void {
  const wasWaiting = framesToAddress > 0
  framesToAddress = ADDRESS_FRAMES
  if (!wasWaiting) requestAnimationFrame(() => countDown(view))
}

function countDown(view: View): void {
  framesToAddress--
  if (framesToAddress > 0) requestAnimationFrame(() => countDown(view))
  else history.replaceState(null, '', `#step-${view.cursor}`)
}

/** Goes to the step that the address names; false if it names none. */
export function goToHash(view: View): boolean {
  const found = /^#step-(\d+)$/.exec(location.hash)
  if (found === null) return false
  const step = Number(found[1])
  if (step !== view.cursor || step === 0) view.goTo(step)
  return true
}

function onKey(view: View, tale: Tale, event: KeyboardEvent): void {
  const target = event.target as HTMLElement
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName) && target.id !== 'slider'
  if (event.key === 'Escape' && typing) byId('steps').focus()
  if (typing || event.ctrlKey || event.metaKey || event.altKey || byId<HTMLDialogElement>('help').open) return
  // Arrows and page keys belong to whatever else has the focus and scrolls by itself.
  if (event.key.length > 1 && target.closest('#story, #detail, header') !== null && target.id !== 'slider')
    return
  const key = KEYS[event.key]
  if (event.key === '/') byId('search').focus()
  else if (event.key === '?') byId<HTMLDialogElement>('help').showModal()
  else if (key !== undefined) key[1](view, tale)
  else return
  event.preventDefault()
}

function wireFilters(view: View): void {
  const { data } = view.run
  options(
    'node',
    data.lanes.map(({ node }, lane) => [String(lane), node]),
  )
  options(
    'type',
    [...new Set(data.arrows.map(({ type }) => type))].sort().map((type) => [type, type]),
  )
  const records = data.pool.items.filter(
    (item): item is string => typeof item === 'string' && /^#[a-z0-9]/.test(item),
  )
  options(
    'record',
    records.sort().map((record) => [record, record]),
  )
  const choose = (id: string, change: (value: string) => Parameters<View['narrow']>[0]) => {
    const input = byId<HTMLInputElement>(id)
    input.addEventListener(id === 'search' ? 'input' : 'change', () => {
      const fits = view.narrow(change(input.type === 'checkbox' ? String(input.checked) : input.value))
      byId('nothing').textContent = fits ? '' : 'No step fits; the list stays as it was.'
    })
  }
  choose('node', (value) => ({ lane: value === '' ? -1 : Number(value) }))
  choose('type', (type) => ({ type }))
  choose('record', (record) => ({ record }))
  choose('search', (search) => ({ search: search.trim() }))
  choose('marked', (value) => ({ marked: value === 'true' }))
  byId('clear').addEventListener('click', () => clear(view))
}

function options(id: string, list: readonly (readonly string[])[]): void {
  const select = byId(id)
  for (const [value, text] of list) select.append(el('option', { value: value as string }, text as string))
  if (list.length === 0) (select.parentElement as HTMLElement).hidden = true
}

function clear(view: View): void {
  for (const id of ['node', 'type', 'record', 'search']) byId<HTMLInputElement>(id).value = ''
  byId<HTMLInputElement>('marked').checked = false
  byId('nothing').textContent = ''
  view.narrow(NO_FILTER)
}

function goToBroken(view: View): void {
  const steps = view.run.data.claims
    .flatMap(({ broken, claimed }) => (broken === null || !claimed ? [] : [broken.step]))
    .sort((a, b) => a - b)
  const next = steps.find((step) => step > view.cursor) ?? steps[0]
  if (next !== undefined) view.goTo(next)
}

function followMessage(view: View): void {
  const arrow = view.run.data.arrows[view.run.steps[view.cursor]?.arrow ?? -1]
  const sent = view.run.data.arrows[view.run.sentBy(view.cursor)[0] ?? -1]
  if (arrow !== undefined) view.goTo(arrow.start)
  else if (sent !== undefined && sent.end >= 0) view.goTo(sent.end)
}

function wireTheme(): void {
  byId('theme').addEventListener('click', () => {
    const root = document.documentElement
    const dark = getComputedStyle(root).colorScheme.includes('dark')
    root.dataset.theme = dark ? 'light' : 'dark'
    document.dispatchEvent(new Event('recoloured'))
  })
}
