/**
 * A model of plain XState machines, one per node: the door for users' own protocols. The machines follow the
 * boundary: they wait for `boot`, ask for effects, and take messages as `{type, from, message}`.
 */
import type { Plain } from '../../spec/boundary.ts'
import type { NodeId } from '../../spec/names.ts'
import type { Model, Order } from './model.ts'
import type { PlainLocal } from './plain-local.ts'
import { PlainNode, type PlainPart } from './plain-node.ts'

/** A small world of machines. */
export interface Machines {
  readonly name: string
  /** By NodeId (`@` and a word). */
  readonly nodes: Readonly<Record<string, PlainPart>>
  /** How messages travel; `set` unless said. */
  readonly order?: Order
  /** How often each may happen: `crash`, `rollback`, `drop`, `duplicate`; never, unless said. */
  readonly budgets?: Readonly<Record<string, number>>
  readonly inFlightMax?: number
  /** A step to a state for which this is false is not taken: how a growing protocol is kept finite. */
  readonly within?: (local: PlainLocal, node: NodeId) => boolean
  /** What `within` says, in words and figures, printed beside the verdict. */
  readonly bounds?: Readonly<Record<string, string | number>>
}

/** The model of these machines. Every node has booted when it begins. */
export function modelOf(machines: Machines): Model<PlainLocal> {
  const { name, order = 'set', budgets = {}, inFlightMax, within, bounds = {} } = machines
  const nodes = Object.keys(machines.nodes) as NodeId[]
  const parts = nodes.map((node) => new PlainNode(node, machines.nodes[node] as PlainPart, budgets))
  return {
    name,
    nodes,
    order,
    initial: parts.map((part) => part.first()),
    opening: [],
    budgets,
    ...(inFlightMax === undefined ? {} : { inFlightMax }),
    ...(within === undefined ? {} : { within: (node, local) => within(local, nodes[node] as NodeId) }),
    moves: (node, local) => (parts[node] as PlainNode).moves(local),
    step: (node, local, input, crashAfter) => (parts[node] as PlainNode).step(local, input, crashAfter),
    bounds: {
      nodes: nodes.length,
      ...(inFlightMax === undefined ? {} : { inFlightMax }),
      ...budgets,
      ...bounds,
    },
  }
}

/** A set of identifiers as a table, so that its canonical form does not depend on the order of joining. */
export function setOf(ids: readonly string[]): Readonly<Record<string, Plain>> {
  return Object.fromEntries(ids.map((id) => [id, true]))
}
