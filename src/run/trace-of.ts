/** Between runs and trace files. */
import type { Plain } from '../../spec/boundary.ts'
import { TRACE_FORMAT, TRACE_VERSION, type Trace, type TraceHeader } from '../trace/format.ts'
import { BUILD } from './build.ts'
import type { RunResult } from './judge-run.ts'

/** The trace of a run that kept its hashes and went to its end; `bug` is the id of the seeded bug that it ran with. */
export function traceOf(
  result: Pick<RunResult, 'setup' | 'choices' | 'hashes' | 'traceHash'>,
  seed?: string,
  broke?: string,
  bug?: string,
): Trace {
  const { setup, choices, hashes, traceHash } = result
  return {
    header: {
      ...headerOf(setup.profile, setup),
      complete: true,
      ...(seed === undefined ? {} : { seed }),
      ...(broke === undefined ? {} : { broke }),
      ...(bug === undefined ? {} : { bug }),
    },
    steps: choices.map((c, i) => (hashes[i] === undefined ? { c } : { c, h: hashes[i] as string })),
    hash: traceHash,
  }
}

/** A run without hashes, as it is committed: it outlives changes that leave its choices possible (§10.7). */
export function scenarioOf(
  { setup, choices }: Pick<RunResult, 'setup' | 'choices'>,
  kept: Pick<Trace['header'], 'broke' | 'bug' | 'complete'>,
): Trace {
  return {
    header: { ...headerOf(setup.profile, setup), ...kept },
    steps: choices.map((c) => ({ c })),
    hash: null,
  }
}

/** What every header has; `setup` is a run's, or what names a scope. */
export function headerOf(profile: string, setup: object): TraceHeader {
  return { format: TRACE_FORMAT, version: TRACE_VERSION, build: BUILD, profile, setup: setup as Plain }
}
