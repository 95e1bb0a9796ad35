/** Trace files of counterexamples: a scope's name stands in the header where a run's setup does. */
import type { Choice, Plain } from '../../spec/boundary.ts'
import type { Scope } from '../scopes/scope.ts'
import { formatTrace, TRACE_FORMAT, TRACE_VERSION } from '../trace/format.ts'
import { BUILD } from './build.ts'
import { followChoices } from './judge-run.ts'
import { type ScopeSetup, startOfScope } from './start.ts'

/** The text of a counterexample's trace file. Runs it once more in the simulator; throws if the claim does not break. */
export function scopeTrace(scope: Scope, profile: string, choices: readonly Choice[], broke: string): string {
  const { built, claims } = startOfScope(scope)
  const { hashes, traceHash, refused, broken } = followChoices(built({}), choices, { claims, hashes: true })
  if (refused !== null || !broken.some(({ id }) => id === broke)) {
    throw new Error(`defect: the counterexample of ${scope.name} does not break ${broke} in the simulator`)
  }
  const setup: ScopeSetup = { scope: scope.name }
  return formatTrace({
    header: {
      ...{ format: TRACE_FORMAT, version: TRACE_VERSION, build: BUILD, profile, broke },
      setup: setup as unknown as Plain,
    },
    steps: choices.map((c, at) => ({ c, h: hashes[at] as string })),
    hash: traceHash,
  })
}
