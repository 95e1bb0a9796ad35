/** A fault plan is plain data: how the network behaves, and what happens when. */
import type { NodeId } from '../../spec/names.ts'

/** One planned choice. Without `nodes` the generator picks among those of its kind that are enabled then. */
export interface Planned {
  /** Ticks of 1 ms from the beginning. */
  readonly at: number
  /** A kind of choice, or `crashWithin`: the node's next step is cut short after `ordinal` effects. */
  readonly kind: string
  readonly nodes?: readonly NodeId[]
  readonly ordinal?: number
}

/** Of a thousand messages on links where it may, so many provoke a choice of this kind. */
export interface Reaction {
  /** `alter` and `sign` take the place of the message; `forge` answers it, from a replica of the adversary's. */
  readonly kind: 'alter' | 'sign' | 'forge'
  readonly perMille: number
}

/** How a run is driven. */
export interface Plan {
  /** One-way delay of a link, in ticks; each message draws its own, so messages overtake each other. */
  readonly delay: { readonly min: number; readonly max: number }
  /** Of a thousand messages so many are lost, and so many delivered twice. */
  readonly lossPerMille: number
  readonly duplicatePerMille: number
  /** By link and type, as `from>to type`: of a thousand so many are lost; what a front end or a replica holds back. */
  readonly suppressed?: Readonly<Record<string, number>>
  /** Clock rates in percent by node; a node that is not listed runs at 100. */
  readonly rates: Readonly<Record<string, number>>
  readonly planned: readonly Planned[]
  /** What an adversary does as messages pass; absent where it does nothing of the kind. */
  readonly reactions?: readonly Reaction[]
  /** The second phase begins: links heal, a quorum of each fleet is powered, nothing is lost any more. */
  readonly healAt: number
  /** Nodes that are powered and resumed when the second phase begins. */
  readonly revived: readonly NodeId[]
  /** Nodes that lose power for good when the second phase begins: exactly a quorum is left. */
  readonly abandoned: readonly NodeId[]
  /** The run ends here at the latest. */
  readonly endAt: number
}
