/** Seeds spread over all cores. What comes out does not depend on how many there are: results are in seed order. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { type Judged, type SimSettings, simulateSeed } from '../run/sim-run.ts'
import type { Work } from '../run/work.ts'
import type { Doors } from '../run/world.ts'

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
  stopping: Stopping,
  onRun: (judged: Judged) => void,
): Promise<readonly Judged[]> {
  const results: Judged[] = []
  let next = first
  let failed = Number.POSITIVE_INFINITY
  const take = (): number | undefined =>
    stopping.enough() || next > failed || next >= first + count ? undefined : next++
  const keep = (judged: Judged) => {
    results.push(judged)
    onRun(judged)
    if (stopping.untilFailure && judged.broke !== null) failed = Math.min(failed, judged.run.seed)
  }
  const workers = Math.min(stopping.workers ?? availableParallelism(), count)
  if (workers < 2) {
    for (let seed = take(); seed !== undefined; seed = take()) {
      keep(simulateSeed(seed, settings, doors))
      // Lets a signal in between seeds.
      await new Promise((resolve) => setImmediate(resolve))
    }
  } else {
    await Promise.all(Array.from({ length: workers }, () => employ(settings, take, keep)))
  }
  return results.filter(({ run }) => run.seed <= failed).sort((a, b) => a.run.seed - b.run.seed)
}

/** One worker's life: seed after seed until there are no more. */
function employ(
  settings: SimSettings,
  take: () => number | undefined,
  keep: (judged: Judged) => void,
): Promise<void> {
  const worker = hire({ work: 'seeds', settings })
  return new Promise((resolve, reject) => {
    const more = () => {
      const seed = take()
      if (seed !== undefined) worker.postMessage(seed)
      else worker.terminate().then(() => resolve(), reject)
    }
    worker.on('message', (judged: Judged) => {
      keep(judged)
      more()
    })
    worker.on('error', reject)
    more()
  })
}

// From a build the worker is a file; in a bundle (.mjs) it lies beside this one. Sources that run without one need their loader in the worker as well.
/** A worker for this work. */
export function hire(workerData: Work): Worker {
  if (!import.meta.url.endsWith('.ts')) {
    const file = import.meta.url.endsWith('.mjs') ? './worker.mjs' : '../worker.js'
    return new Worker(new URL(file, import.meta.url), { workerData })
  }
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'))
  const entry = JSON.stringify(new URL('../worker.ts', import.meta.url).href)
  const source = `import(${loader}).then(({ register }) => { register(); return import(${entry}) })`
  return new Worker(source, { eval: true, workerData })
}
