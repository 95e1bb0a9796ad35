/** Random runs of a fleet of replicas: a workload, faults within a budget, and what came of them. */
import type { Choice } from '../spec/boundary.ts'
import { replicationClaims } from '../spec/claims/replication.ts'
import { leaderBoundTicks, operationBoundTicks } from '../spec/consensus/bounds.ts'
import type { Context } from '../spec/consensus/context.ts'
import type { AppendEntries } from '../spec/consensus/messages.ts'
import type { NodeId } from '../spec/names.ts'
import type { Profile } from '../spec/profiles.ts'
import { createMonitor } from '../src/judge/monitor.ts'
import { Deadlines } from '../src/run/deadlines.ts'
import { generate, type Step } from '../src/sim/generator.ts'
import type { Plan, Planned } from '../src/sim/plan.ts'
import { fork, type Random } from '../src/sim/random.ts'
import type { Flight, World } from '../src/sim/world.ts'
import { type FleetOptions, fleetWorld, noting, replicas } from './consensus-fleet.ts'
import { pageOf } from './kept.ts'

/** What a run is to be like. */
export interface RunOptions extends Partial<FleetOptions> {
  readonly seed: string
  readonly size: number
  readonly profile: Profile
  /** Faults, besides loss and delay: `none`, A0's, or the host's too. */
  readonly adversary: 'none' | 'A0' | 'A3'
  /** Faults begin so late that a fleet with incarnations is founded. */
  readonly calmTicks?: number
  readonly faults?: number
  readonly onStep?: (before: World, step: Step) => void
}

const HEAL_TICKS = 9_000
/** A run in which nobody waits any more ends so long after that. */
const AFTERWARDS_TICKS = 1_500

/** How often what the claims are about really came up. */
export interface Situations {
  /** A leader's entries reached a replica that was in a later term. */
  readonly olderLeader: number
  /** A snapshot from another replica took a log's place. */
  readonly installed: number
}

function situationsIn(before: World, { choice, happened }: Step): Situations {
  const [from, to] = choice.nodes
  if (choice.kind !== 'deliver') return { olderLeader: 0, installed: 0 }
  const { message } = before.flights.filter((f) => f.from === from && f.to === to)[choice.ordinal] as Flight
  const context = before.locals[happened.node]?.machines.consensus?.context as Partial<Context> | undefined
  const isOlder =
    message.type === 'appendEntries' && (message as AppendEntries).term < (context?.ballot?.term ?? 0)
  const installed = happened.facts.some(({ fact, ...more }) => fact === 'told' && isInstalled(more))
  return { olderLeader: Number(isOlder), installed: Number(installed) }
}

function isInstalled(fact: object): boolean {
  return (fact as { event: { type: string } }).event.type === 'installed'
}

/** Takes a run to its end; which claims broke, and which witnesses were seen. */
export function runFleet(options: RunOptions): {
  readonly broken: readonly string[]
  /** What broke, a line each, with the page that shows it; written when it is asked for. */
  readonly failures: () => readonly string[]
  readonly witnesses: readonly string[]
  readonly outcomes: Readonly<Record<string, number>>
  readonly situations: Situations
  readonly events: number
} {
  const { seed, size, profile, adversary, onStep } = options
  const random = fork(seed, 'fleet')
  const nodes = replicas(size)
  const operations =
    options.operations ?? nodes.flatMap((node) => range(6).map((i) => noting(node, `c${node.slice(2)}.${i}`)))
  const built = fleetWorld({ ...options, size, profile, seed, operations })
  const { simulation, setting } = built
  const plan = planOf(
    random,
    options,
    nodes,
    operations.map(({ node }) => node),
  )
  const monitor = createMonitor(replicationClaims, setting)
  const ids = simulation.scenario.shells.map(({ node }) => node)
  // A ledger's user is told at once, or as soon as its replica does not lead.
  const deadlines = new Deadlines(setting, ids, 0)
  const outcomes: Record<string, number> = {}
  const situations = { olderLeader: 0, installed: 0 }
  let before = simulation.initial
  const choices: Choice[] = []
  for (const step of generate(simulation, plan, seed)) {
    onStep?.(before, step)
    const { olderLeader, installed } = situationsIn(before, step)
    situations.olderLeader += olderLeader
    situations.installed += installed
    const { choice, happened } = step
    monitor.observe(deadlines.add(before, choice, happened))
    before = happened.world
    for (const fact of happened.facts) {
      if (fact.fact !== 'outcome') continue
      const { outcome } = fact.event as unknown as { outcome: string }
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
    }
    choices.push(choice)
    if (before.now > HEAL_TICKS + AFTERWARDS_TICKS && deadlines.isIdle()) break
  }
  monitor.finish()
  const report = monitor.report()
  const name = `fleet-${profile.name}-${adversary}-${size}-${seed}`
  const fell = report.flatMap(({ id, broken }) => (broken === null ? [] : [{ id, ...broken }]))
  return {
    broken: fell.map(({ id }) => id),
    failures: () => {
      if (fell.length === 0) return []
      const page = pageOf(name, { ...built, twin: simulation.scenario.twin }, replicationClaims, choices)
      return fell.map(({ id, why, step }) => `${id}: ${why}; look at it: ${page}#step-${step}`)
    },
    witnesses: report.filter(({ witnessed }) => witnessed !== null).map(({ id }) => id),
    ...{ outcomes, situations, events: choices.length },
  }
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i)
}

function planOf(
  random: Random,
  { adversary, calmTicks = 1_500, faults = 6 }: RunOptions,
  nodes: readonly NodeId[],
  users: readonly NodeId[],
): Plan {
  const begins = users.map((node) => ({
    at: random.int(calmTicks, HEAL_TICKS),
    kind: 'begin',
    nodes: [node],
  }))
  const troubles =
    adversary === 'none'
      ? []
      : range(faults).flatMap((i) => fault(random, adversary, nodes, calmTicks, i, faults))
  return {
    delay: { min: 1, max: [4, 20, 45][random.int(0, 2)] as number },
    lossPerMille: adversary !== 'none' && random.chance(500) ? 40 : 0,
    duplicatePerMille: adversary !== 'none' && random.chance(500) ? 40 : 0,
    rates: {},
    planned: [...begins, ...troubles],
    healAt: HEAL_TICKS,
    revived: nodes,
    abandoned: [],
    endAt: HEAL_TICKS + leaderBoundTicks(nodes.length) + operationBoundTicks(),
  }
}

// One trouble in each stretch of time, over before the next: no more replicas are out at once than claimed.
function fault(
  random: Random,
  adversary: RunOptions['adversary'],
  nodes: readonly NodeId[],
  calm: number,
  place: number,
  count: number,
): readonly Planned[] {
  const stretch = Math.floor((HEAL_TICKS - calm) / count)
  const at = calm + place * stretch + random.int(0, Math.floor(stretch / 4))
  const later = at + random.int(1, Math.floor(stretch / 3))
  const node = nodes[random.int(0, nodes.length - 1)] as NodeId
  const other = nodes[random.int(0, nodes.length - 1)] as NodeId
  const back: Planned = { at: later, kind: 'boot', nodes: [node] }
  switch (random.int(0, adversary === 'A3' ? 7 : 4)) {
    case 0:
      return [{ at, kind: 'crash', nodes: [node] }, back]
    case 1:
      return [{ at, kind: 'crashWithin', nodes: [node], ordinal: random.int(1, 4) }, back]
    case 2:
      return [
        { at, kind: 'isolate', nodes: [node] },
        { at: at + stretch - 1, kind: 'heal', nodes: [] },
      ]
    case 3:
      return [
        { at, kind: 'cut', nodes: [node, other] },
        { at: later, kind: 'heal', nodes: [] },
      ]
    case 4:
      // Long enough for another leader: if it led, it comes back in a term that is past.
      return [
        { at, kind: 'pause', nodes: [node] },
        { at: at + stretch - 1, kind: 'resume', nodes: [node] },
      ]
    case 5:
      return [
        { at, kind: 'clone', nodes: [node], ordinal: random.int(1, 6) },
        { at: later, kind: 'swap', nodes: [node] },
      ]
    default:
      return [
        { at, kind: 'crash', nodes: [node] },
        { at: at + 1, kind: 'rollback', nodes: [node], ordinal: random.int(1, 6) },
        back,
      ]
  }
}
