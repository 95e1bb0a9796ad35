/** Jobs spread over all cores, one task at a time to a worker; the results are in the tasks' order. */
import { availableParallelism } from 'node:os'
import type { Progress } from '../check/explore.ts'
import { doJob, type JobName, type ResultOf, type Said, type TaskOf } from '../run/work.ts'
import { hire } from './pool.ts'

/** What is told of tasks, by their places. */
export interface Listener {
  readonly began?: (at: number) => void
  readonly told?: (at: number, progress: Progress) => void
  readonly ended: (at: number) => void
}

/** Does each task until there is enough; what was not done is undefined. */
export async function doJobs<J extends JobName>(
  job: J,
  tasks: readonly TaskOf<J>[],
  { began, told = () => {}, ended }: Listener,
  enough: () => boolean = () => false,
): Promise<readonly (ResultOf<J> | undefined)[]> {
  const results: (ResultOf<J> | undefined)[] = tasks.map(() => undefined)
  let next = 0
  const take = () => {
    if (next >= tasks.length || enough()) return undefined
    began?.(next)
    return next++
  }
  const keep = (at: number, result: ResultOf<J>) => {
    results[at] = result
    ended(at)
  }
  const workers = Math.min(availableParallelism(), tasks.length)
  if (workers > 1)
    await Promise.all(Array.from({ length: workers }, () => employ(job, tasks, take, told, keep)))
  else {
    for (let at = take(); at !== undefined; at = take()) {
      const place = at
      keep(
        at,
        doJob(job, tasks[at] as TaskOf<J>, (progress) => told(place, progress)),
      )
      // Lets a signal in between tasks.
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  return results
}

function employ<J extends JobName>(
  job: J,
  tasks: readonly TaskOf<J>[],
  take: () => number | undefined,
  told: (at: number, progress: Progress) => void,
  keep: (at: number, result: ResultOf<J>) => void,
): Promise<void> {
  const worker = hire({ work: 'jobs', job })
  return new Promise((resolve, reject) => {
    let at: number | undefined
    const more = () => {
      at = take()
      if (at === undefined) worker.terminate().then(() => resolve(), reject)
      else worker.postMessage(tasks[at])
    }
    worker.on('message', (said: Said<J>) => {
      if ('told' in said) return told(at as number, said.told)
      keep(at as number, said.result)
      more()
    })
    worker.on('error', reject)
    more()
  })
}
