/** Jobs spread over all cores, one task at a time to a worker; the results are in the tasks' order. */
import { availableParallelism } from 'node:os'
import { doJob, type JobName, type ResultOf, type TaskOf } from '../run/work.ts'
import { hire } from './pool.ts'

/** Does each task until there is enough; what was not done is undefined. */
export async function doJobs<J extends JobName>(
  job: J,
  tasks: readonly TaskOf<J>[],
  onResult: (at: number) => void,
  enough: () => boolean = () => false,
  onTask: (at: number) => void = () => {},
): Promise<readonly (ResultOf<J> | undefined)[]> {
  const results: (ResultOf<J> | undefined)[] = tasks.map(() => undefined)
  let next = 0
  const take = () => {
    if (next >= tasks.length || enough()) return undefined
    onTask(next)
    return next++
  }
  const keep = (at: number, result: ResultOf<J>) => {
    results[at] = result
    onResult(at)
  }
  const workers = Math.min(availableParallelism(), tasks.length)
  if (workers > 1) await Promise.all(Array.from({ length: workers }, () => employ(job, tasks, take, keep)))
  else {
    for (let at = take(); at !== undefined; at = take()) {
      keep(at, doJob(job, tasks[at] as TaskOf<J>))
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
    worker.on('message', (result: ResultOf<J>) => {
      keep(at as number, result)
      more()
    })
    worker.on('error', reject)
    more()
  })
}
