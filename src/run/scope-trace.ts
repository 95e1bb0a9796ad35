/** Trace files of counterexamples: a scope's name stands in the header where a run's setup does. */
import type { Choice } from '../../spec/boundary.ts'
import type { Scope } from '../scopes/scope.ts'
import { formatTrace, type TraceHeader } from '../trace/format.ts'
import { type Followed, followChoices } from './judge-run.ts'
import { type ScopeSetup, startOfScope } from './start.ts'
import { headerOf } from './trace-of.ts'

/** The text of a counterexample's trace file. Runs it once more in the simulator; throws if the claim does not break. */
export function scopeTrace(scope: Scope, profile: string, choices: readonly Choice[], broke: string): string {
  const { built, claims } = startOfScope(scope)
  const { hashes, traceHash, refused, broken } = followChoices(built({}), choices, { claims, hashes: true })
  if (refused !== null || !broken.some(({ id }) => id === broke)) {
    throw new Error(`defect: the counterexample of ${scope.name} does not break ${broke} in the simulator`)
  }
  return scopeText(scope.name, { profile, broke }, { choices, hashes, traceHash })
}

/** The text of a run of a scope, which kept its hashes. */
export function scopeText(
  scope: string,
  { profile, ...kept }: Pick<TraceHeader, 'profile' | 'broke' | 'bug'>,
  { choices, hashes, traceHash }: Pick<Followed, 'choices' | 'hashes' | 'traceHash'>,
): string {
  const setup: ScopeSetup = { scope }
  return formatTrace({
    header: { ...headerOf(profile, setup), ...kept },
    steps: choices.map((c, at) => ({ c, h: hashes[at] as string })),
    hash: traceHash,
  })
}
