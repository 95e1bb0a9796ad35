/** The seeded bug of the log's clock (§4.5). */
import type { Bug } from './bug.ts'
import { inPart } from './vault-door.ts'

/** Bug 27. */
export const clockBugs: readonly Bug[] = [
  inPart(
    'clock',
    {
      id: 'leadersClockAlone',
      number: 27,
      breaks: 'ATT-8',
      adversary: 'A0',
      profile: 'hardened',
      story: "The leader's clock alone advances the ticks.",
    },
    () => ({ guards: { hasQuorum: () => true } }),
  ),
]
