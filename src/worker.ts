/** The one worker: does jobs, and sends back what became of them. */
import { parentPort, workerData } from 'node:worker_threads'
import { doorsFor } from './run/twins.ts'
import { doJob, type JobName, type Said, type TaskOf, type Work } from './run/work.ts'

const port = parentPort
if (port === null) throw new Error('this file is a worker, not a program')
const { job, crypto } = workerData as Work
// Whoever hires loads the same and has told what there is to tell: one notice, not one per worker.
const doors = await doorsFor(crypto, () => {})
const say = (said: Said<JobName>) => port.postMessage(said)
port.on('message', (task: TaskOf<JobName>) =>
  say({ result: doJob(job, task, (told) => say({ told }), doors) }),
)
