/**
 * The audit of a symmetry: for every step that a search takes, the renamed node must take the renamed step. It is
 * made for each swap of neighbours in a group, and these generate all renamings. A protocol that compares
 * identifiers fails here, and is not reduced wrongly in silence. The steps that a crash cuts short are compared as
 * well, as a set (cuts.ts).
 */
import { same } from '../../spec/canonical.ts'
import type { NodeId } from '../../spec/names.ts'
import { isLetter } from './model.ts'
import { NameWalk } from './name-walk.ts'
import type { Renamer } from './renamer.ts'
import type { Space } from './space.ts'
import { FIRST, type Steps } from './steps.ts'

/** A symmetry that is none: the model tells the nodes apart. */
export class NotSymmetric extends Error {}

/** Audits the steps of one search. */
export class Audit<L = unknown> {
  /** How many steps were compared. */
  compared = 0
  private readonly space: Space<L>
  private readonly steps: Steps<L>
  private readonly renamer: Renamer<L>
  private readonly swaps: readonly number[]
  private readonly walk: NameWalk

  constructor(space: Space<L>, steps: Steps<L>, renamer: Renamer<L>, groups: readonly (readonly NodeId[])[]) {
    this.space = space
    this.steps = steps
    this.renamer = renamer
    this.walk = new NameWalk(space.model.rewrite)
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

  /** Throws NotSymmetric unless each swap turns this step into the step of the swapped node. */
  readonly witness = (node: number, local: number, code: number, step: number): void => {
    for (const swap of this.swaps) this.compare(swap, node, local, code, step)
  }

  private compare(swap: number, node: number, local: number, code: number, step: number): void {
    const { renamer, steps } = this
    this.compared++
    const to = renamer.placesOf(swap)[node]!
    const mirrored = renamer.local(node, local, swap)
    const input = (code & 1) === 0 ? renamer.letter(node, code >> 1, swap) * 2 : code
    const other = steps.unwitnessed(to, mirrored, input)
    const before = [steps.inputOf(node, local, code), this.space.locals[node]!.valueOf(local)]
    const after = [steps.inputOf(to, mirrored, input), this.space.locals[to]!.valueOf(mirrored)]
    const isMirror = (one: number, its: number) =>
      this.isMirrored(swap, node, one, its) ||
      alike(this.outcome(node, one, before, swap), this.outcome(to, its, after, 0))
    const cuts = steps.decisiveCuts(node, local, code)
    const others = steps.decisiveCuts(to, mirrored, input)
    if (isMirror(step, other) && paired(cuts, others, isMirror)) return
    const asked = steps.inputOf(node, local, code)
    const what = isLetter(asked) ? asked.message.type : asked.kind
    const { name, nodes } = this.space.model
    throw new NotSymmetric(
      `${name} is not symmetric: ${what} at ${nodes[node]} and at ${nodes[to]} differ\n` +
        `  ${JSON.stringify(steps.answerOf(node, local, code))}\n` +
        `  ${JSON.stringify(steps.answerOf(to, mirrored, input))}`,
    )
  }

  // The common case, on integers: the same local state and facts, the same messages in any order.
  private isMirrored(swap: number, node: number, step: number, other: number): boolean {
    const { renamer, steps } = this
    if (step < FIRST || other < FIRST) return step === other
    if (renamer.local(node, steps.local.at[step]!, swap) !== steps.local.at[other]) return false
    if (renamer.facts(steps.facts.at[step]!, swap) !== steps.facts.at[other]) return false
    const places = renamer.placesOf(swap)
    const expected = steps
      .sendsOf(step)
      .map(([to, letter]) => `${places[to]} ${renamer.letter(to, letter, swap)}`)
    const found = steps.sendsOf(other).map(([to, letter]) => `${to} ${letter}`)
    return expected.sort().join() === found.sort().join()
  }

  // What was drawn in this step may be spelled after the node: it is numbered instead.
  private outcome(node: number, step: number, before: unknown, swap: number): Outcome | number {
    if (step < FIRST) return step
    const { steps, space } = this
    const sends = steps
      .sendsOf(step)
      .map(([to, letter]) => ({ to: space.model.nodes[to], letter: space.letters[to]!.valueOf(letter) }))
    const local = space.locals[node]!.valueOf(steps.local.at[step]!)
    const outcome = { local, sends, facts: space.folds.factsOf(steps.facts.at[step]!) }
    const known = this.walk.namesIn(before)
    const drawn = this.walk.namesIn(outcome).filter((name) => !known.includes(name))
    const spelled = drawn.map(
      (name, at) => [name, `~drawn${at}${name.slice(name.lastIndexOf(':'))}`] as const,
    )
    return this.renamer.value(this.renamer.value(outcome, this.renamer.idOf(new Map(spelled))), swap)
  }
}

interface Outcome {
  readonly local: unknown
  readonly sends: readonly unknown[]
  readonly facts: readonly unknown[]
}

// Sends and facts of one step may come in another order: a broadcast follows the names.
function alike(a: Outcome | number, b: Outcome | number): boolean {
  if (typeof a === 'number' || typeof b === 'number') return a === b
  return same(a.local, b.local) && shuffled(a.sends, b.sends) && shuffled(a.facts, b.facts)
}

function shuffled(a: readonly unknown[], b: readonly unknown[]): boolean {
  return paired(a, b, same)
}

// Is there one of the other list for each of this one?
function paired<T>(a: readonly T[], b: readonly T[], isMatch: (one: T, other: T) => boolean): boolean {
  const rest = [...b]
  return (
    a.length === b.length &&
    a.every((item) => {
      const at = rest.findIndex((other) => isMatch(item, other))
      if (at >= 0) rest.splice(at, 1)
      return at >= 0
    })
  )
}
