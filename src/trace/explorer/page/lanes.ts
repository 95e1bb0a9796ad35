/** Paints the lanes: spans, arrows and marks of the rows that can be seen, and nothing else. */
import type { Arrow, Span } from '../model.ts'
import { type Palette, SIGNS, termColour } from './signs.ts'
import { badge, chip, clamp, cross, dot, head, line, ring } from './strokes.ts'
import type { View } from './view.ts'

/** Height of a row in CSS pixels; the style's `.row` has the same. */
export const ROW_PX = 22

/** Room at the left for what is written beside the first lane. */
export const LEFT_PX = 22

/** Room at the right for the marks of the last lane. */
export const RIGHT_PX = 16

/** Where things are. */
export interface Frame {
  readonly context: CanvasRenderingContext2D
  readonly width: number
  readonly height: number
  /** The scroll position, in CSS pixels. */
  readonly top: number
  readonly colours: Palette
  /** The arrow under the pointer, or -1. */
  readonly pointed: number
}

/** The middle of a lane, in CSS pixels from the left of the picture. */
export function laneX(view: View, lane: number, width: number): number {
  return LEFT_PX + ((lane + 0.5) * (width - LEFT_PX - RIGHT_PX)) / view.run.data.lanes.length
}

/** Paints one frame. */
export function paint(view: View, frame: Frame): void {
  const { context, width, height, top } = frame
  context.clearRect(0, 0, width, height)
  const [first, last] = [Math.floor(top / ROW_PX) - 1, Math.ceil((top + height) / ROW_PX) + 1]
  paintLanes(view, frame)
  // Leaders last: shading over a term's colour would make it another's.
  for (const leads of [false, true]) {
    for (const span of view.run.data.spans) {
      if ((span.kind === 'leads') !== leads) continue
      if (span.from > (view.shown[view.shown.length - 1] as number)) continue
      const [from, to] = [view.rowOf(span.from), rowAfter(view, span.to)]
      if (to >= first && from <= last && to > from) paintSpan(view, frame, span, from, to)
    }
  }
  const near = new Set([
    view.run.steps[view.cursor]?.arrow ?? -1,
    ...view.run.sentBy(view.cursor),
    frame.pointed,
  ])
  // By step first: most arrows are far from here, and looking up a row takes longer than comparing.
  const from = view.shown[Math.max(0, first)] ?? 0
  const to = view.shown[last] ?? view.run.steps.length
  view.run.data.arrows.forEach((arrow, index) => {
    if (near.has(index) || arrow.start > to || (arrow.end < 0 ? arrow.start : arrow.end) < from) return
    paintArrow(view, frame, arrow, false, 0)
  })
  let names = 0
  for (const index of near) {
    const arrow = view.run.data.arrows[index]
    if (arrow === undefined) continue
    paintArrow(view, frame, arrow, true, names)
    if (arrow.fate === 'flying') names++
  }
  for (let row = Math.max(0, first); row <= last; row++) {
    const step = view.shown[row]
    if (step !== undefined) paintMarks(view, frame, step, row)
  }
}

/** The middle of a row, in CSS pixels from the top of the picture. */
export function rowY(row: number, top: number): number {
  return row * ROW_PX + ROW_PX / 2 - top
}

function rowAfter(view: View, step: number): number {
  return step >= view.run.steps.length ? view.shown.length : view.rowOf(step)
}

function paintLanes(view: View, { context, width, height, colours }: Frame): void {
  view.run.data.lanes.forEach((_lane, lane) => {
    const x = laneX(view, lane, width)
    context.strokeStyle = colours.line as string
    context.lineWidth = 1
    line(context, x, 0, x, height)
  })
}

function paintSpan(
  view: View,
  { context, width, height, top, colours }: Frame,
  span: Span,
  from: number,
  to: number,
) {
  const x = laneX(view, span.lane, width)
  const [y0, y1] = [Math.max(-4, rowY(from, top)), Math.min(height + 4, rowY(to, top))]
  if (span.kind === 'leads') {
    context.fillStyle = termColour(span.term ?? 0)
    context.fillRect(x - 4, y0, 8, y1 - y0)
    chip(context, `term ${span.term}`, x - 8, Math.max(y0, 10), colours, 'right')
    return
  }
  const half = span.slight === true ? 4 : Math.min(26, width / view.run.data.lanes.length / 2 - 3)
  context.fillStyle = (span.kind === 'cut' ? colours.cut : colours.down) as string
  context.globalAlpha = 0.35
  context.fillRect(x - half, y0, half * 2, y1 - y0)
  context.globalAlpha = 1
  context.strokeStyle = context.fillStyle
  // Hatched as well, one way for each kind, so that colour is not all that tells them apart.
  const lean = span.kind === 'cut' ? 8 : span.kind === 'down' ? -8 : 0
  context.lineWidth = 1
  for (let y = y0 - (y0 % 8); y < y1; y += 8) line(context, x - half, y, x + half, y + lean)
  const word = span.kind === 'cut' ? 'cut off' : span.kind === 'down' ? 'no power' : 'paused'
  if (y1 - y0 > 30 && half > 4) chip(context, word, x, Math.max(y0 + 9, 22), colours, 'center')
}

/** Of a message that never arrives a stub is left: how far down and how far towards whom, in CSS pixels. */
const STUB_DOWN_PX = 30
const STUB_ASIDE_PX = 40

/** An arrow with fewer pixels from top to bottom has its name above it: on it, the name would hide it. */
const FLAT_PX = 48

function paintArrow(view: View, frame: Frame, arrow: Arrow, strong: boolean, name: number): void {
  const { context, height, colours } = frame
  const ends = endsOf(view, frame, arrow, strong)
  if (ends === null) return
  const { x0, y0, x1, y1 } = ends
  const { fate, origin } = arrow
  context.strokeStyle = (strong ? colours.accent : fate === 'lost' ? colours.hot : colours.quiet) as string
  context.fillStyle = context.strokeStyle
  context.globalAlpha = strong ? 1 : 0.55
  context.lineWidth = strong ? 2.5 : 1
  if (fate === 'flying' || origin !== 'sent') context.setLineDash([5, 4])
  line(context, x0, y0, x1, y1)
  context.setLineDash([])
  if (fate === 'delivered') head(context, x0, y0, x1, y1)
  else if (fate === 'lost') cross(context, x1, y1)
  else ring(context, x1, y1)
  context.globalAlpha = 1
  if (!strong) return
  const middle = (y0 + y1) / 2 - (Math.abs(y1 - y0) < FLAT_PX ? 16 : 0)
  if (fate === 'flying') chip(context, arrow.type, x1, y1 + 13 + name * 17, colours, 'center')
  else chip(context, arrow.type, (x0 + x1) / 2, clamp(middle, 10, height - 10), colours, 'center')
}

// Null: it cannot be seen, or it was sent and ended at hidden steps and there is nothing to show it against.
function endsOf(view: View, { width, top, height }: Frame, arrow: Arrow, strong: boolean) {
  if (!strong && !view.shows(arrow.start) && !view.shows(arrow.end)) return null
  const [x0, across] = [
    laneX(view, arrow.from, width),
    laneX(view, arrow.to, width) - laneX(view, arrow.from, width),
  ]
  const y0 = rowY(view.rowOf(arrow.start), top)
  const down = arrow.end < 0 ? STUB_DOWN_PX : rowY(view.rowOf(arrow.end), top) - y0
  if (y0 + down < -ROW_PX || y0 > height + ROW_PX) return null
  if (arrow.end < 0)
    return { x0, y0, x1: x0 + clamp(across, -STUB_ASIDE_PX, STUB_ASIDE_PX), y1: y0 + STUB_DOWN_PX }
  const part = arrow.fate === 'lost' ? 0.8 : 1
  return { x0, y0, x1: x0 + across * part, y1: y0 + down * part }
}

function paintMarks(view: View, { context, width, top, colours }: Frame, step: number, row: number): void {
  const y = rowY(row, top)
  const { lane, marks } = view.run.steps[step] as View['run']['steps'][number]
  if (lane >= 0) {
    context.fillStyle = (step === view.cursor ? colours.accent : colours.ink) as string
    dot(context, laneX(view, lane, width), y, step === view.cursor ? 5 : 3)
  }
  const placed = new Map<string, number>()
  for (const mark of marks) {
    const name = `${mark.lane} ${mark.kind}`
    if (placed.has(name)) continue
    const count = [...placed.keys()].filter((key) => key.startsWith(`${mark.lane} `)).length
    placed.set(name, count)
    const [letter, tone] = SIGNS[mark.kind]
    badge(
      context,
      letter,
      laneX(view, mark.lane, width) + 12 + count * 14,
      y,
      colours[tone] as string,
      colours,
    )
  }
}
