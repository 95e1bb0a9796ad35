/** A whole statechart laid out: every level on its own, inner levels first, as boxes of the level around them. */
import type { ChartState, Statechart } from './extract.ts'
import { type Layered, type Link, layered, type Slot } from './layers.ts'
import { type Placed, type Point, placed, type Spot } from './places.ts'

/** Pixels: a character of the diagram's font, a line of text, room around a level. */
export const CHARACTER_PX = 6.7
export const LINE_PX = 15
const PAD_PX = 16
const TITLE_PX = 26
/** Labels list so many events; the table beside the diagram has all. */
const EVENTS_MAX = 5

/** Where a box stands: its top left corner and size. `anyOf`: not a state, but whatever state its level is in. */
export interface Box {
  readonly path: string
  readonly text: string
  readonly kind: 'atomic' | 'compound' | 'final' | 'anyOf'
  readonly initial: boolean
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** An arrow through points, with its label's lines and the label's middle. */
export interface Edge {
  readonly points: readonly Point[]
  readonly lines: readonly string[]
  readonly label: Point
}

/** A drawing, and how much room it takes. */
export interface Drawing {
  readonly boxes: readonly Box[]
  readonly edges: readonly Edge[]
  readonly width: number
  readonly height: number
}

/** Lays out a statechart. */
export function layout(chart: Statechart): Drawing {
  return level(chart, '')
}

function level(chart: Statechart, parent: string): Drawing {
  const states = chart.states.filter((state) => state.parent === parent)
  states.sort((a, b) => Number(b.initial) - Number(a.initial))
  const inner = new Map(states.map(({ path }) => [path, level(chart, path)]))
  const merged = linksAt(chart, parent, states)
  const slots = states.map((state) => slotOf(state, inner.get(state.path) as Drawing))
  if (merged.some(({ from }) => from === anyOf(parent))) {
    slots.push({ id: anyOf(parent), width: textWidth('in any state') + 20, height: 26 })
  }
  if (slots.length === 0) return { boxes: [], edges: [], width: 0, height: 0 }
  const links = merged.map(
    (link): Link => ({ from: link.from, to: link.to, label: labelSlot(link.id, link.lines) }),
  )
  const layers = layered(slots, links)
  const places = placed(layers)
  const boxes = slots.flatMap((slot) => boxesOf(slot, places, states, inner))
  const edges = merged.map((link, i) => edgeOf(link, layers, i, places, slots))
  const inside = [...inner].flatMap(([path, drawing]) => shifted(drawing, path, slots, places))
  return { boxes, edges: [...edges, ...inside], width: places.width, height: places.height }
}

function anyOf(parent: string): string {
  return `any of ${parent}`
}

interface Merged {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly lines: readonly string[]
}

// Arrows between two states of this level, or from the level as a whole; a loop is left to the table.
function linksAt(chart: Statechart, parent: string, states: readonly ChartState[]): Merged[] {
  const at = (path: string) =>
    states.find((state) => path === state.path || path.startsWith(`${state.path}.`))?.path
  const events = new Map<string, Set<string>>()
  for (const { from, to, event, guard } of chart.transitions) {
    const source = from === parent ? anyOf(parent) : at(from)
    for (const target of to.map(at)) {
      if (source === undefined || target === undefined || source === target) continue
      const key = `${source}\n${target}`
      const inner = from !== source && from !== parent ? `${from.slice(source.length + 1)}: ` : ''
      events.set(key, (events.get(key) ?? new Set()).add(inner + labelOf(event, guard)))
    }
  }
  return [...events].map(([key, names], i) => {
    const [from, to] = key.split('\n') as [string, string]
    const all = [...names]
    const rest = all.length - EVENTS_MAX
    const lines = rest > 1 ? [...all.slice(0, EVENTS_MAX), `and ${rest} more`] : all
    return { id: `label ${parent} ${i}`, from, to, lines }
  })
}

// What happens by itself is told by what must hold for it.
function labelOf(event: string, guard: string): string {
  return event === 'always' && guard !== '' ? `if ${guard}` : event
}

function textWidth(text: string): number {
  return text.length * CHARACTER_PX
}

function labelSlot(id: string, lines: readonly string[]): Slot {
  return { id, width: Math.max(...lines.map(textWidth)) + 8, height: lines.length * LINE_PX + 2 }
}

function slotOf({ path, key }: ChartState, { width, height, boxes }: Drawing): Slot {
  const title = textWidth(key) + 28
  if (boxes.length === 0) return { id: path, width: title, height: 30 }
  return { id: path, width: Math.max(title, width + 2 * PAD_PX), height: height + TITLE_PX + PAD_PX }
}

function boxesOf(
  slot: Slot,
  { at }: Placed,
  states: readonly ChartState[],
  inner: ReadonlyMap<string, Drawing>,
): Box[] {
  const { x, y } = at.get(slot.id) as Point
  const { width, height } = slot
  const [left, top] = [x - width / 2, y - height / 2]
  const state = states.find(({ path }) => path === slot.id)
  const size = { x: left, y: top, width, height }
  if (state === undefined)
    return [{ path: slot.id, text: 'in any state', kind: 'anyOf', initial: false, ...size }]
  const drawing = inner.get(state.path) as Drawing
  const kind = state.type === 'final' ? 'final' : drawing.boxes.length > 0 ? 'compound' : 'atomic'
  const [dx, dy] = [left + (width - drawing.width) / 2, top + TITLE_PX]
  const inside = drawing.boxes.map((box) => ({ ...box, x: box.x + dx, y: box.y + dy }))
  return [{ path: state.path, text: state.key, kind, initial: state.initial, ...size }, ...inside]
}

function shifted(drawing: Drawing, path: string, slots: readonly Slot[], { at }: Placed): Edge[] {
  const slot = slots.find(({ id }) => id === path) as Slot
  const { x, y } = at.get(path) as Point
  const move = (point: Point): Point => ({
    x: point.x + x - drawing.width / 2,
    y: point.y + y - slot.height / 2 + TITLE_PX,
  })
  return drawing.edges.map(({ points, lines, label }) => ({
    points: points.map(move),
    lines,
    label: move(label),
  }))
}

// Arrows of one side of a box leave and arrive at places of their own, in the order of where they come from.
function edgeOf(
  link: Merged,
  { chains }: Layered,
  index: number,
  { at }: Placed,
  slots: readonly Slot[],
): Edge {
  const chain = chains[index] as readonly string[]
  // Past whatever stands in a layer an arrow runs straight down, so that it crosses no box.
  const straight = chain.slice(1, -1).map((id) => {
    const { x, top, bottom } = at.get(id) as Spot
    return [
      { x, y: top },
      { x, y: bottom },
    ]
  })
  const start = port(link.from, chain[1] as string, chains, at, slots)
  const end = port(link.to, chain[chain.length - 2] as string, chains, at, slots)
  const middle = straight.flatMap((pair) => (end.y > start.y ? pair : [...pair].reverse()))
  return { points: [start, ...middle, end], lines: link.lines, label: at.get(link.id) as Point }
}

function port(
  box: string,
  next: string,
  chains: readonly (readonly string[])[],
  at: Placed['at'],
  slots: readonly Slot[],
): Point {
  const { x, y } = at.get(box) as Point
  const { width, height } = slots.find(({ id }) => id === box) as Slot
  const below = (at.get(next) as Point).y > y
  const ends = chains.flatMap((chain) => [
    ...(chain[0] === box ? [chain[1] as string] : []),
    ...(chain[chain.length - 1] === box ? [chain[chain.length - 2] as string] : []),
  ])
  const same = ends.filter((id) => (at.get(id) as Point).y > y === below)
  same.sort((a, b) => (at.get(a) as Point).x - (at.get(b) as Point).x)
  const part = (same.indexOf(next) + 1) / (same.length + 1)
  return { x: x - width / 2 + width * part, y: below ? y + height / 2 : y - height / 2 }
}
