/** A4: one HSM's records are read once, unsealed, without the fleet's other secrets. */
import type { Capability } from './capability.ts'
import { one } from './moments.ts'

/** A4. What the records are worth, its client (A2) tries. */
export const recordLeak: Capability = {
  id: 'A4',
  includes: ['A2'],
  says: "reads one HSM's records unsealed, without the fleet's other secrets",
  powers: { leak: "one HSM's records are known" },
  budgets: { leak: 1 },
  draw: (random, { hsms }) => ({
    planned: [{ at: random.int(8_000, 24_000), kind: 'leak', nodes: [one(random, hsms)] }],
  }),
}
