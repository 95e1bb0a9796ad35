/** Values for people: short forms, differences, a tree that opens where the reader opens it. */
import type { Ref } from '../model.ts'
import { el } from './dom.ts'
import type { Run } from './run.ts'

/** A scalar as text; octets are shortened. */
export function scalarText(value: unknown): string {
  if (typeof value !== 'string') return String(value)
  if (/^[0-9a-f]{24,}$/.test(value)) return `${value.slice(0, 8)}… (${value.length / 2} bytes)`
  if (/^[@#~^]/.test(value)) return value.length > 40 ? `${value.slice(0, 39)}…` : value
  return JSON.stringify(value.length > 80 ? `${value.slice(0, 79)}…` : value)
}

/** A value on one line of at most so many characters. */
export function brief(run: Run, ref: Ref, room = 90): string {
  const text = spelled(run, ref, room)
  return text.length > room ? `${text.slice(0, room - 1)}…` : text
}

function spelled(run: Run, ref: Ref, room: number): string {
  const opened = run.open(ref)
  if (opened === undefined) return scalarText(run.data.pool.items[ref])
  let text = ''
  for (const [key, one] of opened.entries) {
    if (text.length > room) break
    text += `${text === '' ? '' : ', '}${opened.list ? '' : `${key}: `}${spelled(run, one, room - text.length)}`
  }
  return opened.list ? `[${text}]` : `{${text}}`
}

/** One difference between two values. */
export interface Difference {
  readonly path: string
  readonly before: Ref | undefined
  readonly after: Ref | undefined
}

/** The differences between two values, at most so many. Equal values have one place, so equal parts cost nothing. */
export function differences(run: Run, before: Ref, after: Ref, most = 80): Difference[] {
  const found: Difference[] = []
  const walk = (path: string, a: Ref | undefined, b: Ref | undefined): void => {
    if (a === b || found.length >= most) return
    const [left, right] = [a, b].map((ref) => (ref === undefined ? undefined : run.open(ref)))
    if (left === undefined || right === undefined || left.list !== right.list) {
      found.push({ path, before: a, after: b })
      return
    }
    const [old, now] = [new Map(left.entries), new Map(right.entries)]
    for (const key of new Set([...old.keys(), ...now.keys()])) {
      walk(left.list ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`, old.get(key), now.get(key))
    }
  }
  walk('', before, after)
  return found
}

/** A tree of a value. `open` remembers by path what the reader opened, from step to step. */
export function tree(run: Run, name: string, ref: Ref, path: string, open: Set<string>): HTMLElement {
  const opened = run.open(ref)
  if (opened === undefined || opened.entries.length === 0) return leaf(run, name, ref, opened?.list)
  const branch = el('details', { class: 'branch' }) as HTMLDetailsElement
  branch.append(
    el('summary', {}, el('b', {}, name), el('span', { class: 'quiet' }, ` ${brief(run, ref, 60)}`)),
  )
  const show = () => {
    if (branch.childElementCount > 1) return
    for (const [key, one] of opened.entries) branch.append(tree(run, key, one, `${path}/${key}`, open))
  }
  branch.addEventListener('toggle', () => {
    if (branch.open) open.add(path)
    else open.delete(path)
    if (branch.open) show()
  })
  if (open.has(path)) {
    branch.open = true
    show()
  }
  return branch
}

function leaf(run: Run, name: string, ref: Ref, list: boolean | undefined): HTMLElement {
  const value = run.data.pool.items[ref]
  const text = list === undefined ? scalarText(value) : list ? '[]' : '{}'
  const reading = typeof value === 'string' ? run.data.readings[value] : undefined
  return el(
    'div',
    { class: 'leaf', title: typeof value === 'string' ? value : null },
    ...[el('b', {}, name), ` ${text}`],
    reading === undefined ? null : el('span', { class: 'quiet' }, ` = ${reading}`),
  )
}
