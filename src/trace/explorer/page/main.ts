/** Starts the page. */
import type { PageData } from '../model.ts'
import { goToHash, showControls, wire } from './controls.ts'
import { showDetail } from './detail.ts'
import { byId, el, fill } from './dom.ts'
import { LEFT_PX, laneX, paint, RIGHT_PX, ROW_PX } from './lanes.ts'
import { pointed } from './pointer.ts'
import { showRows } from './rows.ts'
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
  const open = new Set<string>(['machines'])
  showVerdict(view, byId('verdict'))
  wire(view, tale)
  view.listen((filtered) => {
    stage.reveal(filtered)
    showControls(view)
    tale.follow()
    showDetail(view, byId('detail'), open)
  })
  const first =
    data.claims.find(({ id }) => id === data.broke)?.broken ??
    data.claims.find(({ broken, claimed }) => broken !== null && claimed)?.broken
  if (!goToHash(view)) view.goTo(first?.step ?? 0)
}

/** The scrolling middle: rows and lanes, drawn once for each frame at most. */
class Stage {
  private readonly view: View
  private readonly scroll = byId('steps')
  private readonly canvas = byId<HTMLCanvasElement>('lanes')
  private colours = palette()
  private pointedAt = -1
  private waiting = false

  constructor(view: View) {
    this.view = view
    this.scroll.addEventListener('scroll', () => this.draw())
    this.scroll.addEventListener('click', (event) => this.click(event))
    this.canvas.addEventListener('mousemove', (event) => this.point(event))
    globalThis.addEventListener('resize', () => {
      this.colours = palette()
      this.draw()
    })
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () =>
      globalThis.dispatchEvent(new Event('resize')),
    )
    this.size()
  }

  /** Scrolls the cursor's row into sight and draws. */
  reveal(filtered: boolean): void {
    if (filtered) this.size()
    const top = this.view.rowOf(this.view.cursor) * ROW_PX
    const { scrollTop, clientHeight } = this.scroll
    const margin = Math.min(120, clientHeight / 3)
    if (filtered || top < scrollTop - 400 || top > scrollTop + clientHeight + 400)
      this.scroll.scrollTop = top - clientHeight / 2
    else if (top < scrollTop + margin) this.scroll.scrollTop = top - margin
    else if (top > scrollTop + clientHeight - margin) this.scroll.scrollTop = top - clientHeight + margin
    this.scroll.setAttribute('aria-activedescendant', `row-${this.view.cursor}`)
    this.draw()
  }

  private size(): void {
    byId('spacer').style.height = `${this.view.shown.length * ROW_PX + BELOW_PX}px`
    const { lanes } = this.view.run.data
    // Few lanes leave room for words, and their heads stand side by side.
    const roomy = lanes.length <= ROOMY_LANES
    byId('run').classList.toggle('roomy', roomy)
    byId('run').classList.toggle('crowded', lanes.length > CROWDED_LANES)
    const heads = lanes.map(({ node, role }, lane) => {
      const part = (lane + 0.5) / lanes.length
      const x = `calc(${LEFT_PX}px + (100% - ${LEFT_PX + RIGHT_PX}px) * ${part})`
      return el('span', { style: `left:${x}`, class: `level-${roomy ? 0 : lane % 3}`, title: role }, node)
    })
    fill(byId('heads'), ...heads)
  }

  private draw(): void {
    if (this.waiting) return
    this.waiting = true
    requestAnimationFrame(() => {
      this.waiting = false
      this.drawNow()
    })
  }

  private drawNow(): void {
    const { scroll, canvas, view } = this
    const [width, height, top] = [canvas.clientWidth, scroll.clientHeight, scroll.scrollTop]
    const ratio = globalThis.devicePixelRatio
    canvas.style.height = `${height}px`
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio)
      canvas.height = Math.round(height * ratio)
    }
    const context = canvas.getContext('2d')
    if (context === null) return
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    paint(view, { context, width, height, top, colours: this.colours, pointed: this.pointedAt })
    showRows(view, byId('rows'), Math.floor(top / ROW_PX) - 2, Math.ceil((top + height) / ROW_PX) + 2)
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
    this.draw()
  }
}
