/**
 * Drives a simulation from a seed and a plan: keeps the schedule on virtual time and turns it into choices.
 * All that it decides is in the choices; a replay needs neither seed nor plan.
 */
import type { Choice } from '../../spec/boundary.ts'
import type { NodeId } from '../../spec/names.ts'
import { choicesOn, mayReact } from './adversary/reactions.ts'
import type { Plan, Planned } from './plan.ts'
import { type Due, Schedule } from './schedule.ts'
import type { Simulation } from './system.ts'
import { type Flight, type Happened, isCut, type World } from './world.ts'

/** One step of a run. */
export interface Step {
  readonly choice: Choice
  readonly happened: Happened
}

/** A paused or busy node is looked at again after so many ticks. */
const AGAIN_TICKS = 20

/** Runs until the plan's end, until nothing is due, or until the caller stops asking. */
export function* generate(sim: Simulation, plan: Plan, seed: string): Generator<Step, World> {
  const run = new Run(sim, plan, seed)
  for (let next = run.schedule.next(); next !== undefined; next = run.schedule.next()) {
    for (const choice of run.choicesFor(next.at, next.item)) {
      const step = run.take(next.at, choice)
      if (step !== undefined) yield step
    }
  }
  return run.world
}

function later(choice: Choice, after: number): Choice {
  const { kind, nodes, ordinal, crashAfter } = choice
  return crashAfter === undefined ? { kind, nodes, ordinal, after } : { ...choice, after }
}

// Which of those on its link a message is; -1 where it is not in flight any more.
function ordinalOf({ flights }: World, flight: Flight): number {
  let ordinal = 0
  for (const other of flights) {
    if (other === flight) return ordinal
    if (other.from === flight.from && other.to === flight.to) ordinal++
  }
  return -1
}

class Run {
  world: World
  readonly schedule: Schedule
  private readonly sim: Simulation
  private readonly plan: Plan
  private readonly places: ReadonlyMap<NodeId, number>
  /** Operations that a user waits for. */
  private readonly busy = new Map<NodeId, number>()
  /** Nodes whose next step is cut short, after so many effects. */
  private readonly cutShort = new Map<NodeId, number>()

  constructor(sim: Simulation, plan: Plan, seed: string) {
    this.sim = sim
    this.plan = plan
    this.world = sim.initial
    const nodes = sim.scenario.shells.map(({ node }) => node)
    this.places = new Map(nodes.map((node, place) => [node, place]))
    this.schedule = new Schedule(plan, seed, nodes)
  }

  /** Applies a choice at a time; undefined when it was not enabled after all. */
  take(at: number, choice: Choice): Step | undefined {
    const after = Math.max(0, at - this.world.now)
    const timed = after === 0 ? choice : later(choice, after)
    const happened = this.sim.apply(this.world, timed)
    if (!happened.ok) return undefined
    this.world = happened.world
    this.schedule.follow(this.world.now, happened, this.sim.scenario.shells[happened.node]?.node)
    this.count(happened)
    return { choice: timed, happened }
  }

  choicesFor(at: number, item: Due): readonly Choice[] {
    if (item.due === 'heal') return this.heal()
    if (item.due === 'timer') return this.ring(at, item)
    if (item.due === 'planned') return this.planned(at, item.planned)
    return this.arrive(at, item.flight, item.due)
  }

  private count({ facts }: Happened): void {
    for (const fact of facts) {
      if (fact.fact === 'began') this.busy.set(fact.node, (this.busy.get(fact.node) ?? 0) + 1)
      else if (fact.fact === 'outcome')
        this.busy.set(fact.node, Math.max(0, (this.busy.get(fact.node) ?? 0) - 1))
      // A crash ends the wait: the machines take the work up again at boot, or say that they do not.
      else if (fact.fact === 'crashed') this.busy.delete(fact.node)
    }
  }

  private isUp(node: NodeId): boolean {
    return this.world.locals[this.places.get(node) ?? -1]?.up === true
  }

  private arrive(at: number, flight: Flight, due: 'arrival' | 'loss'): readonly Choice[] {
    const { from, to } = flight
    const ordinal = ordinalOf(this.world, flight)
    if (ordinal < 0) return []
    if (this.world.paused.includes(to)) {
      this.schedule.add(at + AGAIN_TICKS, { due, flight })
      return []
    }
    const nodes = [from, to]
    const lost = due === 'loss' || !this.isUp(to) || isCut(this.world, from, to)
    if (lost) return [{ kind: 'drop', nodes, ordinal }]
    const deliver = this.shortened(to, { kind: 'deliver', nodes, ordinal })
    const reaction = this.react(flight, ordinal)
    if (reaction === undefined) return [deliver]
    return reaction.kind === 'forge' ? [deliver, reaction] : [reaction]
  }

  // What the adversary makes of a message: another one in its place, or a lie to whoever sent it.
  private react({ from, to }: Flight, ordinal: number): Choice | undefined {
    const { scenario } = this.sim
    for (const { kind, perMille } of this.plan.reactions ?? []) {
      if (!mayReact(scenario, kind, from, to) || this.world.now >= this.plan.healAt) continue
      const random = this.schedule.fork(`react/${kind}`)
      if (!random.chance(perMille)) continue
      const nodes = kind === 'forge' ? [to, from] : [from, to]
      const all = choicesOn(scenario, this.world, kind, nodes, ordinal)
      if (all.length > 0) return all[random.int(0, all.length - 1)]
    }
    return undefined
  }

  private shortened(node: NodeId, choice: Choice): Choice {
    const crashAfter = this.cutShort.get(node)
    if (crashAfter === undefined) return choice
    this.cutShort.delete(node)
    return { ...choice, crashAfter }
  }

  private ring(at: number, due: Extract<Due, { due: 'timer' }>): readonly Choice[] {
    const { node, armed } = due
    if (!this.schedule.isCurrent(due)) return []
    if (this.world.paused.includes(node)) {
      this.schedule.add(at + AGAIN_TICKS, due)
      return []
    }
    const timers = this.world.locals[this.places.get(node) ?? -1]?.timers ?? []
    const ordinal = timers.findIndex((t) => t.machine === armed.machine && t.timer === armed.timer)
    return ordinal < 0 ? [] : [this.shortened(node, { kind: 'timer', nodes: [node], ordinal })]
  }

  private planned(at: number, planned: Planned): readonly Choice[] {
    const { kind, nodes, ordinal = 0 } = planned
    const node = nodes?.[0]
    // Faults belong to the first phase.
    if (at >= this.plan.healAt && kind !== 'begin') return []
    if (nodes === undefined || node === undefined) return this.pick(kind)
    if (kind === 'crashWithin') {
      this.cutShort.set(node, ordinal)
      return []
    }
    // A user begins one thing at a time, and on a phone that is on.
    if (kind === 'begin' && ((this.busy.get(node) ?? 0) > 0 || !this.isUp(node))) {
      this.schedule.add(at + AGAIN_TICKS, { due: 'planned', planned })
      return []
    }
    return [{ kind, nodes, ordinal }]
  }

  // The adversary's plan says when, the seed says which of those that can be had then.
  private pick(kind: string): readonly Choice[] {
    const all = this.sim.offered(this.world, kind)
    const picked = all[all.length === 0 ? 0 : this.schedule.fork(`pick/${kind}`).int(0, all.length - 1)]
    return picked === undefined ? [] : [picked]
  }

  private heal(): readonly Choice[] {
    this.schedule.settle()
    this.cutShort.clear()
    const choices: Choice[] = [{ kind: 'heal', nodes: [], ordinal: 0 }]
    for (const node of this.plan.revived) {
      if (this.world.paused.includes(node)) choices.push({ kind: 'resume', nodes: [node], ordinal: 0 })
      if (!this.isUp(node)) choices.push({ kind: 'boot', nodes: [node], ordinal: 0 })
    }
    // The rest stays broken; a power cut that the budget does not allow is refused, and they stay up.
    for (const node of this.plan.abandoned) choices.push({ kind: 'crash', nodes: [node], ordinal: 0 })
    return choices
  }
}
