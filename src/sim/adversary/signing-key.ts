/** A5: the vault's signing key leaked. What is in the clear between front end and client is changed and signed anew. */
import type { Capability } from './capability.ts'

/** A5. */
export const signingKey: Capability = {
  id: 'A5',
  includes: ['A2'],
  says: 'signs as the vault',
  powers: { sign: 'an answer is replaced by another one, rightly signed' },
  budgets: { sign: 100 },
  draw: (random) => ({
    holds: ['signing'],
    reactions: [{ kind: 'sign', perMille: random.int(50, 400) }],
  }),
}
