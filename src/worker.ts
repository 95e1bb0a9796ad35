/** The one worker: runs seeds or does jobs, and sends back what became of them. */
import { parentPort, workerData } from 'node:worker_threads'
import { simulateSeed } from './run/sim-run.ts'
import { doorsFor } from './run/twins.ts'
import { doJob, type JobName, type Said, type TaskOf, type Work } from './run/work.ts'

const port = parentPort
if (port === null) throw new Error('this file is a worker, not a program')
const work = workerData as Work
if (work.work === 'seeds') {
  const { settings } = work
  // Whoever hires loads the same and has told what there is to tell: one notice, not one per worker.
  const doors = await doorsFor(settings.crypto, () => {})
  port.on('message', (seed: number) => port.postMessage(simulateSeed(seed, settings, doors)))
} else {
  const say = (said: Said<JobName>) => port.postMessage(said)
  port.on('message', (task: TaskOf<JobName>) =>
    say({ result: doJob(work.job, task, (told) => say({ told })) }),
  )
}
