/** What the reader looks at: the cursor, the chosen node, the filter. Whoever shows something listens here. */
import { type Filter, NO_FILTER, shownSteps } from './filters.ts'
import { lastAtMost, type Run } from './run.ts'

/** The state of the page. */
export class View {
  readonly run: Run
  /** The step at which the reader stands: the world is shown as it is after it. */
  cursor = 0
  /** The lane whose state is shown. */
  lane = 0
  /** The machine whose statechart is shown, or '' for the first. */
  machine = ''
  filter: Filter = NO_FILTER
  /** Steps that are shown, rising; row i shows step shown[i]. */
  shown: readonly number[]
  private readonly listeners: ((filtered: boolean) => void)[] = []

  constructor(run: Run) {
    this.run = run
    this.shown = run.steps.map((_step, index) => index)
  }

  /** Calls back after each change; `filtered` when other rows are shown than before. */
  listen(listener: (filtered: boolean) => void): void {
    this.listeners.push(listener)
  }

  /** Moves the cursor to a step; the chosen node follows to the one that acted. */
  goTo(step: number): void {
    const last = this.run.steps.length - 1
    this.cursor = Math.max(0, Math.min(last, step))
    const { lane, lanes } = this.run.steps[this.cursor] ?? { lane: -1, lanes: [] }
    const acted = lane >= 0 ? lane : (lanes[lanes.length - 1] ?? -1)
    if (acted >= 0 && acted !== this.lane) this.choose(acted)
    this.tell(false)
  }

  /** Moves by rows: to a shown step. */
  move(rows: number): void {
    const row = this.rowOf(this.cursor) + rows
    const step = this.shown[Math.max(0, Math.min(this.shown.length - 1, row))]
    if (step !== undefined) this.goTo(step)
  }

  /** Shows another node's state. */
  look(lane: number, machine = ''): void {
    this.choose(lane)
    this.machine = machine
    this.tell(false)
  }

  /** Shows other steps. Returns whether any are left; if none are, nothing changes. */
  narrow(change: Partial<Filter>): boolean {
    const filter = { ...this.filter, ...change }
    const shown = shownSteps(this.run, filter)
    if (shown.length === 0) return false
    this.filter = filter
    this.shown = shown
    this.tell(true)
    return true
  }

  /** The row at which a step is shown, or the row of the last shown step before it. */
  rowOf(step: number): number {
    return lastAtMost(this.shown, step)
  }

  /** Is this step among those that are shown? */
  shows(step: number): boolean {
    return this.shown[this.rowOf(step)] === step
  }

  private choose(lane: number): void {
    if (lane !== this.lane) this.machine = ''
    this.lane = lane
  }

  private tell(filtered: boolean): void {
    for (const listener of this.listeners) listener(filtered)
  }
}
