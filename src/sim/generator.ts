/**
 * Drives a simulation from a seed and a plan: keeps the schedule on virtual time and turns it into choices.
 * All that it decides is in the choices; a replay needs neither seed nor plan.
 */
import type { Choice } from '../../spec/boundary.ts'
import type { NodeId } from '../../spec/names.ts'
import { Agenda } from './agenda.ts'
import type { Armed } from './local.ts'
import type { Plan, Planned } from './plan.ts'
import { forks } from './random.ts'
import type { Simulation } from './system.ts'
import { type Flight, type Happened, isCut, type World } from './world.ts'

/** One step of a run. */
export interface Step {
  readonly choice: Choice
  readonly happened: Happened
}

type Due =
  | { readonly due: 'arrival'; readonly flight: Flight }
  | { readonly due: 'loss'; readonly flight: Flight }
  | { readonly due: 'timer'; readonly node: NodeId; readonly armed: Armed; readonly round: number }
  | { readonly due: 'planned'; readonly planned: Planned }
  | { readonly due: 'heal' }

/** A paused or busy node is looked at again after so many ticks. */
const AGAIN_TICKS = 20

/** Runs until the plan's end, until nothing is due, or until the caller stops asking. */
export function* generate(sim: Simulation, plan: Plan, seed: string): Generator<Step, World> {
  const fork = forks(`${seed}/generator`)
  const agenda = new Agenda<Due>()
  const { shells } = sim.scenario
  const rounds = new Map<string, number>()
  const busy = new Map<NodeId, number>()
  const cutShort = new Map<NodeId, number>()
  const index = new Map<NodeId, number>(shells.map(({ node }, place) => [node, place]))
  let world = sim.initial
  let healed = false

  const take = (at: number, choice: Choice): Step | undefined => {
    const after = Math.max(0, at - world.now)
    const timed = after === 0 ? choice : { ...choice, after }
    const happened = sim.apply(world, timed)
    if (!happened.ok) return undefined
    world = happened.world
    schedule(happened)
    return { choice: timed, happened }
  }

  const schedule = ({ sent, armed, node: place, facts }: Happened): void => {
    for (const flight of sent) post(flight)
    const node = shells[place]?.node
    if (node !== undefined) for (const timer of armed) wind(node, timer)
    for (const { fact, ...rest } of facts) {
      const at = (rest as { node: NodeId }).node
      if (fact === 'began') busy.set(at, (busy.get(at) ?? 0) + 1)
      else if (fact === 'outcome') busy.set(at, Math.max(0, (busy.get(at) ?? 0) - 1))
      // A crash ends what the user was waiting for; the machines take it up again at boot, or do not.
      else if (fact === 'crashed') busy.delete(at)
    }
  }

  const post = (flight: Flight): void => {
    const link = fork(`link/${flight.from}>${flight.to}`)
    const arrival = world.now + link.int(plan.delay.min, plan.delay.max)
    const lost = !healed && link.chance(plan.lossPerMille)
    agenda.add(arrival, { due: lost ? 'loss' : 'arrival', flight })
    if (!healed && link.chance(plan.duplicatePerMille)) {
      agenda.add(arrival, {
        due: 'planned',
        planned: { at: arrival, kind: 'duplicate', nodes: [flight.from, flight.to] },
      })
    }
  }

  // A timeout is stretched by up to its own length, so that replicas do not all stand for election at once.
  const wind = (node: NodeId, armed: Armed): void => {
    const key = `${node} ${armed.machine} ${armed.timer}`
    const round = (rounds.get(key) ?? 0) + 1
    rounds.set(key, round)
    const jitter = /Timeout/.test(armed.timer) ? fork(`timer/${node}`).int(0, armed.ticks) : 0
    const ticks = Math.floor(((armed.ticks + jitter) * 100) / (plan.rates[node] ?? 100))
    agenda.add(world.now + Math.max(1, ticks), { due: 'timer', node, armed, round })
  }

  const ordinalOf = (flight: Flight): number => {
    let ordinal = 0
    for (const other of world.flights) {
      if (other === flight) return ordinal
      if (other.from === flight.from && other.to === flight.to) ordinal++
    }
    return -1
  }

  const arrive = (at: number, flight: Flight, lost: boolean): Step | undefined => {
    const ordinal = ordinalOf(flight)
    if (ordinal < 0) return undefined
    const nodes = [flight.from, flight.to]
    const place = index.get(flight.to)
    if (place !== undefined && world.paused.includes(flight.to)) {
      agenda.add(at + AGAIN_TICKS, { due: lost ? 'loss' : 'arrival', flight })
      return undefined
    }
    const dead = place !== undefined && (!world.locals[place]?.up || isCut(world, flight.from, flight.to))
    if (lost || dead) return take(at, { kind: 'drop', nodes, ordinal })
    return take(at, shortened(flight.to, { kind: 'deliver', nodes, ordinal }))
  }

  const shortened = (node: NodeId, choice: Choice): Choice => {
    const effects = cutShort.get(node)
    if (effects === undefined) return choice
    cutShort.delete(node)
    return { ...choice, crashAfter: effects }
  }

  const ring = (at: number, due: Extract<Due, { due: 'timer' }>): Step | undefined => {
    const { node, armed, round } = due
    if (rounds.get(`${node} ${armed.machine} ${armed.timer}`) !== round) return undefined
    if (world.paused.includes(node)) {
      agenda.add(at + AGAIN_TICKS, due)
      return undefined
    }
    const timers = world.locals[index.get(node) as number]?.timers ?? []
    const ordinal = timers.findIndex((t) => t.machine === armed.machine && t.timer === armed.timer)
    return ordinal < 0 ? undefined : take(at, shortened(node, { kind: 'timer', nodes: [node], ordinal }))
  }

  const planned = (at: number, due: Extract<Due, { due: 'planned' }>): Step | undefined => {
    const { kind, nodes, ordinal = 0 } = due.planned
    if (kind === 'crashWithin') {
      const node = nodes?.[0]
      if (node !== undefined) cutShort.set(node, ordinal)
      return undefined
    }
    if (nodes !== undefined) {
      // A user begins one thing at a time.
      if (kind === 'begin' && ((busy.get(nodes[0] as NodeId) ?? 0) > 0 || !isUp(nodes[0] as NodeId))) {
        if (at + AGAIN_TICKS < plan.endAt) agenda.add(at + AGAIN_TICKS, due)
        return undefined
      }
      return take(at, { kind, nodes, ordinal })
    }
    const all = sim.enabled(world).filter((choice) => choice.kind === kind)
    const picked = all[all.length === 0 ? 0 : fork(`pick/${kind}`).int(0, all.length - 1)]
    return picked === undefined ? undefined : take(at, picked)
  }

  const isUp = (node: NodeId): boolean => world.locals[index.get(node) as number]?.up === true

  const heal = function* (at: number): Generator<Step> {
    healed = true
    const steps = [take(at, { kind: 'heal', nodes: [], ordinal: 0 })]
    for (const node of plan.revived) {
      if (world.paused.includes(node)) steps.push(take(at, { kind: 'resume', nodes: [node], ordinal: 0 }))
      if (!isUp(node)) steps.push(take(at, { kind: 'boot', nodes: [node], ordinal: 0 }))
    }
    for (const step of steps) if (step !== undefined) yield step
  }

  for (const { node } of shells)
    agenda.add(0, { due: 'planned', planned: { at: 0, kind: 'boot', nodes: [node] } })
  for (const item of plan.planned) agenda.add(item.at, { due: 'planned', planned: item })
  agenda.add(plan.healAt, { due: 'heal' })
  for (;;) {
    const next = agenda.take()
    if (next === undefined || next.at > plan.endAt) return world
    const { at, item } = next
    if (item.due === 'heal') {
      yield* heal(at)
      continue
    }
    const step =
      item.due === 'arrival' || item.due === 'loss'
        ? arrive(at, item.flight, item.due === 'loss')
        : item.due === 'timer'
          ? ring(at, item)
          : planned(at, item)
    if (step !== undefined) yield step
  }
}
