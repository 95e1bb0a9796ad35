/**
 * A second search of a scope's worlds, written by hand to count what the checker counts (docs/checking.md). It shares
 * with the checker what a scope says (machines, claims, bounds) and the simulator's step of a node, nothing else:
 * parts are told apart by their JSON text, and an orbit's name is the least over all permutations of the replicas.
 * For scopes without outages, whose worlds hold no fresh names.
 */
import type { Claim, Fact } from '../spec/boundary.ts'
import { rename } from '../spec/names.ts'
import type { Shell } from '../spec/shell.ts'
import type { ScopeWorld } from '../src/scopes/scope.ts'
import { type Local, powerless } from '../src/sim/local.ts'
import { type Input, stepNode } from '../src/sim/node.ts'

/** Parts by the numbers of their texts; letters ascending, accumulators by claim. */
interface World {
  readonly locals: readonly number[]
  readonly letters: readonly number[]
  readonly folded: readonly number[]
  readonly begun: number
}
type Replica = { readonly node: Local; readonly begun: number }
// Null: it leads outside of the bounds.
type Did = { readonly local: number; readonly sends: readonly number[]; readonly facts: number } | null
type Letter = Extract<Input, { kind: 'message' }> & { readonly to: string }

/** One search of one scope. */
export class PlainSearch {
  private readonly it: ScopeWorld
  private readonly shells: readonly Shell[]
  private readonly permutations: readonly (readonly number[])[]
  private readonly ids = new Map<string, number>()
  private readonly values: unknown[] = []
  private readonly known = new Map<string, unknown>()
  private readonly renamed: readonly Map<number, number>[]
  private readonly fallen = this.idOf({ broken: true })

  constructor(it: ScopeWorld) {
    this.it = it
    this.shells = it.scope.scenario.shells
    this.permutations = orders([...this.shells.keys()])
    this.renamed = this.permutations.map(() => new Map())
  }

  /** Visits every world, breadth first; counts as the checker does. `broken`: does some world break a claim? */
  count() {
    let [level, generated, depth] = [[this.first()], 1, 0]
    const found = new Set(level.map((world) => this.name(world)))
    for (; level.length > 0; depth++) {
      const next: World[] = []
      for (const world of level) {
        for (const after of this.after(world)) {
          generated++
          const name = this.name(after)
          if (!found.has(name)) next.push(after)
          found.add(name)
        }
      }
      level = next
    }
    return { distinct: found.size, generated, depth, broken: this.known.has('broken') }
  }

  private first(): World {
    const starts = this.it.claims.map((claim) => this.idOf(claim.start(this.it.setting)))
    const world: World = { locals: [], letters: [], folded: starts, begun: 0 }
    return this.shells.reduce((before, { node, cells }, place) => {
      const off = { node: powerless(cells), begun: 0 }
      const incarnation = this.it.scope.scenario.twin.draw('check', `${node}/boot`, 16)
      return [...this.taken(before, place, this.step(place, off, { kind: 'boot', incarnation }))][0] as World
    }, world)
  }

  private *after(world: World): Generator<World> {
    const { letters, locals, begun } = world
    for (const [place, { node: self }] of this.shells.entries()) {
      const replica = this.values[locals[place] as number] as Replica
      const take = (input: Input, before = replica) =>
        this.remember(`${place} ${locals[place]} ${JSON.stringify(input)}`, () =>
          this.step(place, before, input),
        )
      for (const letter of new Set(letters)) {
        const message = this.values[letter] as Letter
        const rest = letters.toSpliced(letters.indexOf(letter), 1)
        if (message.to === self) yield* this.taken({ ...world, letters: rest }, place, take(message))
      }
      for (const { machine, timer } of replica.node.timers)
        yield* this.taken(world, place, take({ kind: 'timer', machine, timer }))
      const { scenario, mayBegin } = this.it.scope
      const next = scenario.operations.filter(({ node }) => node === self)[replica.begun]
      if (next === undefined || begun >= (scenario.budgets.begin ?? 0) || mayBegin?.(replica.node) === false)
        continue
      const did = take({ kind: 'tell', ...next }, { ...replica, begun: replica.begun + 1 })
      yield* this.taken({ ...world, begun: begun + 1 }, place, did)
    }
  }

  // The worlds after a step: where its messages do not fit, each way to lose as many of the others as must go.
  private *taken(world: World, place: number, did: Did): Generator<World> {
    const { inFlightMax = Number.POSITIVE_INFINITY } = this.it.scope
    if (did === null) return
    const { local, sends, facts } = did
    if (sends.length > inFlightMax) throw new Error('it counts no scope in which one step sends so much')
    const locals = world.locals.toSpliced(place, 1, local)
    const folded = world.folded.map((before, claim) =>
      this.remember(`${claim} ${before} ${facts}`, () =>
        this.fold(claim, before, this.values[facts] as Fact[]),
      ),
    )
    const room = Math.min(world.letters.length, inFlightMax - sends.length)
    const ways = new Map(choose(world.letters, room).map((kept) => [`${kept}`, kept]))
    for (const kept of ways.values())
      yield { ...world, locals, folded, letters: [...kept, ...sends].sort((a, b) => a - b) }
  }

  private step(place: number, { node, begun }: Replica, input: Input): Did {
    const { scenario, log, within } = this.it.scope
    const shell = this.shells[place] as Shell
    const out = stepNode(shell, scenario.twin, log, node, input, { seed: 'check', drawFrom: 0 })
    if (within?.(out.local, shell) === false) return null
    const sends = out.sends.map((sent) => this.idOf({ kind: 'message', from: shell.node, ...sent }))
    return { local: this.idOf({ node: out.local, begun }), sends, facts: this.idOf(out.facts) }
  }

  // All worlds in which a claim is broken count as one; what only its witness looks at is put back.
  private fold(at: number, before: number, facts: readonly Fact[]): number {
    const { reads, step, broken, start, latches = [] } = this.it.claims[at] as Claim
    if (before === this.fallen) return before
    const all = facts.filter(({ fact }) => reads.includes(fact))
    const value = all.reduce((now, fact) => step(now, fact), this.values[before])
    if (broken(value) !== null) return this.remember('broken', () => this.fallen)
    return this.idOf(
      latches.reduce((now, path) => reset(now, start(this.it.setting), path.split('.')), value),
    )
  }

  // The least text over all permutations of the replicas.
  private name({ locals, letters, folded, begun }: World): string {
    const names = this.permutations.map((places, at) => {
      const moved: number[] = []
      for (const [place, to] of places.entries()) moved[to] = this.rename(at, locals[place] as number)
      const flying = letters.map((letter) => this.rename(at, letter)).sort((a, b) => a - b)
      return `${moved} ${flying} ${folded.map((value) => this.rename(at, value))} ${begun}`
    })
    return names.reduce((least, name) => (name < least ? name : least))
  }

  private rename(at: number, id: number): number {
    const known = this.renamed[at]?.get(id)
    if (known !== undefined) return known
    const places = this.permutations[at] as readonly number[]
    const node = (place: number) => this.shells[place]?.node as string
    const map = new Map(places.map((to, place) => [node(place), node(to)]))
    const value = rename(map, this.values[id], (text) => {
      if (text[0] === '~') throw new Error('a fresh name, which this search does not know')
      return this.it.scope.scenario.twin.rewrite(map, text as never)
    })
    const next = this.idOf(value)
    this.renamed[at]?.set(id, next)
    return next
  }

  private idOf(value: unknown): number {
    const text = JSON.stringify(value, sorted)
    const known = this.ids.get(text)
    if (known !== undefined) return known
    this.ids.set(text, this.values.length)
    return this.values.push(JSON.parse(text)) - 1
  }

  private remember<T>(key: string, make: () => T): T {
    const known = this.known.get(key) as T | undefined
    if (known !== undefined) return known
    const made = make()
    this.known.set(key, made)
    return made
  }
}

function sorted(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function reset(value: unknown, start: unknown, [field, ...rest]: readonly string[]): unknown {
  if (field === undefined) return start
  const own = value as Record<string, unknown>
  return { ...own, [field]: reset(own[field], (start as typeof own)[field], rest) }
}

function orders(items: readonly number[]): readonly (readonly number[])[] {
  if (items.length === 0) return [[]]
  return items.flatMap((item) =>
    orders(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  )
}

function choose(items: readonly number[], size: number): readonly (readonly number[])[] {
  if (size === 0) return [[]]
  return items.flatMap((item, at) => choose(items.slice(at + 1), size - 1).map((rest) => [item, ...rest]))
}
