/**
 * Liveness: a property that must come true in the end is broken by a fair run that stays among the worlds where it
 * has not: one that ends there, or one that goes round for ever. The latter lies in a strongly connected component
 * in which every fair label that is always enabled (weak) or ever enabled (strong) is also taken.
 */
import { componentsOf } from './components.ts'
import { type Graph, regionOf } from './graph.ts'
import type { Property } from './properties.ts'
import type { Search } from './search.ts'

/** Worlds by number: the loop begins and ends with the same one; of a run that ends, the last world alone. */
export interface Lasso {
  /** From a world in which the property's `from` holds to the loop's first. */
  readonly stem: readonly number[]
  readonly loop: readonly number[]
}

/** A run that breaks the property, or undefined when there is none. All worlds must have been visited. */
export function lassoOf<L>(
  search: Search<L>,
  property: Extract<Property<L>, { kind: 'eventually' }>,
): Lasso | undefined {
  const graph = regionOf(search, property)
  const all = [...graph.worlds.keys()]
  const dead = all.find((place) => isDead(graph, place))
  if (dead !== undefined) return lasso(graph, [dead])
  const loop = fairLoop(graph, all)
  return loop === undefined ? undefined : lasso(graph, loop)
}

function lasso({ worlds, parents }: Graph, loop: readonly number[]): Lasso {
  const stem: number[] = []
  for (let place = loop[0]!; place >= 0; place = parents[place]!) stem.push(worlds[place]!)
  return { stem: stem.reverse(), loop: loop.map((place) => worlds[place]!) }
}

// A run that may stay where it is for ever: nothing is left to happen, or nothing that has to.
function isDead({ begins, targets, labels }: Graph, place: number): boolean {
  for (let edge = begins[place]!; edge < begins[place + 1]!; edge++) {
    if (labels[edge] !== -1 && targets[edge] !== place) return false
  }
  return true
}

// Searches the components; one that is unfair through a strong label is searched again without that label's worlds.
function fairLoop(graph: Graph, places: readonly number[]): number[] | undefined {
  const inside = new Uint8Array(graph.worlds.length)
  for (const place of places) inside[place] = 1
  for (const component of componentsOf(graph, places, inside)) {
    const within = new Uint8Array(graph.worlds.length)
    for (const place of component) within[place] = 1
    const judged = judge(graph, component, within)
    if (judged.edges === 0) continue
    if (judged.unfair.length === 0) return loopThrough(graph, component, within, judged.stations)
    const strong = judged.unfair.filter((label) => graph.isStrong[label])
    if (strong.length < judged.unfair.length) continue
    const rest = component.filter((place) => !strong.some((label) => isEnabled(graph, place, label)))
    const loop = rest.length < component.length ? fairLoop(graph, rest) : undefined
    if (loop !== undefined) return loop
  }
  return undefined
}

interface Judged {
  /** How many edges stay within. */
  readonly edges: number
  /** Labels that a run within would refuse for ever. */
  readonly unfair: readonly number[]
  /** Where a fair loop must come by: an edge of a label, or a place where it is not enabled. */
  readonly stations: readonly Station[]
}

type Station = { readonly edge: number; readonly from: number } | { readonly place: number }

function judge(graph: Graph, component: readonly number[], within: Uint8Array): Judged {
  const taken = new Map<number, Station>()
  const enabled = new Map<number, number>()
  let edges = 0
  for (const place of component) {
    const here = new Set<number>()
    for (let edge = graph.begins[place]!; edge < graph.begins[place + 1]!; edge++) {
      const label = graph.labels[edge]!
      const target = graph.targets[edge]!
      const stays = target >= 0 && within[target] === 1
      if (stays) edges++
      if (label < 0) continue
      here.add(label)
      if (stays && !taken.has(label)) taken.set(label, { edge, from: place })
    }
    for (const label of here) enabled.set(label, (enabled.get(label) ?? 0) + 1)
  }
  const unfair: number[] = []
  const stations: Station[] = []
  for (const [label, count] of enabled) {
    const station = taken.get(label)
    if (station !== undefined) stations.push(station)
    else if (graph.isStrong[label] || count === component.length) unfair.push(label)
    else stations.push({ place: component.find((place) => !isEnabled(graph, place, label))! })
  }
  return { edges, unfair, stations }
}

function isEnabled({ begins, labels }: Graph, place: number, label: number): boolean {
  return labels.subarray(begins[place]!, begins[place + 1]!).includes(label)
}

// Goes by every station and back to where it began; at least one edge long.
function loopThrough(
  graph: Graph,
  component: readonly number[],
  within: Uint8Array,
  stations: readonly Station[],
): number[] {
  const start = Math.min(...component)
  const loop = [start]
  const walkTo = (isThere: (place: number) => boolean) => {
    loop.push(...shortest(graph, within, loop.at(-1)!, isThere).slice(1))
  }
  for (const station of stations) {
    if ('place' in station) walkTo((place) => place === station.place)
    else {
      walkTo((place) => place === station.from)
      loop.push(graph.targets[station.edge]!)
    }
  }
  if (loop.length === 1) {
    const { begins, targets } = graph
    const first = targets.subarray(begins[start]!, begins[start + 1]!).find((target) => within[target] === 1)
    loop.push(first!)
  }
  walkTo((place) => place === start)
  return loop
}

function shortest(
  graph: Graph,
  within: Uint8Array,
  from: number,
  isThere: (place: number) => boolean,
): number[] {
  const parents = new Map<number, number>([[from, -1]])
  const queue = [from]
  for (const place of queue) {
    if (isThere(place)) {
      const path = [place]
      for (let at = parents.get(place)!; at >= 0; at = parents.get(at)!) path.push(at)
      return path.reverse()
    }
    for (let edge = graph.begins[place]!; edge < graph.begins[place + 1]!; edge++) {
      const target = graph.targets[edge]!
      if (target < 0 || within[target] === 0 || parents.has(target)) continue
      parents.set(target, place)
      queue.push(target)
    }
  }
  throw new Error('defect: a component is not connected')
}
