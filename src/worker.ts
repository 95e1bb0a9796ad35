/** The one worker: runs seeds and sends back what became of them. */
import { parentPort, workerData } from 'node:worker_threads'
import { type SimSettings, simulateSeed } from './run/sim-run.ts'
import { doorsFor } from './run/twins.ts'

const port = parentPort
if (port === null) throw new Error('this file is a worker, not a program')
const settings = workerData as SimSettings
// Whoever hires loads the same and has told what there is to tell: one notice, not one per worker.
const doors = await doorsFor(settings.crypto, () => {})
port.on('message', (seeds: readonly number[]) => {
  port.postMessage(seeds.map((seed) => simulateSeed(seed, settings, doors)))
})
