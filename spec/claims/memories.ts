/**
 * What a fold knows of the memory of each node (§1.3). Memory goes with the power. A host that cloned an HSM lets two
 * instances run in turn (A3, `swap`), and each of them has a memory of its own.
 */
import type { Fact } from '../boundary.ts'
import type { NodeId } from '../names.ts'

/** By node: of the instance that runs, and of the one that waits. */
export interface Memories<T> {
  readonly runs: Readonly<Record<NodeId, T>>
  readonly waits: Readonly<Record<NodeId, T>>
}

/** The kinds of fact that memories look at. */
export const MEMORY_READS = ['crashed', 'booted', 'swapped'] as const

/** Nothing was seen yet. */
export const NO_MEMORIES: Memories<never> = { runs: {}, waits: {} }

function placed<T>(
  all: Readonly<Record<NodeId, T>>,
  node: NodeId,
  value: T | undefined,
): Readonly<Record<NodeId, T>> {
  const { [node]: _old, ...others } = all
  return value === undefined ? others : { ...others, [node]: value }
}

/** The memories after a node's running instance learnt something. */
export function learnt<T>(memories: Memories<T>, node: NodeId, value: T): Memories<T> {
  return { ...memories, runs: { ...memories.runs, [node]: value } }
}

/** The running instance of this node knows nothing any more. */
export function forgotten<T>(memories: Memories<T>, node: NodeId): Memories<T> {
  return memories.runs[node] === undefined
    ? memories
    : { ...memories, runs: placed(memories.runs, node, undefined) }
}

/** The memories after one fact; the same object when nothing changed. */
export function memoriesAfter<T>(memories: Memories<T>, fact: Fact): Memories<T> {
  if (fact.fact === 'crashed' || fact.fact === 'booted') return forgotten(memories, fact.node)
  if (fact.fact !== 'swapped') return memories
  const { node } = fact
  const { runs, waits } = memories
  if (runs[node] === undefined && waits[node] === undefined) return memories
  return { runs: placed(runs, node, waits[node]), waits: placed(waits, node, runs[node]) }
}
