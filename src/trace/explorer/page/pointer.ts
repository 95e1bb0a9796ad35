/** What is under the pointer: a mark, an arrow, a span. */
import { laneX, ROW_PX, rowY } from './lanes.ts'
import { arrowText } from './run.ts'
import type { View } from './view.ts'

/** An arrow (or -1), and words for what is there. */
export interface Pointed {
  readonly arrow: number
  readonly text: string
}

/** Looks at a place of the picture, in CSS pixels. */
export function pointed(view: View, x: number, y: number, width: number, top: number): Pointed {
  const row = Math.floor((y + top) / ROW_PX)
  const step = view.shown[row]
  const marks = step === undefined ? [] : (view.run.steps[step]?.marks ?? [])
  const here = marks.filter(({ lane }) => isBeside(x, laneX(view, lane, width)))
  if (here.length > 0)
    return { arrow: -1, text: here.map(({ lane, text }) => `${view.run.name(lane)} ${text}`).join('\n') }
  const arrow = nearest(view, x, y, width, top)
  const found = view.run.data.arrows[arrow]
  if (found !== undefined) return { arrow, text: `${arrowText(view.run, found)}, ${found.fate}` }
  const spans = view.run.data.spans.filter(
    ({ lane, from, to }) =>
      Math.abs(x - laneX(view, lane, width)) < 24 && step !== undefined && from <= step && step < to,
  )
  return { arrow: -1, text: spans.map(({ lane, text }) => `${view.run.name(lane)} ${text}`).join('\n') }
}

function isBeside(x: number, middle: number): boolean {
  return x > middle - 6 && x < middle + 60
}

function nearest(view: View, x: number, y: number, width: number, top: number): number {
  let [best, distance] = [-1, 6]
  view.run.data.arrows.forEach(({ from, to, start, end }, index) => {
    if (end < 0) return
    const [y0, y1] = [rowY(view.rowOf(start), top), rowY(view.rowOf(end), top)]
    if (y < y0 - 6 || y > y1 + 6) return
    const [x0, x1] = [laneX(view, from, width), laneX(view, to, width)]
    const length = Math.hypot(x1 - x0, y1 - y0)
    const along = ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length
    const away = Math.abs((x - x0) * (y1 - y0) - (y - y0) * (x1 - x0)) / length
    if (along < 0 || along > length || away >= distance) return
    best = index
    distance = away
  })
  return best
}
