/** Worlds of a search as properties see them. */
import type { NodeId } from '../../spec/names.ts'
import type { Happening, View } from './properties.ts'
import { COPY, DELIVER, LOSE, type Rows } from './rows.ts'
import type { Space } from './space.ts'
import type { Steps } from './steps.ts'

/** A view that can be turned to one world after another. */
export class Window<L = unknown> implements View<L> {
  readonly nodes: readonly NodeId[]
  readonly locals: L[] = []
  private readonly space: Space<L>
  private slots: Int32Array
  private readonly shown: Int32Array

  constructor(space: Space<L>) {
    this.space = space
    this.nodes = space.model.nodes
    this.slots = new Int32Array(space.slots)
    this.shown = new Int32Array(space.nodes).fill(-1)
  }

  /** Shows this world from now on. */
  show(slots: Int32Array): this {
    const { space, shown } = this
    this.slots = slots
    for (let node = 0; node < shown.length; node++) {
      const id = slots[node]!
      if (id === shown[node]) continue
      shown[node] = id
      this.locals[node] = space.locals[node]!.valueOf(id)
    }
    return this
  }

  // Bound, since properties take a view apart.
  readonly local = (node: NodeId): L => this.locals[this.space.placeOf(node)]!

  readonly inFlight = (): ReturnType<View['inFlight']> => {
    const { nodes, inboxes, letters } = this.space
    return this.nodes.flatMap((to, place) =>
      inboxes[place]!.lettersOf(this.slots[nodes + place]!).map((letter) => ({
        to,
        ...letters[place]!.valueOf(letter),
      })),
    )
  }

  readonly accumulators = (): readonly unknown[] =>
    this.space.folds.valueOf(this.slots[this.space.accumulators]!)
}

const KINDS: Readonly<Record<number, string>> = { [DELIVER]: 'deliver', [LOSE]: 'drop', [COPY]: 'duplicate' }

/** What an entry of a node's row is, in words. `local` is the node's state before it. */
export function happeningOf<L>(
  space: Space<L>,
  steps: Steps<L>,
  rows: Rows<L>,
  node: number,
  local: number,
  entry: number,
): Happening {
  const self = space.model.nodes[node]!
  const input = rows.input.at[entry]!
  const isFault = rows.spends.at[entry]! >= 0
  const kind = KINDS[rows.what.at[entry]!]
  if (kind === undefined) {
    return { kind: steps.movesOf(node, local)[input]!.kind, nodes: [self], isFault }
  }
  const { from, message } = space.letters[node]!.valueOf(input)
  return { kind, nodes: [from, self], message, isFault }
}
