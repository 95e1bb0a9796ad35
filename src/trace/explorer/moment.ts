/** What the recorder looks at of a world: the simulator's World has this form, and this part knows no simulator. */
import type { Choice, Fact, Message } from '../../../spec/boundary.ts'
import type { NodeId } from '../../../spec/names.ts'

/** A message in flight: an object of its own, even if an equal one is in flight too. */
export interface Flying {
  readonly from: NodeId
  readonly to: NodeId
  readonly message: Message
}

/** One node at a moment. */
export interface Place {
  readonly up: boolean
  readonly machines: Readonly<Record<string, { readonly value: unknown; readonly context: unknown }>>
  readonly cells: Readonly<Record<string, unknown>>
  readonly timers: readonly { readonly machine: string; readonly timer: string; readonly ticks: number }[]
}

/** A world at a moment. */
export interface Moment {
  readonly now: number
  readonly locals: readonly Place[]
  readonly flights: readonly Flying[]
  /** One-way cuts, as `from>to`. */
  readonly cuts: readonly string[]
  readonly paused: readonly NodeId[]
}

/** One step of a run, as it was taken. */
export interface Taken {
  readonly choice: Choice
  readonly world: Moment
  readonly facts: readonly Fact[]
  readonly sent: readonly Flying[]
  /** Place of the node that took a step, or -1. */
  readonly node: number
  /** What the step's machines explained of themselves. */
  readonly labels: readonly { readonly machine: string; readonly label: string }[]
}
