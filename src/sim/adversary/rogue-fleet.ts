/** A9: a fleet of the adversary's own, counter-signed by it; the auditor signs what it is given (§7.1). */
import type { Capability } from './capability.ts'

/** A9. */
export const rogueFleet: Capability = {
  id: 'A9',
  includes: ['A2'],
  says: 'A2 with the counter-signing key; the auditor signs what it is given',
  powers: {
    plant: 'keys of its own are the next epoch, which the auditor signs',
    fleet: 'HSMs of its own are the next fleet',
  },
  budgets: {},
  // The fleet, and what is shown of it, belong to the rotation (drawn-rotation.ts).
  draw: () => ({}),
}
