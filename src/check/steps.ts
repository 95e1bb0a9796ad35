/**
 * Steps, each taken once: the model is asked once for each distinct (local state, input), and what it answered is
 * an integer from then on. With the memo off the model is asked every time, which must change no count.
 */
import { type Cuts, cutsIn } from './cuts.ts'
import { CRASH, type Letter, type Move, type NotTaken, type Taken } from './model.ts'
import { Ints, Pairs } from './pairs.ts'
import type { Space } from './space.ts'

/** The machine has no transition for it. */
export const IGNORED = 0
/** The node is down. */
export const DOWN = 1
/** The step leads outside of the bounds. */
export const BEYOND = 2
/** The first step that was taken; the three above were not. */
export const FIRST = 3

/** Is told of each step when it is first taken: the audit of a symmetry. `code` is the input's. */
export type Witness = (node: number, local: number, code: number, step: number) => void

const NO_CUTS: readonly number[] = []

/** The steps of one search. */
export class Steps<L = unknown> {
  /** By step: the local state after it, its facts, and where its sends begin and end. */
  readonly local = new Ints()
  readonly facts = new Ints()
  readonly begins = new Ints()
  readonly ends = new Ints()
  /** By send: to which node, and which letter of that node. */
  readonly to = new Ints()
  readonly letter = new Ints()
  /** How often the model was asked. */
  asked = 0
  private readonly space: Space<L>
  private readonly remember: boolean
  /** Set by an audit, which needs the steps themselves. */
  witness: Witness | undefined
  private readonly crashes: boolean
  private readonly stills = new Ints()
  private readonly ids = new Map<string, number>()
  private readonly memo: readonly Pairs[]
  private readonly cuts: readonly Map<string, Cuts>[]
  private readonly moves: readonly (readonly Move[] | undefined)[][]

  constructor(space: Space<L>, remember: boolean) {
    this.space = space
    this.remember = remember
    this.crashes = (space.model.budgets[CRASH] ?? 0) > 0
    this.memo = space.locals.map(() => new Pairs())
    this.cuts = space.locals.map(() => new Map())
    this.moves = space.locals.map(() => [])
    for (let code = 0; code < FIRST; code++) this.append(-1, 0)
  }

  /** How many distinct outcomes of steps there are. */
  get size(): number {
    return this.local.length - FIRST
  }

  /** What this node may do by itself. */
  movesOf(node: number, local: number): readonly Move[] {
    const known = this.moves[node]![local]
    if (known !== undefined) return known
    const { space } = this
    const moves = space.model.moves(node, space.locals[node]!.valueOf(local))
    this.moves[node]![local] = moves
    return moves
  }

  /** The step of a node when a letter arrives. */
  deliver(node: number, local: number, letter: number): number {
    return this.take(node, local, letter * 2)
  }

  /** The step of a node that makes its move with this place among its moves. */
  move(node: number, local: number, place: number): number {
    return this.take(node, local, place * 2 + 1)
  }

  /** The distinct steps in which the node crashes on the way, when this letter arrives. */
  cutsOfDelivery(node: number, local: number, letter: number): readonly number[] {
    return this.cuts[node]!.get(`${local} ${letter * 2}`)?.taken ?? NO_CUTS
  }

  /** The same for a move. */
  cutsOfMove(node: number, local: number, place: number): readonly number[] {
    return this.cuts[node]!.get(`${local} ${place * 2 + 1}`)?.taken ?? NO_CUTS
  }

  /** For an input's code: the cuts that must be the same for interchangeable nodes. */
  decisiveCuts(node: number, local: number, code: number): readonly number[] {
    return this.cuts[node]!.get(`${local} ${code}`)?.decisive ?? NO_CUTS
  }

  /** The step that changes nothing in this local state. */
  still(local: number): number {
    const known = this.stills.at[local] ?? 0
    if (known >= FIRST) return known
    const step = this.intern(local, 0, [])
    while (this.stills.length <= local) this.stills.push(0)
    this.stills.at[local] = step
    return step
  }

  /** Bytes held, interned keys estimated at 80 bytes each. */
  get bytes(): number {
    const lists = [this.local, this.facts, this.begins, this.ends, this.to, this.letter, ...this.memo]
    return lists.reduce((sum, { bytes }) => sum + bytes, this.ids.size * 80)
  }

  private take(node: number, local: number, code: number): number {
    if (this.remember) {
      const known = this.memo[node]!.get(local, code)
      if (known >= 0) return known
    }
    const step = this.ask(node, local, code)
    if (this.memo[node]!.get(local, code) < 0) this.memo[node]!.set(local, code, step)
    this.witness?.(node, local, code, step)
    return step
  }

  /** The step for an input's code: a letter's number doubled, or a move's place doubled and one. Not witnessed. */
  unwitnessed(node: number, local: number, code: number): number {
    const known = this.memo[node]!.get(local, code)
    if (known >= 0) return known
    const step = this.ask(node, local, code)
    this.memo[node]!.set(local, code, step)
    return step
  }

  /** What the model says to an input: the slow way, for who wants to look at it. */
  answerOf(node: number, local: number, code: number): Taken<L> | NotTaken {
    return this.space.model.step(
      node,
      this.space.locals[node]!.valueOf(local),
      this.inputOf(node, local, code),
    )
  }

  /** The input with this code. */
  inputOf(node: number, local: number, code: number): Letter | Move {
    const at = code >> 1
    return (code & 1) === 0 ? this.space.letters[node]!.valueOf(at) : this.movesOf(node, local)[at]!
  }

  private ask(node: number, local: number, code: number): number {
    const { space } = this
    const state = space.locals[node]!.valueOf(local)
    const input = this.inputOf(node, local, code)
    const answer = this.asking(node, state, input)
    if (this.crashes && typeof answer === 'object') {
      const cuts = Array.from({ length: answer.effects + 1 }, (_, after) =>
        this.stepOf(node, this.asking(node, state, input, after)),
      )
      this.cuts[node]!.set(`${local} ${code}`, cutsIn(this, space.model, cuts))
    }
    return this.stepOf(node, answer)
  }

  /** What a step sends: to which node, which letter of that node. */
  sendsOf(step: number): readonly (readonly [number, number])[] {
    const [begin, end] = [this.begins.at[step]!, this.ends.at[step]!]
    return Array.from({ length: end - begin }, (_, at) => [
      this.to.at[begin + at]!,
      this.letter.at[begin + at]!,
    ])
  }

  private asking(node: number, local: L, input: Letter | Move, crashAfter?: number): Taken<L> | NotTaken {
    this.asked++
    return this.space.model.step(node, local, input, crashAfter)
  }

  private stepOf(node: number, answer: Taken<L> | NotTaken): number {
    if (typeof answer === 'string') return answer === 'down' ? DOWN : IGNORED
    const { model, locals, letters, folds } = this.space
    if (model.within?.(node, answer.local) === false) return BEYOND
    const local = locals[node]!.idOf(answer.local)
    const facts = folds.factsId(answer.facts)
    const from = model.nodes[node]!
    const sends = answer.sends.map(({ to, message }) => {
      const place = this.space.placeOf(to)
      return [place, letters[place]!.idOf({ from, message })] as const
    })
    return this.intern(local, facts, sends)
  }

  /** The number of an outcome. */
  intern(local: number, facts: number, sends: readonly (readonly [number, number])[]): number {
    const key = `${local} ${facts} ${sends.join(' ')}`
    const known = this.ids.get(key)
    if (known !== undefined) return known
    const step = this.append(local, facts)
    for (const [place, letter] of sends) {
      this.to.push(place)
      this.letter.push(letter)
    }
    this.ends.at[step] = this.to.length
    this.ids.set(key, step)
    return step
  }

  private append(local: number, facts: number): number {
    this.local.push(local)
    this.facts.push(facts)
    this.begins.push(this.to.length)
    this.ends.push(this.to.length)
    return this.local.length - 1
  }
}
