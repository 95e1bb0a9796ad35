/**
 * What the checker explores: a small world of nodes, given by plain functions. It knows nothing of vaults, and
 * nothing of XState: machines.ts makes a model of XState machines, the command line makes one of the simulator's
 * nodes. Choices are named as the simulator names them, so that a counterexample replays there.
 */
import type { Choice, Fact, Message } from '../../spec/boundary.ts'
import type { NodeId } from '../../spec/names.ts'

/**
 * How messages travel. `set`: a message once sent stays for ever, twice sent is once sent (Lamport's TwoPhase);
 * this is delay, reordering, duplication and loss at once. `unordered`: each copy arrives at most once, in any
 * order. `ordered`: each link is a queue.
 */
export type Order = 'set' | 'unordered' | 'ordered'

/** A message at a node's door. */
export interface Letter {
  readonly from: NodeId
  readonly message: Message
}

/** Something that may happen to a node without a message: a timer, an operation, a crash, a boot. */
export interface Move {
  /** Kind of the choice: `timer`, `begin`, `boot`, `crash`, `rollback`, or the model's own. */
  readonly kind: string
  readonly ordinal: number
  /** The budget that one such move uses up; absent: free. */
  readonly spends?: string
}

/** What one step did. */
export interface Taken<L> {
  readonly local: L
  readonly sends: readonly { readonly to: NodeId; readonly message: Message }[]
  readonly facts: readonly Fact[]
  /** Effects that took place: in how many places the node can crash within this step. */
  readonly effects: number
}

/**
 * Why a step was not taken: the machine has no transition for it (the message is consumed all the same, where
 * the network consumes), or the node is down (the message waits, and may be lost without a budget).
 */
export type NotTaken = 'ignored' | 'down'

/** A world to explore. All values are plain data; all functions are pure. */
export interface Model<L = unknown> {
  readonly name: string
  /** At least one, at most 30. */
  readonly nodes: readonly NodeId[]
  readonly order: Order
  /** Where each node begins, and what it has already sent. Indexed like `nodes`. */
  readonly initial: readonly Taken<L>[]
  /** Choices that lead a simulator to `initial`; put in front of every trace. */
  readonly opening: readonly Choice[]
  /** How often each may be used: `crash`, `drop`, `duplicate`, and what moves spend. Not listed: never. */
  readonly budgets: Readonly<Record<string, number>>
  /** Most messages in flight at once; absent: no limit. */
  readonly inFlightMax?: number
  /**
   * What becomes of a step that would exceed it. `refused`, unless said: it is not taken. `lost`: before it, as many
   * of the messages in flight are lost as there is need; a network that loses at any time, with fewer worlds. Of a step
   * that sends more than the limit at once any part gets out.
   */
  readonly overflow?: 'refused' | 'lost'
  /** What may happen to this node by itself, in a stable order. */
  readonly moves: (node: number, local: L) => readonly Move[]
  /** Takes a step. With `crashAfter` the node crashes when so many effects have taken place. */
  readonly step: (node: number, local: L, input: Letter | Move, crashAfter?: number) => Taken<L> | NotTaken
  /** Is this local state within the bounds? A step that leads outside is not taken. Absent: always. */
  readonly within?: (node: number, local: L) => boolean
  /** The bounds in words and figures, printed beside the verdict. */
  readonly bounds: Readonly<Record<string, string | number>>
  /** Renames identifiers inside octet strings: a twin's `rewrite`. */
  readonly rewrite?: (permutation: ReadonlyMap<string, string>, text: string) => string
}

/** Is this input a letter? */
export function isLetter(input: Letter | Move): input is Letter {
  return 'message' in input
}

/** The budget that bounds crashes, between steps and within one. */
export const CRASH = 'crash'
/** The budget that bounds lost messages. */
export const DROP = 'drop'
/** The budget that bounds duplicated messages. */
export const DUPLICATE = 'duplicate'
