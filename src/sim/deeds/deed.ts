/** What all deeds share: the rules they work by, and how a node's step becomes part of the next world. */
import type { Choice } from '../../../spec/boundary.ts'
import type { NodeId } from '../../../spec/names.ts'
import type { Shell } from '../../../spec/shell.ts'
import type { Local } from '../local.ts'
import type { Input, Outcome } from '../node.ts'
import {
  type Applied,
  type Flight,
  type Happened,
  moved,
  type Past,
  type Scenario,
  type World,
  withPlace,
} from '../world.ts'

/** Takes one step of the node at this place: stepNode, or a memo of it. */
export type Stepper = (place: number, local: Local, input: Input, choice: Choice, world: World) => Outcome

/** What apply needs besides the world. */
export interface Rules {
  readonly scenario: Scenario
  readonly place: ReadonlyMap<NodeId, number>
  readonly roles: ReadonlyMap<NodeId, Shell['role']>
  readonly step: Stepper
  /** Is there budget left for this kind of choice? */
  readonly within: (world: World, kind: string) => boolean
}

/** What one kind of choice does. */
export type Deed = (rules: Rules, world: World, choice: Choice) => Applied

/** A choice that is not enabled, with the reason. */
export function refuse({ kind, nodes, ordinal }: Choice, why: string): Applied {
  return { ok: false, why: `${kind} ${nodes.join(' ')} ${ordinal}: ${why}` }
}

/** The next world, and what else happened. */
export function happened(world: World, extra: Partial<Happened> = {}): Happened {
  const { facts = [], sent = [], armed = [], node = -1 } = extra
  return { ok: true, world, facts, sent, armed, node }
}

/** The world with one more of this kind paid for. */
export function spend(world: World, kind: string): World {
  return { ...world, spent: { ...world.spent, [kind]: (world.spent[kind] ?? 0) + 1 } }
}

/** A deed on the node that the choice names first. */
export const onNode =
  (deed: (rules: Rules, world: World, place: number, node: NodeId, choice: Choice) => Applied): Deed =>
  (rules, world, choice) => {
    const node = choice.nodes[0]
    const place = node === undefined ? undefined : rules.place.get(node)
    if (node === undefined || place === undefined) return refuse(choice, 'there is no such node')
    return deed(rules, world, place, node, choice)
  }

/** Steps a node and puts what it did into the world. */
export function run(rules: Rules, world: World, place: number, input: Input, choice: Choice): Happened {
  const local = world.locals[place] as Local
  const shell = rules.scenario.shells[place] as Scenario['shells'][number]
  const out = rules.step(place, local, input, choice, world)
  const sent: Flight[] = out.sends.map(({ to, message }) => ({ from: shell.node, to, message }))
  const drawn = (world.draws[place] as number) + out.drawn
  const next = moved(world, {
    locals: out.local === local ? world.locals : withPlace(world.locals, place, out.local),
    flights: sent.length === 0 ? world.flights : world.flights.concat(sent),
    seen: witnessed(rules, world, shell.role, sent),
    overheard: overhears(rules, world, shell, sent),
    draws: out.drawn === 0 ? world.draws : withPlace(world.draws, place, drawn),
    pasts: remember(rules, world, place, out),
  })
  return { ok: true, world: next, facts: out.facts, sent, armed: out.armed, node: place }
}

// Whoever may repeat, mix or forge has seen all that goes over links which are not between HSMs.
function witnessed(
  { scenario: { budgets }, roles }: Rules,
  { seen }: World,
  role: Shell['role'],
  sent: readonly Flight[],
): World['seen'] {
  if (sent.length === 0 || (budgets.replay ?? 0) === 0) return seen
  const open = role === 'hsm' ? sent.filter(({ to }) => roles.get(to) !== 'hsm') : sent
  return open.length === 0 ? seen : [...seen, ...open]
}

// A host hears what its HSMs send to others, and what those send to its own.
function overhears(
  { scenario: { budgets, hosts }, roles }: Rules,
  { overheard }: World,
  { node, role }: Shell,
  sent: readonly Flight[],
): World['overheard'] {
  if ((budgets.echo ?? 0) === 0 || role !== 'hsm') return overheard
  let heard = overheard
  for (const flight of sent) {
    const near = hosts === undefined || hosts.includes(node) || hosts.includes(flight.to)
    if (near && roles.get(flight.to) === 'hsm') heard = { flight, older: heard }
  }
  return heard
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
