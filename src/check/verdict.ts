/** What a search found. Three values: inconclusive is never a pass. */
import type { Choice } from '../../spec/boundary.ts'

/** `inconclusive`: a budget was spent, or a situation that had to arise did not. */
export type Verdict = 'holds' | 'broken' | 'inconclusive'

/** One property or claim that does not hold, with the shortest run that shows it. */
export interface Broken {
  /** A claim's id, or a property's sentence. */
  readonly property: string
  readonly why: string
  /** Steps of the search up to there, the fewest that there are; a trace has more where losses and restarts are told. */
  readonly steps: number
  /** From the beginning: replays through any system of the same choices. */
  readonly trace: readonly Choice[]
  /** Of an *eventually*: these choices come back to where they began, and can be repeated for ever. */
  readonly loop?: readonly Choice[]
}

/** The outcome of one search. */
export interface Checked {
  readonly name: string
  readonly verdict: Verdict
  readonly broken: readonly Broken[]
  /** Witnesses of claims and *sometimes* that were not reached. */
  readonly notReached: readonly string[]
  /** Why it is inconclusive; empty when it is not. */
  readonly why: string
  /** Distinct worlds; with symmetry, orbits. */
  readonly distinct: number
  /** The first world and every transition, those that change nothing included, as TLC counts. */
  readonly generated: number
  /** Worlds on the longest shortest path, the first included: TLC's depth. */
  readonly depth: number
  /** Was every reachable world visited? */
  readonly complete: boolean
  /** The bounds, in words and figures. */
  readonly bound: Readonly<Record<string, string | number>>
  readonly statistics: Statistics
}

/** What a search cost. */
export interface Statistics {
  /** How often the model was asked for a step: XState calls. */
  readonly steps: number
  /** How many steps were compared with their mirror images, to audit a symmetry. */
  readonly comparedSteps: number
  /** Distinct local states, messages, inboxes over all nodes, and accumulators. */
  readonly locals: number
  readonly letters: number
  readonly inboxes: number
  readonly accumulators: number
  /** Steps that were not taken because they lead outside of the bounds. */
  readonly outside: number
  /** Memory of visited worlds, and of all tables, in bytes; interned objects are estimated. */
  readonly bytesVisited: number
  readonly bytesAll: number
  /** 32-bit words of one packed world. */
  readonly words: number
}
