/**
 * A6: one malicious replica. It holds the fleet's secrets and sends whatever its types allow, besides what an honest
 * one would: two votes, forged and withheld entries, lies in snapshots, answers that nobody charged.
 */
import type { Capability } from './capability.ts'
import { one, sometimes } from './moments.ts'

/** A6, f = 1. */
export const replica: Capability = {
  id: 'A6',
  includes: ['A3'],
  says: 'all secrets of one HSM; sends anything signed as it: equivocates, votes twice, forges, lies, skips the charge',
  budgets: { forge: 1000 },
  draw: (random, { hsms, until }) => {
    const node = one(random, hsms)
    return {
      owned: [node.slice(1)],
      reactions: random.chance(700) ? [{ kind: 'forge', perMille: random.int(2, 60) }] : [],
      planned: sometimes(random, 'forge', { perMille: 700, most: 40, from: 500, to: until - 1_000 }),
    }
  },
}
