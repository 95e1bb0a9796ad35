/** What may be asked of a small world, besides claims (spec/boundary.ts), which are folds over facts. */
import type { Choice, Message } from '../../spec/boundary.ts'
import type { NodeId } from '../../spec/names.ts'

/** A world as a property sees it. Valid during the call only. */
export interface View<L = unknown> {
  readonly nodes: readonly NodeId[]
  /** The nodes' local states, in the order of `nodes`. */
  readonly locals: readonly L[]
  /** The local state of a node. */
  readonly local: (node: NodeId) => L
  /** Messages in flight (or, under `set`, ever sent), in no particular order. */
  readonly inFlight: () => readonly {
    readonly from: NodeId
    readonly to: NodeId
    readonly message: Message
  }[]
  /** Accumulators of the claims under check. */
  readonly accumulators: () => readonly unknown[]
}

/** What happens between two worlds: a choice without its ordinal. */
export interface Happening {
  readonly kind: Choice['kind']
  readonly nodes: readonly NodeId[]
  /** The message that is delivered, lost or duplicated. */
  readonly message?: Message
  /** Does it use up a budget? Crashes, losses and the like do. */
  readonly isFault: boolean
}

/** One property. `says` is the sentence that the verdict prints. */
export type Property<L = unknown> =
  /** Holds in every reachable world. */
  | { readonly kind: 'always'; readonly says: string; readonly holds: (world: View<L>) => boolean }
  /** Holds between every world and each of its successors. */
  | {
      readonly kind: 'step'
      readonly says: string
      readonly holds: (before: View<L>, after: View<L>, happening: Happening) => boolean
    }
  /** Holds in some reachable world. One that is not reached makes a search inconclusive, never a pass. */
  | { readonly kind: 'sometimes'; readonly says: string; readonly holds: (world: View<L>) => boolean }
  /** From every reachable world in which `from` holds, every fair run comes to one in which `to` holds. */
  | {
      readonly kind: 'eventually'
      readonly says: string
      readonly from: (world: View<L>) => boolean
      readonly to: (world: View<L>) => boolean
      readonly fairness: Fairness
    }

/**
 * What a run may not refuse for ever. Happenings with one label are one. `weak`: what is possible from some moment
 * on without a break, happens. `strong`: what is possible again and again, happens. Null: no promise.
 */
export interface Fairness {
  /** Printed beside the verdict. */
  readonly says: string
  readonly of: (
    happening: Happening,
  ) => { readonly label: string; readonly strength: 'weak' | 'strong' } | null
}

/** Every message in flight arrives in the end, every timer and offer that stays possible comes; no fault has to. */
export const WEAKLY_FAIR: Fairness = {
  says: 'weak fairness of each message in flight and of each move that is no fault',
  of: ({ kind, nodes, message, isFault }) =>
    isFault || kind === 'drop' || kind === 'duplicate'
      ? null
      : { label: `${kind} ${nodes.join(' ')} ${JSON.stringify(message ?? null)}`, strength: 'weak' },
}

/** Holds in every reachable world. */
export function always<L>(says: string, holds: (world: View<L>) => boolean): Property<L> {
  return { kind: 'always', says, holds }
}

/** Holds in some reachable world. */
export function sometimes<L>(says: string, holds: (world: View<L>) => boolean): Property<L> {
  return { kind: 'sometimes', says, holds }
}

/** Every fair run comes to a world in which it holds. */
export function eventually<L>(
  says: string,
  to: (world: View<L>) => boolean,
  fairness: Fairness = WEAKLY_FAIR,
): Property<L> {
  return { kind: 'eventually', says, from: () => true, to, fairness }
}

/** Whenever `from` holds, every fair run comes to a world in which `to` holds. */
export function leadsTo<L>(
  says: string,
  from: (world: View<L>) => boolean,
  to: (world: View<L>) => boolean,
  fairness: Fairness = WEAKLY_FAIR,
): Property<L> {
  return { kind: 'eventually', says, from, to, fairness }
}
