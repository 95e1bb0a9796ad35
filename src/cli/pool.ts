/**
 * Jobs spread over all cores, one task at a time to a worker. The results are in the tasks' order, so what comes out does
 * not depend on how many workers there are.
 */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Doors } from '../bugs/doors.ts'
import type { Progress } from '../check/explore.ts'
import { doJob, type JobName, type ResultOf, type Said, type TaskOf, type Work } from '../run/work.ts'

/** Tasks by their places: a list, or something that makes each when it is asked for. */
export interface Tasks<J extends JobName> {
  readonly length: number
  readonly at: (place: number) => TaskOf<J> | undefined
}

/** What is told of tasks, by their places. */
export interface Listener<J extends JobName> {
  readonly began?: (at: number) => void
  readonly told?: (at: number, progress: Progress) => void
  readonly ended: (at: number, result: ResultOf<J>) => void
}

/** How the work is done. */
export interface Shift {
  /** Asked before each task: has the time run out, has the user had enough, is this one not wanted any more? */
  readonly enough?: (at: number) => boolean
  /** Workers at most; absent: as many as there are cores. */
  readonly workers?: number
  /** What the tasks need loaded beforehand: for those that are done in this thread as it is, workers load their own. */
  readonly crypto?: 'real' | 'ideal'
  readonly doors?: Doors
}

/** Does each task until there is enough; what was not done is not there, but its place is. */
export async function doJobs<J extends JobName>(
  job: J,
  tasks: Tasks<J>,
  listener: Listener<J>,
  { enough = () => false, workers = availableParallelism(), crypto = 'ideal', doors = {} }: Shift = {},
): Promise<readonly (ResultOf<J> | undefined)[]> {
  const results: (ResultOf<J> | undefined)[] = []
  results.length = tasks.length
  let next = 0
  const take = () => {
    if (next >= tasks.length || enough(next)) return undefined
    listener.began?.(next)
    return next++
  }
  const keep = (at: number, result: ResultOf<J>) => {
    results[at] = result
    listener.ended(at, result)
  }
  const desk: Desk<J> = { tasks, take, told: listener.told ?? (() => {}), keep }
  const hired = Math.min(workers, tasks.length)
  if (hired > 1) await Promise.all(Array.from({ length: hired }, () => employ({ job, crypto }, desk)))
  else await doHere(job, desk, doors)
  return results
}

interface Desk<J extends JobName> {
  readonly tasks: Tasks<J>
  readonly take: () => number | undefined
  readonly told: (at: number, progress: Progress) => void
  readonly keep: (at: number, result: ResultOf<J>) => void
}

async function doHere<J extends JobName>(job: J, { tasks, take, told, keep }: Desk<J>, doors: Doors) {
  for (let at = take(); at !== undefined; at = take()) {
    const place = at
    const task = tasks.at(place) as TaskOf<J>
    keep(
      place,
      doJob(job, task, (progress) => told(place, progress), doors),
    )
    // Lets a signal in between tasks.
    await new Promise((resolve) => setImmediate(resolve))
  }
}

// One worker's life: task after task until there are no more.
function employ<J extends JobName>(work: Work, { tasks, take, told, keep }: Desk<J>): Promise<void> {
  const worker = hire(work)
  return new Promise((resolve, reject) => {
    let at: number | undefined
    const more = () => {
      at = take()
      if (at === undefined) worker.terminate().then(() => resolve(), reject)
      else worker.postMessage(tasks.at(at))
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

// From a build the worker is a file; in a bundle (.mjs) it lies beside this one. Sources that run without one need their loader in the worker as well.
function hire(workerData: Work): Worker {
  if (!import.meta.url.endsWith('.ts')) {
    const file = import.meta.url.endsWith('.mjs') ? './worker.mjs' : '../worker.js'
    return new Worker(new URL(file, import.meta.url), { workerData })
  }
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'))
  const entry = JSON.stringify(new URL('../worker.ts', import.meta.url).href)
  const source = `import(${loader}).then(({ register }) => { register(); return import(${entry}) })`
  return new Worker(source, { eval: true, workerData })
}
