/**
 * The corpus (§10.7): failures that were found once, in src/expected/corpus, run again by `npm test`. What was wrong in
 * honest code must not break again; a seeded bug, and what the table of claims does not claim, must still break.
 */

import type { Doors } from '../bugs/doors.ts'
import { isClaimed } from '../expected/cells.ts'
import type { Setup } from '../sim/setup.ts'
import type { Trace } from '../trace/format.ts'
import { claimsFor } from './judges.ts'
import { storyOf, timedPlan } from './telling-again.ts'
import { Track } from './track.ts'

/** Where it lies, from the root of the project. */
export const CORPUS = 'src/expected/corpus'

/** What became of a kept failure. */
export interface Rerun {
  /** Is its claim one that is made, of honest code? */
  readonly mustHold: boolean
  /** Why the claim breaks, or null. */
  readonly broken: string | null
  /** Choices that can still happen, of all: a file whose choices cannot says nothing. */
  readonly taken: number
  readonly of: number
}

/** Runs one again; choices that are not enabled any more are left out, as in shrinking. */
export function rerun({ header, steps }: Trace, setup: Setup, doors: Doors): Rerun {
  const { broke = '', bug } = header
  const claim = claimsFor(setup.crypto).find(({ id }) => id === broke.split(' ')[0])
  if (claim === undefined) throw new Error(`${broke} is no claim of a single run`)
  const who = setup.adversary?.who ?? 'A0'
  const track = new Track(setup, claim, doors)
  const choices = steps.map(({ c }) => c)
  // What other code sends would lie undelivered, and break what must happen eventually: that is told again.
  const { points, why } =
    claim.kind === 'eventually' ? track.tell(timedPlan(storyOf(setup, choices))) : track.walk(choices)
  return {
    mustHold: bug === undefined && isClaimed(broke, setup.profile, who),
    broken: why,
    ...{ taken: new Set(points).size - 1, of: steps.length },
  }
}
