/**
 * A model as a `System` (spec/boundary.ts): worlds as objects, one choice at a time, nothing interned. Slow and
 * plain. Counterexamples are replayed through it before they are printed, and properties compare the fast search
 * with it. Choices are named as the simulator names them.
 */
import type { Applied, Choice, Fact, Message, System } from '../../spec/boundary.ts'
import { same } from '../../spec/canonical.ts'
import type { NodeId } from '../../spec/names.ts'
import { isNumbered, numberedName } from './fresh-names.ts'
import { CRASH, DROP, DUPLICATE, type Letter, type Model, type Move, type Taken } from './model.ts'
import { NameWalk } from './name-walk.ts'
import { Rewriter } from './rewriter.ts'

/** A message in flight. */
export interface Flight {
  readonly from: NodeId
  readonly to: NodeId
  readonly message: Message
}

/** A world as it is: local states in the order of the model's nodes, messages in the order of sending. */
export interface PlainWorld<L = unknown> {
  readonly locals: readonly L[]
  readonly flights: readonly Flight[]
  /** How often each budget was used. */
  readonly spent: Readonly<Record<string, number>>
  /** Fresh names so far: a model may spell a new one like an old one, here each gets its own number. */
  readonly drawn: number
}

/** The system of a model. `opening` facts are those of the model's beginning. */
export interface PlainSystem<L> extends System<PlainWorld<L>> {
  readonly opening: readonly Fact[]
}

/** The system of a model. */
export function systemOf<L>(model: Model<L>): PlainSystem<L> {
  let initial: PlainWorld<L> = { locals: [], flights: [], spent: {}, drawn: 0 }
  const opening: Fact[] = []
  model.initial.forEach((taken, node) => {
    const [own, drawn] = numbered(model, initial.drawn, taken)
    const flights = sent(model, initial.flights, node, own.sends)
    initial = { ...initial, locals: [...initial.locals, own.local], flights, drawn }
    opening.push(...own.facts)
  })
  return {
    initial,
    opening,
    enabled: (world) => candidates(model, world).filter((choice) => apply(model, world, choice).ok),
    apply: (world, choice) => apply(model, world, choice),
  }
}

function sent<L>(
  model: Model<L>,
  flights: readonly Flight[],
  node: number,
  sends: Taken<L>['sends'],
): readonly Flight[] {
  const from = model.nodes[node]!
  const all = [...flights]
  for (const { to, message } of sends) {
    const flight = { from, to, message }
    if (model.order !== 'set' || !all.some((other) => same(other, flight))) all.push(flight)
  }
  return all
}

// Every choice that might be enabled; those that are not are refused by `apply`.
function candidates<L>(model: Model<L>, world: PlainWorld<L>): Choice[] {
  const counts = new Map<string, number>()
  const links = world.flights.map(({ from, to }) => {
    const ordinal = counts.get(from + to) ?? 0
    counts.set(from + to, ordinal + 1)
    return { nodes: [from, to], ordinal }
  })
  const arrivals = links.map((link) => ({ kind: 'deliver', ...link }))
  const moves = model.nodes.flatMap((node, place) =>
    model.moves(place, world.locals[place]!).map(({ kind, ordinal }) => ({ kind, nodes: [node], ordinal })),
  )
  const own = [...arrivals, ...moves]
  const cut = within(model, world, CRASH) ? own.flatMap((choice) => cuts(model, world, choice)) : []
  const mishaps = links.flatMap((link) => [
    { kind: DROP, ...link },
    { kind: DUPLICATE, ...link },
  ])
  return [...own, ...cut, ...mishaps]
}

// The places in which the node can crash within the step that a choice causes.
function cuts<L>(model: Model<L>, world: PlainWorld<L>, choice: Choice): Choice[] {
  const act = actOf(model, world, choice)
  const taken = act === undefined ? 'ignored' : model.step(act.node, world.locals[act.node]!, act.input)
  if (typeof taken === 'string') return []
  // Where messages are lost, what was sent before a crash may be lost after it (cuts.ts).
  const places = taken.effects + (model.overflow === 'lost' ? 1 : 0)
  return Array.from({ length: places }, (_, crashAfter) => ({ ...choice, crashAfter }))
}

function within<L>(model: Model<L>, world: PlainWorld<L>, budget: string): boolean {
  return (world.spent[budget] ?? 0) < (model.budgets[budget] ?? 0)
}

function spend<L>(world: PlainWorld<L>, budget: string): PlainWorld<L> {
  return { ...world, spent: { ...world.spent, [budget]: (world.spent[budget] ?? 0) + 1 } }
}

interface Act {
  readonly node: number
  readonly input: Letter | Move
  /** The message that is used up. */
  readonly flight?: Flight
}

// What a choice means here, or undefined: nothing.
function actOf<L>(model: Model<L>, world: PlainWorld<L>, { kind, nodes, ordinal }: Choice): Act | undefined {
  const [first, second] = nodes
  if (kind !== 'deliver') {
    const node = model.nodes.indexOf(first as NodeId)
    const moves = node < 0 ? [] : model.moves(node, world.locals[node]!)
    const input = moves.find((move) => move.kind === kind && move.ordinal === ordinal)
    return input === undefined ? undefined : { node, input }
  }
  const flight = flightOf(world, nodes, ordinal)
  // A queue delivers its first; the others wait.
  if (flight === undefined || (model.order === 'ordered' && ordinal > 0)) return undefined
  const input = { from: flight.from, message: flight.message }
  return { node: model.nodes.indexOf(second as NodeId), input, flight }
}

function flightOf(world: { readonly flights: readonly Flight[] }, nodes: readonly NodeId[], ordinal: number) {
  return world.flights.filter(({ from, to }) => from === nodes[0] && to === nodes[1])[ordinal]
}

function apply<L>(model: Model<L>, world: PlainWorld<L>, choice: Choice): Applied<PlainWorld<L>> {
  if (choice.kind === DROP || choice.kind === DUPLICATE) return mishap(model, world, choice)
  const act = actOf(model, world, choice)
  if (act === undefined) return refused('there is no such choice')
  const { node, input, flight } = act
  let after = world
  if ('spends' in input && input.spends !== undefined) {
    if (!within(model, world, input.spends)) return refused(`no ${input.spends} is left`)
    after = spend(after, input.spends)
  }
  if (choice.crashAfter !== undefined) {
    if (!within(model, world, CRASH)) return refused('no crash is left')
    after = spend(after, CRASH)
  }
  if (flight !== undefined && model.order !== 'set') after = without(after, flight)
  const taken = model.step(node, world.locals[node]!, input, choice.crashAfter)
  if (taken === 'down') return refused('the node is down')
  if (taken === 'ignored') {
    return after.flights === world.flights
      ? refused('nothing comes of it')
      : { ok: true, world: after, facts: [] }
  }
  if (model.within?.(node, taken.local) === false) return refused('it leads outside of the bounds')
  const [own, drawn] = numbered(model, world.drawn, taken)
  const flights = sent(model, after.flights, node, own.sends)
  if (isRefused(model, flights) && own.sends.length > 0) return refused('too many messages in flight')
  const locals = world.locals.map((local, place) => (place === node ? own.local : local))
  return { ok: true, world: { ...after, locals, flights, drawn }, facts: own.facts }
}

// Gives the fresh names of a step, which the model spelled as it liked, numbers that no other name has.
function numbered<L>(model: Model<L>, drawn: number, taken: Taken<L>): readonly [Taken<L>, number] {
  const { local, sends, facts } = taken
  const fresh = new NameWalk(model.rewrite).namesIn([sends, facts, local]).filter((name) => !isNumbered(name))
  if (fresh.length === 0) return [taken, drawn]
  const map = new Map(fresh.map((name, at) => [name, numberedName(name, drawn + at)]))
  const own = new Rewriter(map, model.rewrite).value({ local, sends, facts })
  return [{ ...taken, ...(own as Pick<Taken<L>, 'local' | 'sends' | 'facts'>) }, drawn + fresh.length]
}

function mishap<L>(
  model: Model<L>,
  world: PlainWorld<L>,
  { kind, nodes, ordinal }: Choice,
): Applied<PlainWorld<L>> {
  const flight = flightOf(world, nodes, ordinal)
  // Of a queue it is the first that is lost or doubled, when it is due.
  const waits = model.order === 'ordered' && ordinal > 0
  if (flight === undefined || waits || model.order === 'set') return refused('there is no such message')
  const place = model.nodes.indexOf(flight.to)
  const { from, message } = flight
  const down = model.step(place, world.locals[place]!, { from, message }) === 'down'
  const free = kind === DROP && (down || model.overflow === 'lost')
  if (!free && !within(model, world, kind)) return refused(`no ${kind} is left`)
  const after = free ? world : spend(world, kind)
  if (kind === DROP) return { ok: true, world: without(after, flight), facts: [] }
  const at = model.order === 'ordered' ? after.flights.indexOf(flight) + 1 : after.flights.length
  const flights = [...after.flights.slice(0, at), { ...flight }, ...after.flights.slice(at)]
  return isRefused(model, flights)
    ? refused('too many messages in flight')
    : { ok: true, world: { ...after, flights }, facts: [] }
}

function without<L>(world: PlainWorld<L>, flight: Flight): PlainWorld<L> {
  return { ...world, flights: world.flights.filter((other) => other !== flight) }
}

// Where the network loses what is too much, drops come next (concretise.ts).
function isRefused<L>({ overflow, inFlightMax }: Model<L>, { length }: readonly Flight[]): boolean {
  return overflow !== 'lost' && inFlightMax !== undefined && length > inFlightMax
}

function refused(why: string): Applied<never> {
  return { ok: false, why }
}
