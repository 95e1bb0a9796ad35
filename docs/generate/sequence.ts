/** A message sequence diagram (SVG) of a stretch of a real run. */
import type { Arrow, PageData } from '../../src/trace/explorer/model.ts'
import { Run } from '../../src/trace/explorer/page/run.ts'
import { text } from './layout.ts'

/** What is drawn: steps from one to another, and of those the messages that fit. */
export interface Stretch {
  readonly from: number
  readonly to: number
  readonly lanes: readonly string[]
  readonly shows: (arrow: Arrow) => boolean
}

const LANE_PX = 190
const ROW_PX = 26
const HEAD_PX = 40

type Line = { readonly at: number; readonly draw: (y: number) => string }

/** The diagram. Messages stand in the order of their arrival; marks where they happened. */
export function sequenceSvg(data: PageData, { from, to, lanes, shows }: Stretch): string {
  const run = new Run(data)
  const x = (lane: number) => lanes.indexOf(run.name(lane)) * LANE_PX + LANE_PX / 2
  const drawn = (lane: number) => lanes.includes(run.name(lane))
  const arrows = data.arrows
    .filter(
      (arrow) =>
        arrow.start >= from && arrow.start <= to && drawn(arrow.from) && drawn(arrow.to) && shows(arrow),
    )
    .map(
      (arrow): Line => ({
        at: arrow.end < 0 ? arrow.start : arrow.end,
        draw: (y) => arrowSvg(run, arrow, x, y),
      }),
    )
  const notes = data.steps
    .slice(from, to + 1)
    .flatMap(({ marks }, i) =>
      marks
        .filter(({ kind, lane }) => NOTED.includes(kind) && drawn(lane))
        .map(
          ({ lane, text: says }): Line => ({ at: from + i + 0.5, draw: (y) => noteSvg(says, x(lane), y) }),
        ),
    )
  const lines = [...arrows, ...notes].sort((a, b) => a.at - b.at)
  const [width, height] = [lanes.length * LANE_PX + 60, HEAD_PX + lines.length * ROW_PX + 20]
  const posts = lanes.map((name, i) => postSvg(name, i * LANE_PX + LANE_PX / 2, height))
  const rows = lines.map(({ draw }, i) => draw(HEAD_PX + 14 + i * ROW_PX))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img"
aria-label="messages between ${text(lanes.join(', '))}" font-family="ui-sans-serif, system-ui, sans-serif" font-size="12">
${posts.join('')}${rows.join('')}</svg>`
}

const NOTED = ['began', 'outcome', 'commit', 'charge', 'release']

function postSvg(name: string, x: number, height: number): string {
  return `<text x="${x}" y="18" text-anchor="middle" font-weight="700" fill="currentColor">${text(name)}</text>
<line x1="${x}" y1="26" x2="${x}" y2="${height}" stroke="currentColor" stroke-opacity=".3"/>`
}

function arrowSvg(run: Run, arrow: Arrow, x: (lane: number) => number, y: number): string {
  const [a, b] = [x(arrow.from), x(arrow.to)]
  const lean = a < b ? -7 : 7
  const label = labelOf(run, arrow)
  return `<line x1="${a}" y1="${y - 5}" x2="${b}" y2="${y}" stroke="currentColor"${arrow.fate === 'lost' ? ' stroke-dasharray="4 3"' : ''}/>
<path d="M${b} ${y}l${lean} -4v8z" fill="currentColor"/>
<text x="${(a + b) / 2}" y="${y - 6}" text-anchor="middle" fill="currentColor" stroke="var(--ground, #fff)" stroke-width="4" paint-order="stroke">${text(label)}</text>`
}

/** A message's type, with that of the message it carries for somebody else. */
export function labelOf(run: Run, { type, body }: Arrow): string {
  const inner = run.field(body, 'body', 'type')
  return inner === undefined ? type : `${type}: ${String(run.plain(inner))}`
}

function noteSvg(says: string, x: number, y: number): string {
  return `<circle cx="${x}" cy="${y - 3}" r="3.5" fill="var(--accent, #0b5cad)"/>
<text x="${x + 8}" y="${y}" fill="var(--accent, #0b5cad)" stroke="var(--ground, #fff)" stroke-width="4" paint-order="stroke">${text(says)}</text>`
}
