/** A seeded bug in a scope: searched, and the counterexample run once more from its trace file. */
import type { Bug } from '../src/bugs/bug.ts'
import { check } from '../src/check/check.ts'
import { replayerOf } from '../src/run/check-scope.ts'
import { followChoices } from '../src/run/judge-run.ts'
import { scopeText } from '../src/run/scope-trace.ts'
import { startOf } from '../src/run/start.ts'
import type { Scope } from '../src/scopes/scope.ts'
import { parseTrace } from '../src/trace/format.ts'

/** Searches the scope with the bug in it for a break of the bug's claim. Throws where a trace is found and none is made. */
export function huntedIn(scope: Scope, bug: Bug, worldsMax: number) {
  const world = scope.build(bug)
  const claims = world.claims.filter(({ id }) => id === bug.breaks)
  const { setting, groups: symmetry } = world
  const options = { claims, setting, symmetry, replayer: replayerOf(world), worldsMax }
  const { verdict, distinct, broken } = check(world.model, options)
  const [first] = broken
  if (first === undefined) return { verdict, distinct, steps: 0, replayed: true }
  const { start } = startOf({ scope: scope.name }) as Extract<ReturnType<typeof startOf>, { ok: true }>
  const watch = { claims, hashes: true }
  const run = followChoices(start.built(bug), first.trace, watch)
  const parsed = parseTrace(scopeText(scope.name, { profile: scope.profile, bug: bug.id }, run))
  if (!parsed.ok) throw new Error(parsed.why)
  const again = followChoices(
    start.built(bug),
    parsed.trace.steps.map(({ c }) => c),
    watch,
  )
  const breaks = again.broken.some(({ id }) => id === bug.breaks)
  const replayed = again.refused === null && breaks && again.traceHash === run.traceHash
  return { verdict, distinct, steps: first.steps, replayed }
}
