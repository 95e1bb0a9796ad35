/** Random runs of a scope in the simulator, and how many of all its states they see (docs/checking.md). */
import { Coverage } from '../check/coverage.ts'
import { explore, type Progress } from '../check/explore.ts'
import type { Scope } from '../scopes/scope.ts'
import { fork } from '../sim/random.ts'
import { replayerOf, type ScopeLimits } from './check-scope.ts'

/** Steps of one run, unless nothing can happen any more. */
export const STEPS_MAX = 100

/** Which runs. */
export interface Runs {
  readonly seed: number
  readonly runs: number
}

/** What the runs saw. */
export interface ScopeCoverage {
  readonly scope: string
  /** The scope's bounds, symmetry included: what counts as one state. */
  readonly bound: Readonly<Record<string, string | number>>
  /** Distinct states that some run saw, and all that there are; null: the search was not finished. */
  readonly seen: number | null
  readonly all: number | null
  /** Why it was not, or empty. */
  readonly why: string
  /** By run: its steps, and how many states it was the first to see. */
  readonly runs: readonly { readonly seed: number; readonly steps: number; readonly fresh: number }[]
}

/** Searches a scope to its end, a broken claim or not, and then runs it from so many seeds. */
export function coverScope(
  scope: Scope,
  { seed: first, runs: count }: Runs,
  limits: ScopeLimits,
  onProgress: (progress: Progress) => void,
  onRun: () => void,
): ScopeCoverage {
  const world = scope.build()
  const { model, claims, setting, groups: symmetry } = world
  const options = { claims, setting, symmetry, stopsAtFirst: false, onProgress, ...limits }
  const { search, met } = explore(model, options)
  const bound = { ...model.bounds, symmetry: symmetry.map((group) => group.join(' ')).join('; ') || 'off' }
  const report = { scope: scope.name, bound, seen: null, all: null, why: '', runs: [] }
  if (met !== undefined) return { ...report, why: `stopped at ${met}` }
  const coverage = new Coverage(search, replayerOf(world))
  const runs = Array.from({ length: count }, (_, at) => {
    const before = coverage.seen
    const seed = first + at
    const steps = coverage.walk(STEPS_MAX, fork(String(seed), 'coverage').int)
    onRun()
    return { seed, steps, fresh: coverage.seen - before }
  })
  const { seen, all } = coverage
  return { ...report, seen, all, runs }
}
