/**
 * A row is all that may happen to one node in one local state with one inbox, worked out once: deliveries, moves,
 * crashes on the way, losses, duplicates. What is left to the moment is the budgets and the messages in flight.
 */
import { fitting } from './cuts.ts'
import type { Layout } from './layout.ts'
import { CRASH, DROP, DUPLICATE } from './model.ts'
import { Grid, Ints } from './pairs.ts'
import type { Space } from './space.ts'
import { BEYOND, DOWN, FIRST, type Steps } from './steps.ts'

/** A letter arrives. */
export const DELIVER = 0
/** The node makes a move. */
export const MOVE = 1
/** A letter is lost. */
export const LOSE = 2
/** A letter is duplicated on its way. */
export const COPY = 3

/** A row's head: where its entries begin, */
export const BEGIN = 0
/** where those begin that change nothing at all, */
export const IDLE = 1
/** where they end, */
export const END = 2
/** how many steps were not taken because they lead outside of the bounds; */
export const OUTSIDE = 3
/** then the node, its local state and its inbox. */
const NODE = 4
/** Numbers in a head. */
export const HEAD = 7
/** An entry that is more than its deltas. */
export const MORE = 1

/** Above this many entries the rows are forgotten and worked out again as they are needed. */
const ENTRIES_MAX = 1 << 24

/** The rows of one search, and their entries. */
export class Rows<L = unknown> {
  /** By row, HEAD numbers: BEGIN, IDLE, END, OUTSIDE. */
  readonly heads = new Ints()
  /** By entry: DELIVER, MOVE, LOSE or COPY; the letter or the place of the move; the step that is taken. */
  readonly what = new Ints()
  readonly input = new Ints()
  readonly step = new Ints()
  /** By entry: the node's inbox after it, before what it sends to itself; the budget that it uses up, or -1. */
  readonly inbox = new Ints()
  readonly spends = new Ints()
  /**
   * By entry, one number per word: what the change of the node's own state and inbox adds to a packed world; and
   * behind them MORE when there is more to it: a budget, facts, messages sent or duplicated; or else 0.
   */
  readonly deltas = new Ints()
  /** Does some entry lead to a local state or inbox for which the layout has no room? */
  outgrown = false
  /** By slot, the greatest value that an entry leads to. */
  readonly most: Int32Array
  layout: Layout
  private readonly space: Space<L>
  private readonly steps: Steps<L>
  private readonly remember: boolean
  private readonly known: Grid[]
  private readonly crash: number
  private readonly drop: number
  private readonly duplicate: number
  private readonly loses: boolean
  private beyond = 0
  private idle: number[] = []

  constructor(space: Space<L>, steps: Steps<L>, layout: Layout, remember: boolean) {
    this.layout = layout
    this.most = new Int32Array(space.slots)
    this.space = space
    this.steps = steps
    this.remember = remember
    this.known = space.locals.map(() => new Grid())
    this.loses = space.model.overflow === 'lost'
    this.crash = space.budgets.placeOf(CRASH)
    this.drop = space.budgets.placeOf(DROP)
    this.duplicate = space.budgets.placeOf(DUPLICATE)
  }

  /** The row of a node. Look at `outgrown` afterwards. */
  rowOf(node: number, local: number, inbox: number): number {
    const row = this.remember ? this.known[node]!.get(local, inbox) : -1
    return row >= 0 ? row : this.fill(node, local, inbox)
  }

  /** Works out all deltas anew, in another layout. */
  relay(layout: Layout): void {
    this.layout = layout
    this.outgrown = false
    this.deltas.length = 0
    const { at, length } = this.heads
    for (let head = 0; head < length; head += HEAD) {
      const [begin, end] = [at[head + BEGIN]!, at[head + END]!]
      const [node, local, inbox] = [at[head + NODE]!, at[head + NODE + 1]!, at[head + NODE + 2]!]
      for (let entry = begin; entry < end; entry++) this.delta(node, local, inbox, entry)
    }
  }

  /** Forgets all rows. */
  forget(): void {
    for (const list of this.lists) list.length = 0
    if (this.remember) for (let node = 0; node < this.known.length; node++) this.known[node] = new Grid()
  }

  /** Are there so many entries that they should be forgotten? */
  get full(): boolean {
    return !this.remember || this.what.length > ENTRIES_MAX
  }

  /** Bytes held. */
  get bytes(): number {
    return [...this.lists, ...this.known].reduce((sum, { bytes }) => sum + bytes, 0)
  }

  private get lists(): readonly Ints[] {
    return [this.heads, this.what, this.input, this.step, this.inbox, this.spends, this.deltas]
  }

  private fill(node: number, local: number, inbox: number): number {
    this.beyond = 0
    this.idle = []
    const row = this.heads.length / HEAD
    const begin = this.what.length
    this.arrivals(node, local, inbox)
    this.moves(node, local, inbox)
    const idle = this.what.length
    for (let at = 0; at < this.idle.length; at += 3) {
      this.push(this.idle[at]!, this.idle[at + 1]!, this.idle[at + 2]!, inbox, -1)
    }
    const head = [begin, idle, this.what.length, this.beyond, node, local, inbox]
    for (const number of head) this.heads.push(number)
    for (let entry = begin; entry < this.what.length; entry++) this.delta(node, local, inbox, entry)
    if (this.remember) this.known[node]!.set(local, inbox, row)
    return row
  }

  private arrivals(node: number, local: number, inbox: number): void {
    const { steps } = this
    const box = this.space.inboxes[node]!
    const still = steps.still(local)
    box.arrivals(inbox).forEach(({ letter, rest }) => {
      const step = steps.deliver(node, local, letter)
      // A message that the machine ignores is consumed all the same; where messages stay, that is no step.
      if (step >= FIRST) this.entry(DELIVER, letter, step, rest, -1, local, inbox)
      else if (step === BEYOND) this.beyond++
      else if (step !== DOWN && rest !== inbox) this.push(DELIVER, letter, still, rest, -1)
      for (const cut of steps.cutsOfDelivery(node, local, letter)) {
        if (cut >= FIRST) this.push(DELIVER, letter, cut, rest, this.crash)
      }
      if (rest === inbox) return
      // A message to a node without power is lost without anybody paying for it.
      if (step === DOWN && this.loses) return
      if (step === DOWN) this.push(LOSE, letter, still, rest, -1)
      else if (this.drop >= 0) this.push(LOSE, letter, still, rest, this.drop)
      if (this.duplicate >= 0) this.push(COPY, letter, still, box.double(inbox, letter), this.duplicate)
    })
  }

  private moves(node: number, local: number, inbox: number): void {
    const { steps, space } = this
    steps.movesOf(node, local).forEach(({ spends }, place) => {
      const budget = spends === undefined ? -1 : space.budgets.placeOf(spends)
      if (spends !== undefined && budget < 0) return
      const step = steps.move(node, local, place)
      if (step === BEYOND) this.beyond++
      if (step < FIRST) return
      this.entry(MOVE, place, step, inbox, budget, local, inbox)
      for (const cut of steps.cutsOfMove(node, local, place)) {
        if (cut >= FIRST) this.push(MOVE, place, cut, inbox, this.crash)
      }
    })
  }

  private entry(
    what: number,
    input: number,
    step: number,
    rest: number,
    spends: number,
    local: number,
    inbox: number,
  ): void {
    const idle = step === this.steps.still(local) && rest === inbox && spends < 0
    if (idle) this.idle.push(what, input, step)
    else {
      const parts = fitting(this.steps, this.space.model, [step])
      for (const part of parts) this.push(what, input, part, rest, spends)
    }
  }

  private push(what: number, input: number, step: number, inbox: number, spends: number): void {
    this.what.push(what)
    this.input.push(input)
    this.step.push(step)
    this.inbox.push(inbox)
    this.spends.push(spends)
  }

  private delta(node: number, local: number, inbox: number, entry: number): void {
    const { layout, steps, space } = this
    const step = this.step.at[entry]!
    const own = steps.local.at[step]!
    const rest = this.inbox.at[entry]!
    const begin = this.deltas.length
    for (let word = 0; word < layout.words; word++) this.deltas.push(0)
    const silent = steps.facts.at[step] === 0 && steps.begins.at[step] === steps.ends.at[step]
    this.deltas.push(silent && this.spends.at[entry]! < 0 && this.what.at[entry] !== COPY ? 0 : MORE)
    const slot = space.nodes + node
    this.deltas.at[begin + layout.word[node]!]! += (own - local) << layout.shift[node]!
    this.deltas.at[begin + layout.word[slot]!]! += (rest - inbox) << layout.shift[slot]!
    this.outgrown ||= own > layout.mask[node]! || rest > layout.mask[slot]!
    this.most[node] = Math.max(this.most[node]!, own)
    this.most[slot] = Math.max(this.most[slot]!, rest)
  }
}
