/**
 * The parts that a world is made of, each interned: local states, letters and inboxes by node, the accumulators
 * of all claims, the budgets. A world is one integer per slot: n local states, n inboxes, accumulators, budgets.
 */
import type { Claim, Setting } from '../../spec/boundary.ts'
import type { NodeId } from '../../spec/names.ts'
import { Budgets } from './budgets.ts'
import { Folds } from './folds.ts'
import { Ids } from './ids.ts'
import { Inboxes } from './inboxes.ts'
import type { Letter, Model, Taken } from './model.ts'

/** The tables of one search. */
export class Space<L = unknown> {
  readonly model: Model<L>
  readonly nodes: number
  readonly locals: readonly Ids<L>[]
  readonly letters: readonly Ids<Letter>[]
  readonly inboxes: readonly Inboxes[]
  readonly folds: Folds
  readonly budgets: Budgets
  /** Slot of the accumulators, and of the budgets. */
  readonly accumulators: number
  readonly budget: number
  readonly slots: number
  private readonly places: ReadonlyMap<NodeId, number>

  constructor(model: Model<L>, claims: readonly Claim[], setting: Setting) {
    const nodes = model.nodes.length
    if (nodes < 1 || nodes > 30) throw new Error(`a model has 1 to 30 nodes, not ${nodes}`)
    this.model = model
    this.nodes = nodes
    this.places = new Map(model.nodes.map((node, place) => [node, place]))
    this.locals = model.nodes.map(() => new Ids<L>())
    this.letters = model.nodes.map(() => new Ids<Letter>())
    this.inboxes = this.letters.map(
      (letters) => new Inboxes(model.order, (letter) => this.placeOf(letters.valueOf(letter).from)),
    )
    this.folds = new Folds(claims, setting)
    this.budgets = new Budgets(model.budgets)
    this.accumulators = 2 * nodes
    this.budget = 2 * nodes + 1
    this.slots = 2 * nodes + 2
  }

  /** The place of a node. A message to or from a node that is not there is a defect of the model. */
  placeOf(node: NodeId): number {
    const place = this.places.get(node)
    if (place === undefined) throw new Error(`${this.model.name}: there is no node ${node}`)
    return place
  }

  /** The world in which everything begins. */
  initial(): Int32Array {
    const slots = new Int32Array(this.slots)
    slots[this.accumulators] = this.folds.start
    this.model.initial.forEach((taken, node) => {
      this.apply(slots, node, taken)
    })
    return slots
  }

  /** Puts what a node did into a world. The slow way: the search's own is in expand.ts. */
  apply(slots: Int32Array, node: number, taken: Taken<L>): void {
    slots[node] = this.locals[node]!.idOf(taken.local)
    const from = this.model.nodes[node]!
    for (const { to, message } of taken.sends) {
      const place = this.placeOf(to)
      const letter = this.letters[place]!.idOf({ from, message })
      slots[this.nodes + place] = this.inboxes[place]!.add(slots[this.nodes + place]!, letter)
    }
    const facts = this.folds.factsId(taken.facts)
    slots[this.accumulators] = this.folds.step(slots[this.accumulators]!, facts)
  }

  /** Bytes that the tables hold, interned objects estimated. */
  get bytes(): number {
    let { bytes } = this.folds
    for (let node = 0; node < this.nodes; node++) {
      bytes += this.locals[node]!.bytes + this.letters[node]!.bytes + this.inboxes[node]!.bytes
    }
    return bytes
  }
}

/** Does this row of slots come before that one? */
export function isLess(a: Int32Array, b: Int32Array): boolean {
  for (let slot = 0; slot < a.length; slot++) if (a[slot] !== b[slot]) return a[slot]! < b[slot]!
  return false
}
