/**
 * Part of the graph of worlds, written out for the search for lassos: the worlds that can be reached without coming
 * to a goal, and every happening among them, with its fairness label.
 */

import { Ints } from './pairs.ts'
import type { Fairness, Property } from './properties.ts'
import type { Search } from './search.ts'
import { happeningOf, Window } from './view.ts'

/** Worlds by place, edges behind one another. */
export interface Graph {
  /** By place: the world's number. */
  readonly worlds: Int32Array
  /** By place: the place from which it was reached first, or -1: the property's `from` holds there. */
  readonly parents: Int32Array
  /** By place: where its edges begin; one more at the end. */
  readonly begins: Int32Array
  /** By edge: the place it leads to, or -1 when it leads out; its label, or -1. */
  readonly targets: Int32Array
  readonly labels: Int32Array
  /** By label: must it be taken when it is enabled again and again (strong), or only without a break (weak)? */
  readonly isStrong: readonly boolean[]
}

type Eventually<L> = Extract<Property<L>, { kind: 'eventually' }>

/** The worlds from a `from` on that have not come to a `to`. */
export function regionOf<L>(search: Search<L>, property: Eventually<L>): Graph {
  const { visited, space } = search
  const window = new Window(space)
  const places = new Int32Array(visited.count).fill(-1)
  const worlds = new Ints()
  const parents = new Ints()
  const enter = (world: number, parent: number) => {
    places[world] = worlds.push(world)
    parents.push(parent)
  }
  const isGoal = (world: number) => property.to(window.show(search.slotsOf(world)))
  for (let world = 0; world < visited.count; world++) {
    const view = window.show(search.slotsOf(world))
    if (property.from(view) && !property.to(view)) enter(world, -1)
  }
  const edges = new Edges(search, property.fairness)
  for (let place = 0; place < worlds.length; place++) {
    edges.leave(worlds.at[place]!, (target) => {
      if (places[target] === -1 && !isGoal(target)) enter(target, place)
      return places[target]!
    })
  }
  return { worlds: worlds.done(), parents: parents.done(), ...edges.done() }
}

class Edges<L> {
  private readonly begins = new Ints()
  private readonly targets = new Ints()
  private readonly labels = new Ints()
  private readonly isStrong: boolean[] = []
  private readonly ids = new Map<string, number>()
  private readonly search: Search<L>
  private readonly fairness: Fairness
  private readonly slots: Int32Array

  constructor(search: Search<L>, fairness: Fairness) {
    this.search = search
    this.fairness = fairness
    this.slots = new Int32Array(search.space.slots)
    search.expander.showsIdle = true
  }

  leave(world: number, placeOf: (target: number) => number): void {
    const { search, slots } = this
    const { batch, visited, space, steps, rows } = search
    this.begins.push(this.targets.length)
    if (rows.full) rows.forget()
    search.expand(world)
    visited.read(world, slots)
    const labels = Array.from({ length: batch.count }, (_, at) =>
      this.labelOf(
        happeningOf(space, steps, rows, batch.node[at]!, slots[batch.node[at]!]!, batch.entry[at]!),
      ),
    )
    search.settle()
    for (let at = 0; at < batch.count; at++) {
      const target = visited.find(batch.words, at * visited.layout.words)
      if (target < 0) throw new Error('defect: an edge leads to a world that was not visited')
      this.targets.push(placeOf(target))
      this.labels.push(labels[at]!)
    }
    batch.count = 0
  }

  done(): Omit<Graph, 'worlds' | 'parents'> {
    this.begins.push(this.targets.length)
    this.search.expander.showsIdle = false
    return {
      begins: this.begins.done(),
      targets: this.targets.done(),
      labels: this.labels.done(),
      isStrong: this.isStrong,
    }
  }

  private labelOf(happening: Parameters<Fairness['of']>[0]): number {
    const fair = this.fairness.of(happening)
    if (fair === null) return -1
    const key = `${fair.strength} ${fair.label}`
    const known = this.ids.get(key)
    if (known !== undefined) return known
    this.ids.set(key, this.isStrong.length)
    return this.isStrong.push(fair.strength === 'strong') - 1
  }
}
