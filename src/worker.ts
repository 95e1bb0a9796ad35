/** The one worker: runs seeds and sends back what became of them. */
import { parentPort, workerData } from 'node:worker_threads'
import { type SimSettings, simulateSeed } from './run/sim-run.ts'

const port = parentPort
if (port === null) throw new Error('this file is a worker, not a program')
port.on('message', (seeds: readonly number[]) => {
  port.postMessage(seeds.map((seed) => simulateSeed(seed, workerData as SimSettings)))
})
