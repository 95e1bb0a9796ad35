/**
 * Symmetry: worlds that differ only in which of several interchangeable nodes is which are one. The canonical world
 * of an orbit is found by true renaming. Nodes are sorted by signatures that no renaming changes; where two have the
 * same, and swapping them does change the world, every arrangement is tried and the least one taken.
 */
import type { NodeId } from '../../spec/names.ts'
import { arrangements } from './arrangements.ts'
import type { FreshNames } from './fresh-names.ts'
import type { Outlooks } from './outlooks.ts'
import type { Renamer } from './renamer.ts'
import type { Settling } from './search.ts'
import { isLess, type Space } from './space.ts'

/** The canonical forms of one search. */
export class Symmetry<L = unknown> implements Settling {
  /** Always: any world may be another's mirror image. */
  readonly isNeeded = true
  private readonly space: Space<L>
  private readonly renamer: Renamer<L>
  private readonly outlooks: Outlooks<L>
  private readonly names: FreshNames<L>
  /** By group: the places of its nodes. */
  private readonly groups: readonly Int32Array[]
  private readonly permutations = new Map<number | string, number>()
  private readonly scratch: Int32Array
  private readonly best: Int32Array
  // By place: its new place, its signature; and a group's places, sorted by signature.
  private readonly places: Int32Array
  private readonly keys: Int32Array
  private readonly sorted: Int32Array

  constructor(
    space: Space<L>,
    renamer: Renamer<L>,
    outlooks: Outlooks<L>,
    names: FreshNames<L>,
    groups: readonly (readonly NodeId[])[],
  ) {
    this.space = space
    this.renamer = renamer
    this.outlooks = outlooks
    this.names = names
    this.groups = groups.map((group) => Int32Array.from(group, (node) => space.placeOf(node)))
    this.scratch = new Int32Array(space.slots)
    this.best = new Int32Array(space.slots)
    this.places = new Int32Array(space.nodes)
    this.keys = new Int32Array(space.nodes)
    this.sorted = new Int32Array(space.nodes)
  }

  /** Makes a world the canonical one of its orbit, in place. */
  settle(slots: Int32Array): void {
    for (let place = 0; place < this.places.length; place++) this.places[place] = place
    let isDecided = true
    for (const group of this.groups) {
      this.sort(slots, group)
      isDecided &&= this.tiesAreAlike(slots, group.length)
      for (let at = 0; at < group.length; at++) this.places[this.sorted[at]!] = group[at]!
    }
    if (isDecided) this.renamed(slots, this.places, this.best)
    else this.tryAll(slots)
    slots.set(this.best)
  }

  /** Bytes held. */
  get bytes(): number {
    return this.outlooks.bytes + this.names.bytes
  }

  /** Is the world the same when any two nodes of a group are swapped? */
  isFixed(slots: Int32Array): boolean {
    return this.groups.every((group) =>
      group.every((node, at) => at === 0 || this.isSwappable(slots, group[at - 1]!, node)),
    )
  }

  // A group's places by signature, into `sorted`; insertion, since groups are small.
  private sort(slots: Int32Array, group: Int32Array): void {
    const { keys, sorted, outlooks } = this
    for (let at = 0; at < group.length; at++) {
      const place = group[at]!
      const key = outlooks.signature(slots, place)
      keys[place] = key
      let to = at
      for (; to > 0 && keys[sorted[to - 1]!]! > key; to--) sorted[to] = sorted[to - 1]!
      sorted[to] = place
    }
  }

  // Can nodes with the same signature be swapped without changing anything? Then any order of them will do.
  private tiesAreAlike(slots: Int32Array, size: number): boolean {
    const { keys, sorted } = this
    for (let at = 1; at < size; at++) {
      const [a, b] = [sorted[at - 1]!, sorted[at]!]
      if (keys[a] === keys[b] && !this.isSwappable(slots, a, b)) return false
    }
    return true
  }

  // The least of all arrangements of nodes with the same signature.
  private tryAll(slots: Int32Array): void {
    let candidates: readonly (readonly number[])[] = [[...this.places.keys()]]
    for (const group of this.groups) {
      this.sort(slots, group)
      const orders = this.orders(slots, [...this.sorted.subarray(0, group.length)])
      candidates = candidates.flatMap((places) => orders.map((order) => arranged(places, group, order)))
    }
    candidates.forEach((places, at) => {
      this.renamed(slots, places, this.scratch)
      if (at === 0 || isLess(this.scratch, this.best)) this.best.set(this.scratch)
    })
  }

  private orders(slots: Int32Array, sorted: readonly number[]): readonly (readonly number[])[] {
    const { keys } = this
    let orders: readonly (readonly number[])[] = [[]]
    for (let from = 0; from < sorted.length; ) {
      const tied = sorted.slice(from).filter((place) => keys[place] === keys[sorted[from]!])
      const ways = arrangements(tied, (a, b) => this.isSwappable(slots, a, b))
      orders = orders.flatMap((order) => ways.map((way) => [...order, ...way]))
      from += tied.length
    }
    return orders
  }

  private isSwappable(slots: Int32Array, a: number, b: number): boolean {
    const places = [...this.places.keys()]
    places[a] = b
    places[b] = a
    this.renamed(slots, places, this.scratch)
    for (let slot = 0; slot < slots.length; slot++) if (this.scratch[slot] !== slots[slot]) return false
    return true
  }

  private renamed(slots: Int32Array, places: ArrayLike<number>, into: Int32Array): void {
    const renaming = this.renamingOf(places)
    if (renaming === 0) into.set(slots)
    else this.renamer.world(slots, renaming, into)
    if (this.names.isNeeded) this.names.settle(into)
  }

  private renamingOf(places: ArrayLike<number>): number {
    let key: number | string = 0
    // Up to ten nodes the places are the digits of an exact number.
    if (places.length <= 10) for (let at = 0; at < places.length; at++) key = key * 10 + places[at]!
    else key = Array.from(places).join()
    const known = this.permutations.get(key)
    if (known !== undefined) return known
    const { nodes } = this.space.model
    const renaming = this.renamer.idOf(new Map(nodes.map((node, place) => [node, nodes[places[place]!]!])))
    this.permutations.set(key, renaming)
    return renaming
  }
}

// The node that comes first takes the group's first place, and so on.
function arranged(places: readonly number[], group: Int32Array, order: readonly number[]): number[] {
  const next = [...places]
  order.forEach((node, at) => {
    next[node] = group[at]!
  })
  return next
}
