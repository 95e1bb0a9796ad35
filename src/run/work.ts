/** What the command line and its worker say to each other. */

import type { Doors } from '../bugs/doors.ts'
import type { Progress } from '../check/explore.ts'
import { checkScope, type ScopeResult, type ScopeTask } from './check-scope.ts'
import type { Hunted, HuntTask } from './hunt.ts'
import { huntBy } from './hunting.ts'
import { type Judged, type SimSettings, simulateSeed } from './sim-run.ts'

/** What a worker is told when it begins: its job, and the cryptography that it has to load for it. */
export interface Work {
  readonly job: JobName
  readonly crypto: 'real' | 'ideal'
}

/** One seed, of `sim` or of a cell of the matrix. */
export interface SeedTask {
  readonly seed: number
  readonly settings: SimSettings
}

/** Tells whoever waits how far a job has come. */
export type Tell = (progress: Progress) => void

/** Jobs that depend on their task alone, one task at a time. */
export const JOBS = {
  seed: ({ seed, settings }: SeedTask, _: Tell, doors: Doors): Judged => simulateSeed(seed, settings, doors),
  hunt: (task: HuntTask): Hunted => huntBy(task),
  scope: (task: ScopeTask, tell: Tell): ScopeResult => checkScope(task, tell),
} as const

/** What a worker says about its task. */
export type Said<J extends JobName> = { readonly told: Progress } | { readonly result: ResultOf<J> }

/** The name of a job, its task and its result. */
export type JobName = keyof typeof JOBS
export type TaskOf<J extends JobName> = Parameters<(typeof JOBS)[J]>[0]
export type ResultOf<J extends JobName> = ReturnType<(typeof JOBS)[J]>

/** Does one; `doors` as `doorsFor` makes them. */
export function doJob<J extends JobName>(job: J, task: TaskOf<J>, tell: Tell, doors: Doors): ResultOf<J> {
  return (JOBS[job] as (task: TaskOf<J>, tell: Tell, doors: Doors) => ResultOf<J>)(task, tell, doors)
}
