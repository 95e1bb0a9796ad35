/**
 * From a path of canonical worlds to choices that replay: from the beginning, each choice is looked for that leads
 * into the next world's orbit, in the plain system. So a trace is never printed that was not run once more, by code
 * that interns nothing and knows no symmetry: the plain system, or the simulator itself.
 */
import type { Choice, Fact, System } from '../../spec/boundary.ts'
import { same } from '../../spec/canonical.ts'
import { allSubsets, subsets } from './losses.ts'
import type { Model } from './model.ts'
import type { Search } from './search.ts'
import { type Flight, type PlainWorld, systemOf } from './system.ts'

/** What replays traces: a system whose worlds can be seen as the model's. */
export interface Replayer<L, W = unknown> {
  /** Begins where the model does: after its opening choices. */
  readonly system: System<W>
  readonly plain: (world: W) => PlainWorld<L>
  /** What the model takes to follow at once, if anything does: one of these lists of choices. */
  readonly follows?: (world: W) => readonly (readonly Choice[])[]
}

/** The plain system of a model, which replays for models that nobody else runs. */
export function plainly<L>(model: Model<L>): Replayer<L, PlainWorld<L>> {
  return { system: systemOf(model), plain: (world) => world }
}

/** A run of a replayer's system. */
export interface Replayed {
  readonly choices: readonly Choice[]
  readonly facts: readonly Fact[]
  /** What the claims' folds came to. */
  readonly folded: readonly unknown[]
}

/** A choice with what it led to, with what followed, and with the losses that made room for what it sends. */
export interface Way<W> {
  readonly choices: readonly Choice[]
  readonly world: W
  readonly facts: readonly Fact[]
}

/**
 * The choices along a path, each world of which is given by its settled slots, the first one included. Throws when
 * no choice leads on: then the search and the system disagree, which is a defect.
 */
export function concretise<L, W>(
  search: Search<L>,
  path: readonly Int32Array[],
  replayer: Replayer<L, W>,
): Replayed {
  const { space } = search
  const fold = (values: readonly unknown[], more: readonly Fact[]) => foldedOver(search, values, more)
  let world = replayer.system.initial
  let folded = foldedOver(search)
  const choices: Choice[] = []
  const facts: Fact[] = []
  for (const target of path.slice(1)) {
    const next = replayer.system
      .enabled(world)
      .flatMap((choice) => waysOf(search, replayer, world, choice))
      .map((taken) => ({ taken, after: fold(folded, taken.facts) }))
      .find(({ taken, after }) => {
        const slots = slotsOf(search, replayer.plain(taken.world), after)
        search.settleOne(slots)
        return slots.every((value, slot) => value === target[slot])
      })
    if (next === undefined)
      throw new Error(`defect: ${space.model.name}: no choice leads from world ${choices.length} on`)
    choices.push(...next.taken.choices)
    facts.push(...next.taken.facts)
    world = next.taken.world
    folded = next.after
  }
  return { choices: [...space.model.opening, ...choices], facts, folded }
}

/** The ways on from a world by one choice, as the model takes it: a step of the search is one of them. */
export function waysOf<L, W>(
  search: Search<L>,
  replayer: Replayer<L, W>,
  world: W,
  choice: Choice,
): readonly Way<W>[] {
  const { system, plain } = replayer
  const applied = system.apply(world, choice)
  if (!applied.ok) return []
  const before = plain(world).flights
  const { flights } = plain(applied.world)
  const unsure = flights.slice(flights.length - unsureIn(search, replayer, world, choice))
  const taken: Way<W> = { choices: [choice], world: applied.world, facts: applied.facts }
  return followed(replayer, taken).flatMap((whole) =>
    lost(search.space.model, replayer, whole, before, unsure),
  )
}

// How many of the messages of a step that a crash cuts short may be lost with it: those of its last broadcast (cuts.ts).
function unsureIn<L, W>(
  { space }: Search<L>,
  { system, plain }: Replayer<L, W>,
  world: W,
  choice: Choice,
): number {
  const { crashAfter } = choice
  if (space.model.overflow !== 'lost' || crashAfter === undefined) return 0
  const cuts = Array.from({ length: crashAfter + 1 }, (_, after) => {
    const applied = system.apply(world, { ...choice, crashAfter: after })
    if (!applied.ok) throw new Error(`defect: ${space.model.name}: no crash where there was one`)
    const { locals, flights } = plain(applied.world)
    return { flights, shows: [locals, applied.facts.filter(({ fact }) => space.folds.isRead(fact))] }
  })
  const whole = cuts[crashAfter]!
  const first = cuts.find(({ shows }) => same(shows, whole.shows))!
  return whole.flights.length - first.flights.length
}

function followed<L, W>({ system, follows }: Replayer<L, W>, taken: Way<W>): readonly Way<W>[] {
  const ways = follows?.(taken.world) ?? []
  if (ways.length === 0) return [taken]
  return ways.map((way) =>
    way.reduce((now, choice) => {
      const applied = system.apply(now.world, choice)
      if (!applied.ok) throw new Error(`defect: what follows cannot happen: ${applied.why}`)
      const { world, facts } = applied
      return { choices: [...now.choices, choice], world, facts: [...now.facts, ...facts] }
    }, taken),
  )
}

// Every way to lose what is too much of what was there before the choice; what is sent is kept, but for what is more than
// there is room for, and for the last broadcast of a step that a crash cut short.
function lost<L, W>(
  { name, inFlightMax = Number.MAX_VALUE }: Model<L>,
  { system, plain }: Replayer<L, W>,
  taken: Way<W>,
  before: readonly Flight[],
  unsure: readonly Flight[],
): Way<W>[] {
  const { flights } = plain(taken.world)
  const places = [...flights.keys()]
  const old = places.filter((place) => before.includes(flights[place]!))
  const cut = places.filter((place) => unsure.includes(flights[place]!))
  const ways = allSubsets(cut).flatMap((gone) => {
    const sent = places.filter((place) => !old.includes(place) && !gone.includes(place))
    const excess = flights.length - gone.length - inFlightMax
    // A step that sends more than there is room for: any part of it stays, and nothing else.
    const isMore = sent.length > inFlightMax
    const ways = isMore ? subsets(sent, sent.length - inFlightMax) : subsets(old, Math.max(0, excess))
    return ways.map((more) => [...gone, ...(isMore ? old : []), ...more])
  })
  return ways.map((way) => {
    let { world } = taken
    // Newest first, so that the ordinals of the others stay.
    const drops = way
      .toSorted((a, b) => b - a)
      .map((place): Choice => {
        const { from, to } = flights[place]!
        const onLink = flights.slice(0, place).filter((other) => other.from === from && other.to === to)
        return { kind: 'drop', nodes: [from, to], ordinal: onLink.length }
      })
    for (const drop of drops) {
      const applied = system.apply(world, drop)
      if (!applied.ok) throw new Error(`defect: ${name}: a message cannot be lost: ${applied.why}`)
      world = applied.world
    }
    return { ...taken, choices: [...taken.choices, ...drops], world }
  })
}

/** Accumulators after these facts; none given, those with which a model's beginning leaves them. */
export function foldedOver<L>(
  { space }: Search<L>,
  values = space.folds.startValues,
  facts: readonly Fact[] = space.model.initial.flatMap((taken) => taken.facts),
): readonly unknown[] {
  return facts.reduce((all, fact) => all.map((value, claim) => space.folds.after(claim, value, fact)), values)
}

/** A plain world as slots, not settled. */
export function slotsOf<L>(search: Search<L>, world: PlainWorld<L>, folded: readonly unknown[]): Int32Array {
  const { space } = search
  const { nodes, locals, letters, inboxes, budgets, folds } = space
  const slots = new Int32Array(space.slots)
  world.locals.forEach((local, place) => {
    slots[place] = locals[place]!.idOf(local)
    const inbox = world.flights
      .filter(({ to }) => space.placeOf(to) === place)
      .map(({ from, message }) => letters[place]!.idOf({ from, message }))
    slots[nodes + place] = inboxes[place]!.idOf(inbox)
  })
  slots[space.accumulators] = folds.accumulatorsId(folded)
  const left = budgets.names.map((name) => space.model.budgets[name]! - (world.spent[name] ?? 0))
  slots[space.budget] = budgets.idOf(left)
  return slots
}
