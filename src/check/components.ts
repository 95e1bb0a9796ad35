/** Strongly connected components: Tarjan's algorithm, with a stack of its own instead of recursion. */
import type { Graph } from './graph.ts'

/** The components of the part of a graph that `inside` admits, each as its places. */
export function componentsOf(graph: Graph, places: readonly number[], inside: Uint8Array): number[][] {
  const { begins, targets } = graph
  const order = new Int32Array(begins.length).fill(-1)
  const low = new Int32Array(begins.length)
  const cursor = new Int32Array(begins.length)
  const onStack = new Uint8Array(begins.length)
  const stack: number[] = []
  const path: number[] = []
  const found: number[][] = []
  let next = 0
  const enter = (place: number): void => {
    order[place] = next
    low[place] = next++
    cursor[place] = begins[place]!
    onStack[place] = 1
    stack.push(place)
    path.push(place)
  }
  const leave = (place: number): void => {
    path.pop()
    const above = path.at(-1)
    if (above !== undefined) low[above] = Math.min(low[above]!, low[place]!)
    if (low[place] !== order[place]) return
    const own = stack.splice(stack.lastIndexOf(place))
    for (const each of own) onStack[each] = 0
    found.push(own)
  }
  for (const root of places) {
    if (inside[root] === 0 || order[root] !== -1) continue
    enter(root)
    while (path.length > 0) {
      const place = path.at(-1)!
      if (cursor[place] === begins[place + 1]) {
        leave(place)
        continue
      }
      const target = targets[cursor[place]!]!
      cursor[place]!++
      if (target < 0 || inside[target] === 0) continue
      if (order[target] === -1) enter(target)
      else if (onStack[target] === 1) low[place] = Math.min(low[place]!, order[target]!)
    }
  }
  return found
}
