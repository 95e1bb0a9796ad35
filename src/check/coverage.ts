/**
 * Coverage with a denominator: which of the worlds that a search visited does somebody else come by? A world is the
 * search's own: the same interned parts, settled by the same symmetry, looked for in the same table.
 */
import type { Choice } from '../../spec/boundary.ts'
import { same } from '../../spec/canonical.ts'
import { foldedOver, type Replayer, slotsOf, type Way, waysOf } from './concretise.ts'
import { DROP } from './model.ts'
import type { Search } from './search.ts'
import type { PlainWorld } from './system.ts'
import { ABSENT } from './visited.ts'

/** Draws a whole number in from..to, both included. */
export type Draw = (from: number, to: number) => number

/** The worlds of one finished search, and those of them that were seen. */
export class Coverage<L, W> {
  /** Distinct worlds that were seen so far; with symmetry, orbits. */
  seen = 0
  private readonly search: Search<L>
  private readonly replayer: Replayer<L, W>
  private readonly marks: Uint8Array
  private readonly words: Int32Array

  constructor(search: Search<L>, replayer: Replayer<L, W>) {
    this.search = search
    this.replayer = replayer
    this.marks = new Uint8Array(search.visited.count)
    this.words = new Int32Array(search.visited.layout.words)
  }

  /** Distinct worlds that there are. */
  get all(): number {
    return this.marks.length
  }

  /**
   * Walks from the beginning, each step drawn among all that are possible, at most so many; how many it took. A world
   * that the search did not visit is a defect, and throws: so each walk is a test of the search as well.
   */
  walk(stepsMax: number, draw: Draw): number {
    let world = this.replayer.system.initial
    let folded = foldedOver(this.search)
    this.mark(world, folded)
    for (let steps = 0; steps < stepsMax; steps++) {
      const way = this.drawn(world, draw)
      if (way === undefined) return steps
      world = way.world
      folded = foldedOver(this.search, folded, way.facts)
      this.mark(world, folded)
    }
    return stepsMax
  }

  private drawn(world: W, draw: Draw): Way<W> | undefined {
    const { replayer, search } = this
    const before = replayer.plain(world)
    const choices = replayer.system.enabled(world).filter((choice) => this.isOffered(before, choice))
    while (choices.length > 0) {
      const [choice] = choices.splice(draw(0, choices.length - 1), 1) as [Choice]
      const ways = waysOf(search, replayer, world, choice).filter(
        (way) => this.isWithin(way) && this.isOneMove(before, way),
      )
      if (ways.length > 0) return ways[draw(0, ways.length - 1)]
    }
    return undefined
  }

  // What a model does not offer is outside of its bounds. Where it loses at need, a loss is no step of its own.
  private isOffered({ locals }: PlainWorld<L>, { kind, nodes: [node], ordinal }: Choice): boolean {
    const { model } = this.search.space
    if (kind === DROP) return model.overflow !== 'lost'
    if (kind !== 'timer' && kind !== 'begin') return true
    const place = this.search.space.placeOf(node!)
    return model.moves(place, locals[place]!).some((move) => move.kind === kind && move.ordinal === ordinal)
  }

  private isWithin({ world }: Way<W>): boolean {
    const { model } = this.search.space
    const { locals, spent } = this.replayer.plain(world)
    // Losses at need are free; so is a beginning that no budget bounds: it is gated where it is offered.
    const isFree = (name: string) =>
      name === DROP ? model.overflow === 'lost' : name === 'begin' && model.budgets.begin === undefined
    const isPaid = ([name, times]: readonly [string, number]) =>
      isFree(name) || times <= (model.budgets[name] ?? 0)
    return (
      Object.entries(spent).every(isPaid) &&
      locals.every((local, place) => model.within?.(place, local) !== false)
    )
  }

  // A replayer's outage may end in more ways than the model's, which sets storage back only where that changes it, and
  // never in the midst of a step.
  private isOneMove({ locals }: PlainWorld<L>, { choices, world }: Way<W>): boolean {
    if (!choices.some(({ kind }) => kind === 'rollback')) return true
    const { model } = this.search.space
    const [{ kind, nodes }] = choices as [Choice]
    const place = this.search.space.placeOf(nodes[0]!)
    const after = this.replayer.plain(world).locals[place]
    const backs = model.moves(place, locals[place]!).filter((move) => move.kind === 'rollback')
    const leads = (taken: ReturnType<typeof model.step>) =>
      typeof taken === 'object' && same(taken.local, after)
    return kind === 'crash' && backs.some((move) => leads(model.step(place, locals[place]!, move)))
  }

  private mark(world: W, folded: readonly unknown[]): void {
    const { search, marks, words } = this
    const slots = slotsOf(search, this.replayer.plain(world), folded)
    search.settleOne(slots)
    const { layout } = search.visited
    if (layout.fits(slots)) layout.pack(slots, words, 0)
    const number = layout.fits(slots) ? search.visited.find(words, 0) : ABSENT
    if (number === ABSENT) throw new Error(`defect: ${search.space.model.name}: a world that was not visited`)
    this.seen += 1 - marks[number]!
    marks[number] = 1
  }
}
