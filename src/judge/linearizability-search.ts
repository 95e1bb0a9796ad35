/**
 * The search for a linearization of one object's history (§10.3): Wing and Gong 1993, with Lowe's memo (2017).
 * It can be stopped after any number of steps and gone on with, so that many searches can take turns.
 */
import { type Operation, precedes, type SequentialModel } from './history.ts'
import { DISAGREES, hashOfBit, Memo, Transitions } from './linearizability-memo.ts'

/** What a search knows so far. */
export type SearchState = 'linearizable' | 'notLinearizable' | 'searching'

const HEAD = 0

export class Search<S, O, R> {
  private readonly transitions: Transitions<S, O, R>
  private readonly memo: Memo
  // Doubly linked list of events in time order. Operation i is called at node 2i+1 and answered at node 2i+2.
  private readonly next: Int32Array
  private readonly previous: Int32Array
  private readonly isPending: Uint8Array
  // The operations taken: as a set, hashed, and in order with the state before each.
  private readonly taken: Int32Array
  private hash = 0
  private readonly order: number[] = []
  private readonly statesBefore: number[] = []
  private state = 0
  private entry: number
  private unanswered: number
  private verdict: SearchState = 'searching'
  /** Operations tried so far, over all calls of `run`. */
  steps = 0

  constructor(model: SequentialModel<S, O, R>, history: readonly Operation<O, R>[]) {
    this.transitions = new Transitions(model, history)
    this.memo = new Memo(history.length)
    this.taken = new Int32Array(Math.ceil(history.length / 32))
    this.next = new Int32Array(2 * history.length + 1)
    this.previous = new Int32Array(2 * history.length + 1)
    this.isPending = Uint8Array.from(history, ({ returned }) => (returned === null ? 1 : 0))
    this.unanswered = history.filter(({ returned }) => returned !== null).length
    this.link(history)
    this.entry = this.next[HEAD]!
  }

  /** Goes on for at most so many steps. One step is one operation tried in one state. */
  run(steps: number): SearchState {
    const end = this.steps + steps
    while (this.verdict === 'searching' && this.steps < end) this.advance()
    return this.verdict
  }

  /** Indices of the operations in the order in which they took effect; meaningful once `linearizable`. */
  get linearization(): readonly number[] {
    return this.order
  }

  private advance(): void {
    if (this.unanswered === 0) {
      this.verdict = 'linearizable'
    } else if (this.entry !== HEAD && this.entry % 2 === 1) {
      this.tryCall((this.entry - 1) / 2)
    } else if (this.order.length === 0) {
      this.verdict = 'notLinearizable'
    } else {
      // An answer (or the end of the history) is reached before its operation was taken: an earlier choice is wrong.
      const index = this.order.pop()!
      this.flip(index)
      this.state = this.statesBefore.pop()!
      this.putBack(index)
      this.entry = this.next[2 * index + 1]!
    }
  }

  private tryCall(index: number): void {
    this.steps++
    const state = this.transitions.next(this.state, index)
    this.flip(index)
    if (state === DISAGREES || !this.memo.add(this.taken, this.hash, state)) {
      this.flip(index)
      this.entry = this.next[this.entry]!
      return
    }
    this.order.push(index)
    this.statesBefore.push(this.state)
    this.state = state
    this.takeOut(index)
    this.entry = this.next[HEAD]!
  }

  private flip(index: number): void {
    this.taken[index >> 5] = this.taken[index >> 5]! ^ (1 << (index & 31))
    this.hash ^= hashOfBit(index)
  }

  private takeOut(index: number): void {
    this.unlink(2 * index + 1)
    if (this.isPending[index] === 1) return
    this.unlink(2 * index + 2)
    this.unanswered--
  }

  private putBack(index: number): void {
    if (this.isPending[index] === 0) {
      this.relink(2 * index + 2)
      this.unanswered++
    }
    this.relink(2 * index + 1)
  }

  private unlink(node: number): void {
    this.next[this.previous[node]!] = this.next[node]!
    this.previous[this.next[node]!] = this.previous[node]!
  }

  private relink(node: number): void {
    this.next[this.previous[node]!] = node
    this.previous[this.next[node]!] = node
  }

  private link(history: readonly Operation<O, R>[]): void {
    const events = history.flatMap(({ called, returned }, i) => {
      const call = { node: 2 * i + 1, at: called, answers: 0 }
      return returned === null ? [call] : [call, { node: 2 * i + 2, at: returned, answers: 1 }]
    })
    // At one instant calls come first: operations that only touch are concurrent, as `precedes` has it.
    events.sort((x, y) => x.at - y.at || x.answers - y.answers || x.node - y.node)
    let last = HEAD
    for (const { node } of events) {
      this.next[last] = node
      this.previous[node] = last
      last = node
    }
    this.next[last] = HEAD
    this.previous[HEAD] = last
  }
}

/** Is this order of operations a linearization of the history? What a verdict of `linearizable` can be held to. */
export function isLinearization<S, O, R>(
  model: SequentialModel<S, O, R>,
  history: readonly Operation<O, R>[],
  order: readonly number[],
): boolean {
  const transitions = new Transitions(model, history)
  const place = new Map(order.map((index, position) => [index, position]))
  const whole = history.every(({ returned }, i) => returned === null || place.has(i))
  const inOrder = order.every((later, i) =>
    order.slice(0, i).every((earlier) => !precedes(history[later]!, history[earlier]!)),
  )
  let state = 0
  for (const index of order) if (state !== DISAGREES) state = transitions.next(state, index)
  return whole && inOrder && place.size === order.length && state !== DISAGREES
}
