/** The rolling hash of a run, over (time, node, event, next state): two runs are the same run if it is equal. */
import type { Choice } from '../../spec/boundary.ts'
import { fold, type Hash, hashOf, hex } from '../../spec/canonical.ts'
import type { Happened } from './world.ts'

/** A rolling hash. */
export interface Rolling {
  /** Takes in one step. */
  readonly add: (choice: Choice, happened: Happened) => void
  /** The hash so far, 16 hex digits. */
  readonly value: () => string
}

/** Starts a rolling hash. */
export function rollingHash(): Rolling {
  let hash: Hash = { high: 0x7374726f, low: 0x6e67726d }
  return {
    add: ({ kind, nodes, ordinal, crashAfter }, { world, sent, node }) => {
      hash = fold(hash, { high: world.now | 0, low: node })
      hash = fold(hash, hashOf(kind))
      for (const name of nodes) hash = fold(hash, hashOf(name))
      hash = fold(hash, { high: ordinal, low: crashAfter ?? -1 })
      const local = world.locals[node]
      if (local !== undefined) hash = fold(hash, hashOf(local))
      for (const { to, message } of sent) hash = fold(fold(hash, hashOf(to)), hashOf(message))
    },
    value: () => hex(hash),
  }
}
