/** A statechart as SVG: readable in print, its states marked with `data-state` so that a page can light them. */
import type { Statechart } from './extract.ts'
import { type Box, type Edge, LINE_PX, layout } from './layout.ts'
import type { Point } from './places.ts'

const STYLE = `.chart-svg text{font:12px ui-monospace,monospace;fill:currentColor}
.chart-svg rect{fill:none;stroke:currentColor;stroke-width:1.2}
.chart-svg .back{fill:var(--ground,#fff);stroke:none;opacity:.85}
.chart-svg .anyOf rect{stroke-dasharray:4 3}
.chart-svg path{fill:none;stroke:currentColor;stroke-width:1.1;opacity:.75}
.chart-svg .head,.chart-svg .dot{fill:currentColor;stroke:none}
.chart-svg .active>rect{stroke:var(--accent,#0b5cad);stroke-width:3.5;fill:var(--ground-accent,#dcebfa)}
.chart-svg .active>text{font-weight:700}`

/** The diagram. */
export function statechartSvg(chart: Statechart): string {
  const { boxes, edges, width, height } = layout(chart)
  const [wide, high] = [Math.ceil(width + 24), Math.ceil(height + 30)]
  const title = `statechart of ${chart.id}: ${chart.states.map(({ path }) => path).join(', ')}`
  return [
    `<svg class="chart-svg" xmlns="http://www.w3.org/2000/svg" viewBox="-12 -18 ${wide} ${high}" width="${wide}"`,
    ` height="${high}" role="img" aria-label="${escaped(title)}"><style>${STYLE}</style>`,
    // Compound boxes first: what stands inside is painted over them.
    ...boxes.map(boxSvg),
    ...edges.map(edgeSvg),
    ...edges.map(labelSvg),
    '</svg>',
  ].join('')
}

function boxSvg({ path, text, kind, initial, x, y, width, height }: Box): string {
  const middle = kind === 'compound' ? y + 17 : y + height / 2 + 4
  const outline = `<rect x="${r(x)}" y="${r(y)}" width="${r(width)}" height="${r(height)}" rx="${kind === 'anyOf' ? 13 : 7}"/>`
  const second =
    kind === 'final'
      ? `<rect x="${r(x + 3)}" y="${r(y + 3)}" width="${r(width - 6)}" height="${r(height - 6)}" rx="5"/>`
      : ''
  const start = initial ? `<circle class="dot" cx="${r(x + width - 4)}" cy="${r(y - 6)}" r="4"/>` : ''
  const [left, anchor] = kind === 'compound' ? [x + 10, 'start'] : [x + width / 2, 'middle']
  const name = `<text x="${r(left)}" y="${r(middle)}" text-anchor="${anchor}">${escaped(text)}</text>`
  const data = kind === 'anyOf' ? 'class="anyOf"' : `data-state="${escaped(path)}"`
  return `<g ${data}>${outline}${second}${start}${name}</g>`
}

function edgeSvg({ points }: Edge): string {
  const [first, ...rest] = points as [Point, ...Point[]]
  let path = `M${r(first.x)} ${r(first.y)}`
  let from = first
  for (const to of rest) {
    const middle = (from.y + to.y) / 2
    path += `C${r(from.x)} ${r(middle)} ${r(to.x)} ${r(middle)} ${r(to.x)} ${r(to.y)}`
    from = to
  }
  const before = points[points.length - 2] as Point
  const lean = from.y > before.y ? -7 : 7
  const head = `M${r(from.x)} ${r(from.y)}l-4 ${lean}h8z`
  return `<path d="${path}"/><path class="head" d="${head}"/>`
}

function labelSvg({ lines, label }: Edge): string {
  const width = Math.max(...lines.map((line) => line.length)) * 6.7 + 6
  const top = label.y - (lines.length * LINE_PX) / 2
  const back = `<rect class="back" x="${r(label.x - width / 2)}" y="${r(top)}" width="${r(width)}" height="${lines.length * LINE_PX}"/>`
  const texts = lines.map(
    (line, i) =>
      `<text x="${r(label.x)}" y="${r(top + 11.5 + i * LINE_PX)}" text-anchor="middle">${escaped(line)}</text>`,
  )
  return back + texts.join('')
}

function r(value: number): string {
  return String(Math.round(value * 10) / 10)
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
