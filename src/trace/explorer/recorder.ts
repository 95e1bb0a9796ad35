/**
 * Records a run, step by step, for the explorer's page. It is shown each step as the simulator takes it, and knows
 * nothing of the simulator: `Moment` is all that it looks at.
 */
import { Arrows } from './arrows.ts'
import { Marks } from './marks.ts'
import type { Chart, Judged, Lane, Learnt, PageData, PageStep, Ref } from './model.ts'
import type { Moment, Place, Taken } from './moment.ts'
import { Pool } from './pool.ts'
import { Spans } from './spans.ts'
import { closing, inOrder, isListed, sentences } from './story.ts'

/** What is known before the first step. */
export interface Beginning {
  readonly file: string
  readonly build: string
  readonly profile: string
  readonly crypto: string
  readonly seed: string | null
  readonly broke: string | null
  readonly bug: string | null
  readonly setup: unknown
  readonly nodes: readonly Pick<Lane, 'node' | 'role' | 'parts'>[]
  readonly charts: Readonly<Record<string, Chart>>
  readonly origin: Moment
}

/** What is known after the last. */
export interface Ending {
  readonly traceHash: string
  readonly claims: readonly Judged[]
  readonly adversary: string
  readonly learnt: readonly Learnt[]
  /** Reads an octet string, where there is something to read in it. */
  readonly explain: (octets: string) => string | undefined
}

/** Records one run. */
export class Recorder {
  private readonly beginning: Beginning
  private readonly names: readonly string[]
  private readonly pool = new Pool()
  private readonly lanes: readonly Lane[]
  private readonly states: Ref[]
  private readonly steps: PageStep[] = []
  private readonly arrows: Arrows
  private readonly spans: Spans
  private readonly marks: Marks
  private readonly story: PageData['story'][number][] = []
  private before: Moment

  constructor(beginning: Beginning) {
    this.beginning = beginning
    const { nodes, origin } = beginning
    this.names = nodes.map(({ node }) => node)
    this.before = origin
    this.states = origin.locals.map((place) => this.state(place))
    this.lanes = nodes.map((lane, i) => ({ ...lane, origin: this.states[i] as Ref }))
    const laneOf = (node: string) => this.names.indexOf(node)
    this.arrows = new Arrows(laneOf, (value) => this.pool.ref(value))
    this.spans = new Spans(this.names, origin)
    const hsms = new Set(nodes.filter(({ role }) => role === 'hsm').map(({ node }) => node))
    this.marks = new Marks(laneOf, (node) => hsms.has(node))
  }

  /** Takes in one step. */
  see(taken: Taken): void {
    const step = this.steps.length
    const { choice, world, facts, node, labels } = taken
    const arrow = this.arrows.follow(step, taken)
    const marks = this.marks.of(facts)
    this.spans.follow(step, world, facts)
    this.story.push(...sentences(step, choice, marks, this.lanes, taken.sent))
    this.steps.push({
      kind: choice.kind,
      lanes: choice.nodes.map((name) => this.names.indexOf(name)),
      at: world.now,
      lane: node,
      state: this.change(node, world.locals[node]),
      arrow,
      facts: [...fired(this.before, taken), ...facts.filter(isListed), ...labels].map((fact) =>
        this.pool.ref(fact),
      ),
      marks,
      note: noteOf(choice),
    })
    this.before = world
  }

  /** Everything that the page shows. */
  finish({ traceHash, claims, adversary, learnt, explain }: Ending): PageData {
    const { origin: _origin, nodes: _nodes, setup, charts, ...header } = this.beginning
    const spans = this.spans.list(this.steps.length)
    const setupRef = this.pool.ref(setup)
    return {
      version: 1,
      ...header,
      traceHash,
      setup: setupRef,
      lanes: this.lanes,
      steps: this.steps,
      arrows: this.arrows.list(),
      spans,
      story: inOrder([...this.story, ...closing(spans, claims, this.names)]),
      claims,
      charts,
      adversary,
      learnt,
      readings: this.readings(explain),
      pool: this.pool.pooled(),
    }
  }

  private readings(explain: Ending['explain']): Record<string, string> {
    const readings: Record<string, string> = {}
    for (const text of this.pool.strings) {
      const reading = explain(text)
      if (reading !== undefined) readings[text] = reading
    }
    return readings
  }

  private change(lane: number, place: Place | undefined): Ref {
    if (place === undefined) return -1
    const state = this.state(place)
    if (state === this.states[lane]) return -1
    this.states[lane] = state
    return state
  }

  private state({ up, machines, cells, timers }: Place): Ref {
    return this.pool.ref({ up, machines, cells, timers })
  }
}

// A timer's choice names it by its place among those that were armed before.
function fired({ locals }: Moment, { choice: { kind, ordinal }, node }: Taken): readonly object[] {
  const armed = kind === 'timer' ? locals[node]?.timers[ordinal] : undefined
  return armed === undefined ? [] : [{ timer: armed.timer, machine: armed.machine }]
}

function noteOf({ kind, ordinal, crashAfter }: Taken['choice']): string {
  const notes = [crashAfter === undefined ? '' : `power lost after ${crashAfter} effects`]
  if (['rollback', 'clone'].includes(kind)) notes.push(`copy ${ordinal}`)
  return notes.filter((note) => note !== '').join(', ')
}
