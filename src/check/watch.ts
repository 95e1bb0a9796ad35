/** Watches a search for broken claims and properties, and for the situations that must have arisen. */
import type { Batch } from './batch.ts'
import type { Property } from './properties.ts'
import type { Search, Watch } from './search.ts'
import { happeningOf, Window } from './view.ts'

/** The first world that shows a property broken. */
export interface Finding {
  readonly property: string
  readonly why: string
  /** Worlds by number, from the first one on. */
  readonly path: readonly number[]
  /** Of a *step*: the transition at the end of the path, as slots before settling. */
  readonly after?: Int32Array
}

type Kind<L, K> = Extract<Property<L>, { kind: K }>

/** Watches one search. */
export class Properties<L = unknown> implements Watch {
  readonly findings: Finding[] = []
  readonly passed: ((batch: Batch) => void) | undefined
  private readonly search: Search<L>
  private readonly stopsAtFirst: boolean
  private always: Kind<L, 'always'>[]
  private sometimes: Kind<L, 'sometimes'>[]
  private steps: Kind<L, 'step'>[]
  private brokenClaims = 0
  private readonly before: Window<L>
  private readonly after: Window<L>
  private readonly slots: Int32Array
  private readonly next: Int32Array

  constructor(search: Search<L>, properties: readonly Property<L>[], stopsAtFirst: boolean) {
    this.search = search
    this.stopsAtFirst = stopsAtFirst
    const of = <K>(kind: K) => properties.filter((each) => each.kind === kind) as unknown as Kind<L, K>[]
    this.always = of('always')
    this.sometimes = of('sometimes')
    this.steps = of('step')
    this.passed = this.steps.length === 0 ? undefined : (batch) => this.stepsHold(batch)
    this.before = new Window(search.space)
    this.after = new Window(search.space)
    this.slots = new Int32Array(search.space.slots)
    this.next = new Int32Array(search.space.slots)
  }

  get enough(): boolean {
    return this.stopsAtFirst && this.findings.length > 0
  }

  /** Witnesses and *sometimes* that were not reached so far. */
  get notReached(): readonly string[] {
    const { claims, witnessed } = this.search.space.folds
    const silent = claims.filter((_, at) => (witnessed & (1 << at)) === 0)
    return [...silent.map(({ id }) => `${id}: its witness`), ...this.sometimes.map(({ says }) => says)]
  }

  found(from: number, to: number): void {
    const { space, visited } = this.search
    const looks = this.always.length + this.sometimes.length > 0
    if (space.folds.claims.length === 0 && !looks) return
    for (let world = from; world < to; world++) {
      visited.read(world, this.slots)
      this.claimsHold(world, this.slots[space.accumulators]!)
      if (looks) this.worldHolds(world)
    }
  }

  private claimsHold(world: number, accumulators: number): void {
    const { folds } = this.search.space
    const broken = folds.broken(accumulators) & ~this.brokenClaims
    if (broken === 0) return
    this.brokenClaims |= broken
    folds.claims.forEach(({ id, says }, at) => {
      if ((broken & (1 << at)) !== 0)
        this.findings.push({ property: id, why: says, path: this.pathTo(world) })
    })
  }

  private worldHolds(world: number): void {
    const view = this.before.show(this.slots)
    this.sometimes = this.sometimes.filter(({ holds }) => !holds(view))
    this.always = this.always.filter(({ says, holds }) => {
      if (holds(view)) return true
      this.findings.push({
        property: says,
        why: 'a world in which it does not hold',
        path: this.pathTo(world),
      })
      return false
    })
  }

  private stepsHold(batch: Batch): void {
    const { space, steps, rows, visited } = this.search
    for (let at = 0; at < batch.count && this.steps.length > 0; at++) {
      const world = batch.parents[at]!
      visited.read(world, this.slots)
      visited.layout.unpack(batch.words, at * visited.layout.words, this.next)
      const node = batch.node[at]!
      const happening = happeningOf(space, steps, rows, node, this.slots[node]!, batch.entry[at]!)
      this.before.show(this.slots)
      this.after.show(this.next)
      this.steps = this.steps.filter(({ says, holds }) => {
        if (holds(this.before, this.after, happening)) return true
        const why = `a ${happening.kind} with which it does not hold`
        this.findings.push({ property: says, why, path: this.pathTo(world), after: this.next.slice() })
        return false
      })
    }
  }

  /** The worlds from the first one to this one, along a shortest run. */
  pathTo(world: number): number[] {
    const path: number[] = []
    const parents = this.search.visited.parents.at
    for (let at = world; at >= 0; at = parents[at]!) path.push(at)
    return path.reverse()
  }
}
