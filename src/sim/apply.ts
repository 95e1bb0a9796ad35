/**
 * What each choice does to a world. Pure; a choice that is not enabled is refused with a reason, since choice
 * files are edited by people.
 */
import type { Choice, Message } from '../../spec/boundary.ts'
import type { NodeId } from '../../spec/names.ts'
import { BUDGETED, within } from './choices.ts'
import { crashed, type Local } from './local.ts'
import type { Input, Outcome } from './node.ts'
import {
  type Applied,
  type Flight,
  type Happened,
  isCut,
  type Past,
  type Scenario,
  type World,
  withPlace,
} from './world.ts'

/** Takes one step of the node at this place: stepNode, or a memo of it. */
export type Stepper = (place: number, local: Local, input: Input, choice: Choice, world: World) => Outcome

/** What apply needs besides the world. */
export interface Rules {
  readonly scenario: Scenario
  readonly place: ReadonlyMap<NodeId, number>
  readonly step: Stepper
}

/** The next world. */
export function apply(rules: Rules, before: World, choice: Choice): Applied {
  const { scenario } = rules
  if (
    BUDGETED.includes(choice.kind) &&
    !within(scenario, before, choice.kind) &&
    !isLostAnyway(rules, before, choice)
  )
    return refuse(choice, 'its budget is used up')
  const world = choice.after === undefined ? before : { ...before, now: before.now + choice.after }
  const deed = DEEDS[choice.kind]
  if (deed === undefined) return refuse(choice, 'there is no such kind')
  return deed(rules, world, choice)
}

// A message on a cut link, or to a node without power, is lost without anybody paying for it.
function isLostAnyway({ scenario, place }: Rules, world: World, { kind, nodes }: Choice): boolean {
  const [from, to] = nodes
  if (kind !== 'drop' || from === undefined || to === undefined) return false
  const at = place.get(to)
  return (
    at !== undefined && scenario.shells[at] !== undefined && (isCut(world, from, to) || !world.locals[at]?.up)
  )
}

function refuse({ kind, nodes, ordinal }: Choice, why: string): Applied {
  return { ok: false, why: `${kind} ${nodes.join(' ')} ${ordinal}: ${why}` }
}

type Deed = (rules: Rules, world: World, choice: Choice) => Applied

function happened(world: World, extra: Partial<Happened> = {}): Happened {
  return { ok: true, world, facts: [], sent: [], armed: [], node: -1, ...extra }
}

function spend(world: World, kind: string): World {
  return { ...world, spent: { ...world.spent, [kind]: (world.spent[kind] ?? 0) + 1 } }
}

/** Steps a node and puts what it did into the world. */
function run(rules: Rules, world: World, place: number, input: Input, choice: Choice): Happened {
  const local = world.locals[place] as Local
  const shell = rules.scenario.shells[place] as Scenario['shells'][number]
  const out = rules.step(place, local, input, choice, world)
  const sent: Flight[] = out.sends.map(({ to, message }) => ({ from: shell.node, to, message }))
  const keeps = (rules.scenario.budgets.replay ?? 0) > 0 && shell.role !== 'hsm'
  const next: World = {
    ...world,
    locals: out.local === local ? world.locals : withPlace(world.locals, place, out.local),
    flights: sent.length === 0 ? world.flights : [...world.flights, ...sent],
    seen: keeps && sent.length > 0 ? [...world.seen, ...sent] : world.seen,
    draws:
      out.drawn === 0
        ? world.draws
        : withPlace(world.draws, place, (world.draws[place] as number) + out.drawn),
    pasts: remember(rules, world, place, out),
  }
  return happened(next, { facts: out.facts, sent, armed: out.armed, node: place })
}

// Old copies cost memory, and are kept only where somebody may use them.
function remember(
  { scenario: { budgets } }: Rules,
  world: World,
  place: number,
  out: Outcome,
): World['pasts'] {
  const used = (budgets.rollback ?? 0) + (budgets.clone ?? 0) + (budgets.tear ?? 0) > 0
  if (!used || out.stored.length === 0) return world.pasts
  let past = world.pasts[place] as Past | null
  for (const cells of out.stored) past = { cells, older: past }
  return withPlace(world.pasts, place, past)
}

/** The flight that a choice names, or why there is none. */
function named(list: readonly Flight[], { nodes: [from, to], ordinal }: Choice): Flight | undefined {
  let seen = 0
  for (const flight of list) {
    if (flight.from === from && flight.to === to && seen++ === ordinal) return flight
  }
  return undefined
}

function without(world: World, flight: Flight): World {
  return { ...world, flights: world.flights.filter((other) => other !== flight) }
}

const onNode =
  (deed: (rules: Rules, world: World, place: number, node: NodeId, choice: Choice) => Applied): Deed =>
  (rules, world, choice) => {
    const node = choice.nodes[0]
    const place = node === undefined ? undefined : rules.place.get(node)
    if (node === undefined || place === undefined) return refuse(choice, 'there is no such node')
    return deed(rules, world, place, node, choice)
  }

const onFlight =
  (deed: (rules: Rules, world: World, flight: Flight, choice: Choice) => Applied): Deed =>
  (rules, world, choice) => {
    const flight = named(world.flights, choice)
    return flight === undefined
      ? refuse(choice, 'no such message is in flight')
      : deed(rules, world, flight, choice)
  }

function deliver(rules: Rules, world: World, flight: Flight, choice: Choice): Applied {
  const place = rules.place.get(flight.to)
  if (place === undefined) return happened(without(world, flight))
  if (isCut(world, flight.from, flight.to)) return refuse(choice, 'the link is cut')
  if (!world.locals[place]?.up) return refuse(choice, 'the node is down')
  if (world.paused.includes(flight.to)) return refuse(choice, 'the node is paused')
  const message: Message = flight.message
  return run(rules, without(world, flight), place, { kind: 'message', from: flight.from, message }, choice)
}

function boot(rules: Rules, world: World, place: number, node: NodeId, choice: Choice): Applied {
  if (world.locals[place]?.up) return refuse(choice, 'the node is up')
  const count = world.boots[place] as number
  const { twin, seed } = rules.scenario
  const incarnation = twin.draw(seed, `${node}/boot/${count}`, 16)
  const counted = { ...world, boots: withPlace(world.boots, place, count + 1) }
  return run(rules, counted, place, { kind: 'boot', incarnation }, choice)
}

function restored(rules: Rules, world: World, place: number, choice: Choice): Past | null {
  let past = world.pasts[place] ?? null
  for (let i = 0; i < choice.ordinal && past !== null; i++) past = past.older
  return rules.scenario.shells[place]?.role === 'hsm' ? past : null
}

const DEEDS: Readonly<Record<string, Deed>> = {
  deliver: onFlight(deliver),
  drop: onFlight((rules, world, flight, choice) =>
    happened(
      isLostAnyway(rules, world, choice) ? without(world, flight) : spend(without(world, flight), 'drop'),
    ),
  ),
  duplicate: onFlight((_r, world, flight) => {
    const copy = { ...flight }
    return happened({ ...spend(world, 'duplicate'), flights: [...world.flights, copy] }, { sent: [copy] })
  }),
  replay: (_r, world, choice) => {
    const flight = named(world.seen, choice)
    if (flight === undefined) return refuse(choice, 'no such message was seen')
    const copy = { ...flight }
    return happened({ ...spend(world, 'replay'), flights: [...world.flights, copy] }, { sent: [copy] })
  },
  timer: onNode((rules, world, place, node, choice) => {
    const armed = world.locals[place]?.timers[choice.ordinal]
    if (armed === undefined) return refuse(choice, 'no such timer is armed')
    if (world.paused.includes(node)) return refuse(choice, 'the node is paused')
    return run(rules, world, place, { kind: 'timer', machine: armed.machine, timer: armed.timer }, choice)
  }),
  begin: onNode((rules, world, place, node, choice) => {
    const begun = world.begun[place] as number
    const next = rules.scenario.operations.filter((operation) => operation.node === node)[begun]
    if (next === undefined) return refuse(choice, 'no operation is left')
    if (!world.locals[place]?.up) return refuse(choice, 'the node is down')
    const counted = { ...world, begun: withPlace(world.begun, place, begun + 1) }
    return run(rules, counted, place, { kind: 'tell', machine: next.machine, event: next.event }, choice)
  }),
  boot: onNode(boot),
  crash: onNode((_r, world, place, node, choice) => {
    const local = world.locals[place] as Local
    if (!local.up) return refuse(choice, 'the node is down')
    const locals = withPlace(world.locals, place, crashed(local))
    return happened({ ...spend(world, 'crash'), locals }, { facts: [{ fact: 'crashed', node }], node: place })
  }),
  pause: onNode((_r, world, _p, node) =>
    happened({ ...spend(world, 'pause'), paused: [...new Set([...world.paused, node])].sort() }),
  ),
  resume: onNode((_r, world, _p, node) =>
    happened({ ...world, paused: world.paused.filter((n) => n !== node) }),
  ),
  heal: (_r, world) => happened({ ...world, cuts: [] }),
  cut: (rules, world, choice) => {
    const [from, to] = choice.nodes
    if (from === undefined || to === undefined || !rules.place.has(from) || !rules.place.has(to))
      return refuse(choice, 'there is no such link')
    const cuts = [...new Set([...world.cuts, `${from}>${to}`])].sort()
    return happened({ ...spend(world, 'cut'), cuts })
  },
  // Cuts the named nodes off from all others, both ways; among themselves they still talk.
  isolate: (rules, world, choice) => {
    if (choice.nodes.some((node) => !rules.place.has(node))) return refuse(choice, 'there is no such node')
    const cuts = new Set(world.cuts)
    for (const inside of choice.nodes) {
      for (const { node: outside } of rules.scenario.shells) {
        if (!choice.nodes.includes(outside)) cuts.add(`${inside}>${outside}`).add(`${outside}>${inside}`)
      }
    }
    return happened({ ...spend(world, 'isolate'), cuts: [...cuts].sort() })
  },
  rollback: onNode((rules, world, place, node, choice) =>
    setBack(rules, world, place, node, choice, 'rollback'),
  ),
  // The last write is lost: the copy before it.
  tear: onNode((rules, world, place, node, choice) =>
    setBack(rules, world, place, node, { ...choice, ordinal: 1 }, 'tear'),
  ),
  clone: onNode((rules, world, place, node, choice) => {
    const past = restored(rules, world, place, choice)
    if (past === null) return refuse(choice, 'there is no such copy')
    const local = world.locals[place] as Local
    if (!local.up || world.aside[place] !== null) return refuse(choice, 'the node cannot be cloned now')
    const copy: Local = { ...crashed(local), cells: past.cells }
    const parted = {
      ...spend(world, 'clone'),
      aside: withPlace(world.aside, place, local),
      locals: withPlace(world.locals, place, copy),
    }
    const booted = boot(rules, parted, place, node, { ...choice, kind: 'boot' })
    if (!booted.ok) return booted
    return { ...booted, facts: [{ fact: 'rolledBack', node, cells: past.cells }, ...booted.facts] }
  }),
  swap: onNode((_r, world, place, _n, choice) => {
    const other = world.aside[place]
    if (other === null || other === undefined) return refuse(choice, 'there is no second instance')
    const locals = withPlace(world.locals, place, other)
    return happened({
      ...spend(world, 'swap'),
      locals,
      aside: withPlace(world.aside, place, world.locals[place] as Local),
    })
  }),
}

function setBack(
  rules: Rules,
  world: World,
  place: number,
  node: NodeId,
  choice: Choice,
  kind: string,
): Applied {
  const past = restored(rules, world, place, choice)
  if (past === null) return refuse(choice, 'there is no such copy')
  const local = world.locals[place] as Local
  if (local.up) return refuse(choice, 'the node is up')
  const locals = withPlace(world.locals, place, { ...local, cells: past.cells })
  const fact = { fact: 'rolledBack', node, cells: past.cells } as const
  return happened({ ...spend(world, kind), locals }, { facts: [fact], node: place })
}
