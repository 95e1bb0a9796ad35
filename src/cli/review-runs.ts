/** The runs of a review, spread over the cores. */
import { type ColumnRun, PAIRS } from '../run/review.ts'
import type { Ran } from '../run/review-cells.ts'
import type { SimSettings } from '../run/sim-run.ts'
import { includes } from '../sim/adversary/table.ts'
import { progress } from './output.ts'
import { doJobs } from './pool.ts'

/** Seeds beyond the fixed ones begin here. */
const FURTHER_SEED = 1_000_001

/** So many further seeds of every column are handed out before the workers are hired anew. */
const FURTHER_BATCH = 200

/** How a run of the matrix is made. SEC-2 and SEC-3 are made for nobody beyond A3, and cost two runs more. */
export function settingsOf({ pair, scene }: ColumnRun): SimSettings {
  const pairs = scene === undefined && includes('A3', pair.adversary)
  return { ...pair, crypto: 'ideal', pairs, ...(scene === undefined ? {} : { scene }) }
}

/** Runs them all until there is enough. */
export async function runAll(
  runs: readonly ColumnRun[],
  enough: () => boolean = () => false,
): Promise<readonly Ran[]> {
  const bar = progress('matrix', runs.length)
  const tasks = runs.map((run) => ({ seed: run.seed, settings: settingsOf(run) }))
  const results = await doJobs('seed', tasks, { ended: () => bar.advance() }, { enough })
  bar.end()
  return results.flatMap((judged, i) => (judged === undefined ? [] : [{ ...(runs[i] as ColumnRun), judged }]))
}

/** Runs further seeds of all columns in turn for so many milliseconds; a run that has begun is ended. */
export async function runFor(milliseconds: number): Promise<readonly Ran[]> {
  const until = Date.now() + milliseconds
  const ran: Ran[] = []
  for (let first = FURTHER_SEED; Date.now() < until; first += FURTHER_BATCH) {
    const seeds = Array.from({ length: FURTHER_BATCH }, (_, i) => first + i)
    const runs = seeds.flatMap((seed) => PAIRS.map((pair) => ({ seed, pair })))
    ran.push(...(await runAll(runs, () => Date.now() >= until)))
  }
  return ran
}
