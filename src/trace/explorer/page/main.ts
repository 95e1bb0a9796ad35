/** Starts the page. */
import type { PageData } from '../model.ts'
import { goToHash, showControls, wire } from './controls.ts'
import { Detail } from './detail.ts'
import { byId, el, fill } from './dom.ts'
import { LEFT_PX, laneX, paint, RIGHT_PX, ROW_PX } from './lanes.ts'
import { pointed } from './pointer.ts'
import { Rows } from './rows.ts'
import { Run } from './run.ts'
import { palette } from './signs.ts'
import { showVerdict, Tale } from './tale.ts'
import { View } from './view.ts'

/** Room below the last row, so that what it sends can be seen and read. */
const BELOW_PX = 110

/** With more lanes than these the picture takes the larger half, and with more than those two thirds. */
const ROOMY_LANES = 5
const CROWDED_LANES = 12

/** Reads the data and shows it. */
export function start(): void {
  const data = JSON.parse(byId('data').textContent ?? '') as PageData
  const view = new View(new Run(data))
  const stage = new Stage(view)
  const tale = new Tale(view, byId('tale'))
  const detail = new Detail(view, byId('detail'))
  showVerdict(view, byId('verdict'))
  wire(view, tale)
  let narrowed = false
  // However often the cursor moves, a frame shows where it stands. What reads the page's measures comes before what
  // changes them, so that the browser lays the page out once.
  const show = inNextFrame(() => {
    stage.reveal(narrowed)
    narrowed = false
    tale.follow()
    stage.draw()
    detail.show()
  })
  view.listen((filtered) => {
    narrowed ||= filtered
    showControls(view)
    show()
  })
  const first =
    data.claims.find(({ id }) => id === data.broke)?.broken ??
    data.claims.find(({ broken, claimed }) => broken !== null && claimed)?.broken
  if (!goToHash(view)) view.goTo(first?.step ?? 0)
}

function inNextFrame(does: () => void): () => void {
  let waiting = false
  return () => {
    if (waiting) return
    waiting = true
    requestAnimationFrame(() => {
      waiting = false
      does()
    })
  }
}

/** The scrolling middle: rows and lanes. */
class Stage {
  private readonly view: View
  private readonly scroll = byId('steps')
  private readonly canvas = byId<HTMLCanvasElement>('lanes')
  private readonly rows: Rows
  private readonly drawSoon = inNextFrame(() => this.draw())
  private colours = palette()
  private pointedAt = -1
  // Measures are remembered: asking the browser makes it lay out the page at once.
  private top = 0
  private height = 0
  private width = 0

  constructor(view: View) {
    this.view = view
    this.rows = new Rows(view, byId('rows'))
    this.scroll.addEventListener('scroll', () => {
      this.top = this.scroll.scrollTop
      this.drawSoon()
    })
    this.scroll.addEventListener('click', (event) => this.click(event))
    this.canvas.addEventListener('mousemove', (event) => this.point(event))
    new ResizeObserver(() => this.measure()).observe(this.scroll)
    document.addEventListener('recoloured', () => this.recolour())
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.recolour())
    // Paper is light, and no frame follows before it is printed.
    matchMedia('print').addEventListener('change', () => {
      this.recolour()
      this.draw()
    })
    const { lanes, steps } = view.run.data
    byId('run').classList.toggle('roomy', lanes.length <= ROOMY_LANES)
    byId('run').classList.toggle('crowded', lanes.length > CROWDED_LANES)
    // A trace that was made small has no time left, and one of the checker never had any.
    byId('run').classList.toggle('timeless', steps[steps.length - 1]?.at === 0)
    this.size()
    this.measure()
  }

  /** Scrolls the cursor's row into sight. */
  reveal(filtered: boolean): void {
    if (filtered) this.size()
    const row = this.view.rowOf(this.view.cursor) * ROW_PX
    const { top, height } = this
    const margin = Math.min(120, height / 3)
    if (filtered || row < top - 400 || row > top + height + 400) this.scrollTo(row - height / 2)
    else if (row < top + margin) this.scrollTo(row - margin)
    else if (row > top + height - margin) this.scrollTo(row - height + margin)
    this.scroll.setAttribute('aria-activedescendant', `row-${this.view.cursor}`)
  }

  /** Draws what can be seen. */
  draw(): void {
    const { canvas, view, top, width, height } = this
    const ratio = globalThis.devicePixelRatio
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio)
      canvas.height = Math.round(height * ratio)
    }
    const context = canvas.getContext('2d')
    if (context === null) return
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    paint(view, { context, width, height, top, colours: this.colours, pointed: this.pointedAt })
    this.rows.show(Math.floor(top / ROW_PX) - 2, Math.ceil((top + height) / ROW_PX) + 2)
  }

  private scrollTo(top: number): void {
    this.scroll.scrollTop = top
    this.top = this.scroll.scrollTop
  }

  private measure(): void {
    this.height = this.scroll.clientHeight
    this.canvas.style.height = `${this.height}px`
    this.width = this.canvas.clientWidth
    this.top = this.scroll.scrollTop
    this.drawSoon()
  }

  private recolour(): void {
    this.colours = palette()
    this.drawSoon()
  }

  private size(): void {
    byId('spacer').style.height = `${this.view.shown.length * ROW_PX + BELOW_PX}px`
    this.rows.forget()
    const { lanes } = this.view.run.data
    const heads = lanes.map(({ node, role }, lane) => {
      const part = (lane + 0.5) / lanes.length
      const x = `calc(${LEFT_PX}px + (100% - ${LEFT_PX + RIGHT_PX}px) * ${part})`
      // Few lanes have their heads side by side.
      const level = lanes.length <= ROOMY_LANES ? 0 : lane % 3
      return el('span', { style: `left:${x}`, class: `level-${level}`, title: role }, node)
    })
    fill(byId('heads'), ...heads)
  }

  private click(event: MouseEvent): void {
    const box = this.scroll.getBoundingClientRect()
    const row = Math.floor((event.clientY - box.top + this.scroll.scrollTop) / ROW_PX)
    const step = this.view.shown[row]
    if (step === undefined) return
    this.view.goTo(step)
    if (event.target !== this.canvas) return
    const { length } = this.view.run.data.lanes
    const lane = Math.floor(
      ((event.offsetX - LEFT_PX) / (this.canvas.clientWidth - LEFT_PX - RIGHT_PX)) * length,
    )
    if (Math.abs(event.offsetX - laneX(this.view, lane, this.canvas.clientWidth)) < 30) this.view.look(lane)
  }

  private point(event: MouseEvent): void {
    const found = pointed(
      this.view,
      event.offsetX,
      event.offsetY,
      this.canvas.clientWidth,
      this.scroll.scrollTop,
    )
    if (found.arrow === this.pointedAt && this.canvas.title === found.text) return
    this.pointedAt = found.arrow
    this.canvas.title = found.text
    this.drawSoon()
  }
}
