/**
 * A1: the network and the cloud provider, on the links of clients. What it stores for them, the file containers, no
 * machine reads; how they stand changes is §8.1's affair.
 */
import type { Capability } from './capability.ts'
import { sometimes } from './moments.ts'

/** A1. */
export const network: Capability = {
  id: 'A1',
  includes: ['A0'],
  says: 'read, drop, replay, inject, alter everything on client links; read and change the cloud store',
  powers: {
    read: 'what crosses links of clients is known',
    suppress: 'a message on a link of a client is held back',
    replay: 'a message arrives again, long after',
    inject: 'what one client was told is told to another',
    alter: 'a field is junk, or of another message, or off by one',
    store: 'what the cloud keeps is read and changed',
  },
  budgets: { replay: 1000, alter: 1000, inject: 1000 },
  draw: (random, { until }) => {
    const when = { from: 1_000, to: until - 1_000 }
    return {
      reactions: random.chance(600) ? [{ kind: 'alter', perMille: random.int(5, 100) }] : [],
      planned: [
        ...sometimes(random, 'replay', { perMille: 800, most: 10, ...when }),
        ...sometimes(random, 'inject', { perMille: 800, most: 10, ...when }),
      ],
    }
  },
}
