/** Which steps are shown: by node, message type, record, text, marks, or as the past of one step. */
import type { PageStep } from '../model.ts'
import type { Run } from './run.ts'
import { titleOf } from './titles.ts'

/** What the reader asked for; empty strings and -1 ask for nothing. */
export interface Filter {
  readonly lane: number
  readonly type: string
  readonly record: string
  readonly search: string
  /** Only steps with a mark: heartbeats and their answers go. */
  readonly marked: boolean
  /** Only what this step can have come from, without the routine among HSMs. */
  readonly causesOf: number
}

/** Everything is shown. */
export const NO_FILTER: Filter = { lane: -1, type: '', record: '', search: '', marked: false, causesOf: -1 }

/** The steps that are shown, rising. Never empty: a filter that fits nothing is reported as such by its caller. */
export function shownSteps(run: Run, filter: Filter): number[] {
  const { lane, type, record, search, marked, causesOf } = filter
  const tests: ((step: PageStep, index: number) => boolean)[] = []
  if (lane >= 0) tests.push((step) => step.lane === lane || step.lanes.includes(lane))
  if (type !== '') tests.push((step, index) => typesOf(run, step, index).includes(type))
  if (marked) tests.push((step) => step.marks.length > 0 || !ORDINARY.includes(step.kind))
  if (record !== '') tests.push(mentions(run, (text) => text === record))
  if (search !== '') tests.push(searched(run, search.toLowerCase()))
  if (causesOf >= 0) {
    const past = causes(run, causesOf)
    tests.push((step, index) => past.has(index) && (index === causesOf || !isRoutine(run, step)))
  }
  const broken = new Set(run.data.claims.map(({ broken: fell, claimed }) => (claimed ? fell?.step : -1)))
  const shown: number[] = []
  run.steps.forEach((step, index) => {
    if (tests.every((test) => test(step, index)) || (marked && broken.has(index))) shown.push(index)
  })
  return shown
}

const ORDINARY = ['deliver', 'timer', 'drop']

// Heartbeats and their answers: nothing was stored, applied or told, and nobody outside the fleet takes part.
function isRoutine(run: Run, { kind, lanes, marks }: PageStep): boolean {
  const hsms = lanes.every((lane) => run.data.lanes[lane]?.role === 'hsm')
  return hsms && marks.length === 0 && ORDINARY.includes(kind)
}

function typesOf(run: Run, step: PageStep, index: number): string[] {
  return [step.arrow, ...run.sentBy(index)].map((arrow) => run.data.arrows[arrow]?.type ?? '')
}

// The step's own message and facts; not the state of its node, which mentions nearly everything.
function mentions(run: Run, fits: (text: string) => boolean): (step: PageStep, index: number) => boolean {
  const found = run.containing(fits)
  const inArrow = (arrow: number) => found[run.data.arrows[arrow]?.body ?? -1] === 1
  return ({ facts, arrow }, index) =>
    facts.some((fact) => found[fact] === 1) || inArrow(arrow) || run.sentBy(index).some(inArrow)
}

function searched(run: Run, text: string): (step: PageStep, index: number) => boolean {
  const inside = mentions(run, (scalar) => scalar.toLowerCase().includes(text))
  return (step, index) =>
    String(index) === text ||
    titleOf(run, index).toLowerCase().includes(text) ||
    step.marks.some((mark) => mark.text.toLowerCase().includes(text)) ||
    inside(step, index)
}

/** The steps that a step can have come from: earlier steps of its nodes, and the sending of each message. */
export function causes(run: Run, step: number): Set<number> {
  const past = new Set<number>()
  const before: number[][] = []
  const last = run.data.lanes.map(() => -1)
  for (let index = 0; index <= step; index++) {
    const { lane, arrow } = run.steps[index] as PageStep
    const from = [run.data.arrows[arrow]?.start ?? -1]
    if (lane >= 0) {
      from.push(last[lane] as number)
      last[lane] = index
    }
    before.push(from.filter((one) => one >= 0))
  }
  const waiting = [step]
  for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
    if (past.has(index)) continue
    past.add(index)
    waiting.push(...(before[index] as number[]))
  }
  return past
}
