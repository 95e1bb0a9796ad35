/** Records a run for the explorer: takes it step by step, watches the claims, and keeps what the page shows. */
import type { Choice, Claim, Effect, Setting } from '../../spec/boundary.ts'
import type { Twin } from '../../spec/crypto.ts'
import type { Part, Shell } from '../../spec/shell.ts'
import type { IdealTwin } from '../crypto/ideal/twin.ts'
import { type ClaimReport, createMonitor } from '../judge/monitor.ts'
import type { Simulation } from '../sim/system.ts'
import type { Chart, Judged, Lane, PageData } from '../trace/explorer/model.ts'
import type { Taken } from '../trace/explorer/moment.ts'
import { type Beginning, Recorder } from '../trace/explorer/recorder.ts'
import { statechartOf } from '../trace/statechart/extract.ts'
import { statechartSvg } from '../trace/statechart/svg.ts'
import { Deadlines } from './deadlines.ts'
import { cellOf, cellsIn, judgesFor } from './judges.ts'
import { createLearner, listener } from './learning.ts'
import { readingOf } from './reading.ts'

/** What is recorded, and what the page says of it. */
export interface Recording {
  readonly simulation: Simulation
  readonly setting: Setting
  readonly claims: readonly Claim[]
  readonly choices: readonly Choice[]
  /** Is a break of this cell a failure, and no mere finding? Without it, every break is. */
  readonly counts?: (cell: string) => boolean
  readonly header: Omit<Beginning, 'nodes' | 'charts' | 'origin'> & { readonly traceHash: string }
  /** Does the run end where its second phase ends, so that *eventually* claims can be judged? */
  readonly complete?: boolean
  /** Where `labelled` writes. */
  readonly labels?: Label[]
}

/** A label that a machine gave its step. */
export type Label = Taken['labels'][number]

/** The page's data, or the first choice that was not enabled. */
export type Recorded =
  | { readonly ok: true; readonly data: PageData }
  | { readonly ok: false; readonly step: number; readonly why: string }

/** Takes the choices and records what they do. */
export function record(recording: Recording): Recorded {
  const {
    simulation,
    setting,
    claims,
    choices,
    header,
    complete,
    labels = [],
    counts = () => true,
  } = recording
  const { shells, twin } = simulation.scenario
  const { traceHash, ...begun } = header
  const { nodes, charts } = lanesOf(shells, setting.clients)
  const recorder = new Recorder({ ...begun, nodes, charts, origin: simulation.initial })
  const monitor = createMonitor(claims, setting, judgesFor(twin))
  const order = shells.map(({ node }) => node)
  const deadlines = new Deadlines(setting, order)
  const adversary = setting.adversary?.who ?? listener(simulation.scenario.budgets)
  const learner = isIdeal(twin) ? createLearner(twin, adversary, setting) : null
  let world = simulation.initial
  for (const [step, choice] of choices.entries()) {
    labels.length = 0
    const happened = simulation.apply(world, choice)
    if (!happened.ok) return { ok: false, step, why: happened.why }
    monitor.observe(deadlines.add(world, choice, happened))
    world = happened.world
    learner?.watch(step, happened.facts)
    recorder.see({ ...happened, choice, labels: [...labels] })
  }
  if (complete === true) monitor.finish()
  monitor.conclude(true)
  const judged = monitor.report().map((report, i) => judgedOf(claims[i] as Claim, report, counts))
  return {
    ok: true,
    data: recorder.finish({
      traceHash,
      claims: judged,
      adversary: learner === null ? '' : adversary,
      learnt: learner?.learnt ?? [],
      explain: explainer(twin),
    }),
  }
}

function judgedOf(claim: Claim, report: ClaimReport, counts: (cell: string) => boolean): Judged {
  const { id, section, source } = claim
  const { broken, witnessed } = report
  return {
    ...{ id, says: claim.says.replace(/\.$/, ''), section, source, broken, witnessed },
    claimed: broken === null ? cellsIn(id).some(counts) : counts(cellOf(id, broken.why)),
  }
}

/** A reorder door that changes nothing and hears the labels. Steps must be taken, not looked up. */
export function labelled(
  labels: Label[],
  before?: (machine: string, effects: readonly Effect[]) => readonly Effect[],
) {
  return (machine: string, effects: readonly Effect[]): readonly Effect[] => {
    for (const effect of effects) if (effect.do === 'label') labels.push({ machine, label: effect.text })
    return before === undefined ? effects : before(machine, effects)
  }
}

function explainer(twin: Twin): (octets: string) => string | undefined {
  return isIdeal(twin) ? readingOf(twin) : () => undefined
}

function isIdeal(twin: Twin): twin is IdealTwin {
  return 'table' in twin
}

// Machines of the same part and the same states share one diagram.
function lanesOf(shells: readonly Shell[], honest: Setting['clients']): Pick<Beginning, 'nodes' | 'charts'> {
  const charts: Record<string, Chart> = {}
  const names = new Map<string, string>()
  const chartOf = (name: string, { machine }: Part): string => {
    const { id, states, transitions } = statechartOf(machine)
    const content = JSON.stringify([id, states, transitions])
    const known = names.get(content)
    if (known !== undefined) return known
    const free = charts[name] === undefined ? name : `${name} ${names.size}`
    charts[free] = { id, states, transitions, svg: statechartSvg({ id, states, transitions }) }
    names.set(content, free)
    return free
  }
  const nodes = shells.map(({ node, role, standing, keyed }): Omit<Lane, 'origin'> => {
    const parts = Object.entries({ ...standing, ...keyed }).map(([name, part]) => [name, chartOf(name, part)])
    const rogue = role === 'client' && !honest.includes(node)
    return { node, role: rogue ? 'rogue client' : role, parts: Object.fromEntries(parts) }
  })
  return { nodes, charts }
}
