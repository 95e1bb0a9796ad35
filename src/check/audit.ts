/**
 * The audit of a symmetry: for every step that a search takes, the renamed node must take the renamed step. It is
 * made for each swap of neighbours in a group, and these generate all renamings. A protocol that compares
 * identifiers fails here, and is not reduced wrongly in silence. Not audited is where within a broadcast a node
 * crashes: the order of sends may follow the names, which docs/checking.md says more of.
 */
import { same } from '../../spec/canonical.ts'
import type { NodeId } from '../../spec/names.ts'
import { freshNamesIn } from './fresh-names.ts'
import { isLetter, type Letter, type Move, type NotTaken, type Taken } from './model.ts'
import type { Renamer } from './renamer.ts'
import type { Space } from './space.ts'

/** A symmetry that is none: the model tells the nodes apart. */
export class NotSymmetric extends Error {}

/** Audits the steps of one search. */
export class Audit<L = unknown> {
  /** How often the model was asked. */
  steps = 0
  private readonly space: Space<L>
  private readonly renamer: Renamer<L>
  private readonly swaps: readonly number[]

  constructor(space: Space<L>, renamer: Renamer<L>, groups: readonly (readonly NodeId[])[]) {
    this.space = space
    this.renamer = renamer
    this.swaps = groups.flatMap((group) =>
      group.slice(1).map((b, at) => {
        const a = group[at]!
        return renamer.idOf(
          new Map([
            [a, b],
            [b, a],
          ]),
        )
      }),
    )
  }

  /** Throws NotSymmetric unless each swap turns this step into a step. */
  readonly witness = (
    node: number,
    local: L,
    input: Letter | Move,
    crashAfter: number | undefined,
    answer: Taken<L> | NotTaken,
  ): void => {
    if (crashAfter !== undefined) return
    for (const swap of this.swaps) this.compare(swap, node, local, input, answer)
  }

  private compare(
    swap: number,
    node: number,
    local: L,
    input: Letter | Move,
    answer: Taken<L> | NotTaken,
  ): void {
    const { renamer, space } = this
    const to = renamer.placesOf(swap)[node]!
    this.steps++
    const other = space.model.step(
      to,
      renamer.value(local, swap),
      isLetter(input) ? renamer.value(input, swap) : input,
    )
    const expected =
      typeof answer === 'string' ? answer : renamer.value(this.drawn(answer, local, input), swap)
    const found = typeof other === 'string' ? other : renamer.value(this.drawn(other, local, input), 0)
    if (alike(expected, found)) return
    const self = space.model.nodes[node]
    const what = isLetter(input) ? input.message.type : input.kind
    throw new NotSymmetric(
      `${space.model.name} is not symmetric: ${what} at ${self} and at ${space.model.nodes[to]} differ\n` +
        `  ${JSON.stringify(expected)}\n  ${JSON.stringify(found)}`,
    )
  }

  // What was drawn in this step may be spelled after the node: it is numbered instead.
  private drawn({ local: next, sends, facts }: Taken<L>, local: L, input: Letter | Move): Outcome<L> {
    const { rewrite } = this.space.model
    const before = freshNamesIn([local, input], rewrite)
    const outcome = { local: next, sends, facts }
    const drawn = freshNamesIn(outcome, rewrite).filter((name) => !before.includes(name))
    if (drawn.length === 0) return outcome
    const spelled = drawn.map(
      (name, at) => [name, `~drawn${at}${name.slice(name.lastIndexOf(':'))}`] as const,
    )
    return this.renamer.value(outcome, this.renamer.idOf(new Map(spelled)))
  }
}

interface Outcome<L> {
  readonly local: L
  readonly sends: readonly unknown[]
  readonly facts: readonly unknown[]
}

// Sends and facts of one step may come in another order: a broadcast follows the names.
function alike<L>(a: Outcome<L> | NotTaken, b: Outcome<L> | NotTaken): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b
  return same(a.local, b.local) && shuffled(a.sends, b.sends) && shuffled(a.facts, b.facts)
}

function shuffled(a: readonly unknown[], b: readonly unknown[]): boolean {
  const rest = [...b]
  return (
    a.length === b.length &&
    a.every((item) => {
      const at = rest.findIndex((other) => same(item, other))
      if (at >= 0) rest.splice(at, 1)
      return at >= 0
    })
  )
}
