/** The seeds of one call of `sim`, run until there is enough. */

import type { Doors } from '../bugs/doors.ts'
import type { Judged, SimSettings } from '../run/sim-run.ts'
import { doJobs } from './pool.ts'

/** When to stop before all seeds ran. */
export interface Stopping {
  /** Stop at the first failure: nothing after the lowest failing seed is reported. */
  readonly untilFailure: boolean
  /** Workers at most; absent: as many as there are cores. */
  readonly workers?: number
  /** Asked before each seed: has the time box run out, or has the user had enough? */
  readonly enough: () => boolean
}

/** Runs seeds first..first+count-1; `doors` for those that run in this thread, workers make their own. */
export async function runSeeds(
  first: number,
  count: number,
  settings: SimSettings,
  doors: Doors,
  { untilFailure, workers, enough }: Stopping,
  onRun: () => void,
): Promise<readonly Judged[]> {
  let failed = Number.POSITIVE_INFINITY
  const judged = await doJobs(
    'seed',
    { length: count, at: (place) => ({ seed: first + place, settings }) },
    {
      ended: (_, { run, broke }) => {
        if (untilFailure && broke !== null) failed = Math.min(failed, run.seed)
        onRun()
      },
    },
    {
      enough: (at) => enough() || first + at > failed,
      ...{ crypto: settings.crypto, doors, ...(workers === undefined ? {} : { workers }) },
    },
  )
  // In the order of their seeds; another worker may have been beyond the failure already.
  return judged.filter((one): one is Judged => one !== undefined && one.run.seed <= failed)
}
