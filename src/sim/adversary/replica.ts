/**
 * A6: one malicious replica. It holds the fleet's secrets and sends whatever its types allow, besides what an honest
 * one would: two votes, forged and withheld entries, lies in snapshots, answers that nobody charged.
 */
import type { NodeId } from '../../../spec/names.ts'
import type { Random } from '../random.ts'
import type { Capability } from './capability.ts'
import { LIES } from './lies.ts'
import { one, sometimes } from './moments.ts'

/** A6, f = 1. */
export const replica: Capability = {
  id: 'A6',
  includes: ['A3'],
  says: 'all secrets of one HSM; sends anything signed as it: equivocates, votes twice, forges, lies, skips the charge',
  powers: {
    equivocate: 'two replicas are sent two entries for one place in the log',
    withhold: 'what an honest replica would send is sent to some and not to others',
    ...LIES,
  },
  budgets: { forge: 1000 },
  draw: (random, { hsms, until }) => {
    const node = one(random, hsms)
    const peers = hsms.filter((other) => other !== node && other[1] === node[1])
    return {
      owned: [node.slice(1)],
      suppressed: withheld(random, node, peers),
      reactions: random.chance(700) ? [{ kind: 'forge', perMille: random.int(2, 60) }] : [],
      planned: sometimes(random, 'forge', { perMille: 700, most: 40, from: 500, to: until - 1_000 }),
    }
  },
}

// What an honest replica would send and this one keeps to itself, from some of its peers and not from others.
function withheld(random: Random, node: NodeId, peers: readonly NodeId[]): Record<string, number> {
  if (!random.chance(400)) return {}
  const kind = one(random, ['appendEntries', 'appended', 'vote', 'snapshotPart'])
  return Object.fromEntries(
    peers.filter(() => random.chance(500)).map((to) => [`${node}>${to} ${kind}`, random.int(300, 1000)]),
  )
}
