/** One scope of `strongroom check`, searched and held against what is committed: what a worker sends back. */
import { check } from '../check/check.ts'
import type { Replayer } from '../check/concretise.ts'
import type { Progress } from '../check/explore.ts'
import type { Broken, Checked, Verdict } from '../check/verdict.ts'
import { EXPECTED, type Expected } from '../expected/scopes.ts'
import { scopeNamed } from '../scopes/catalogue.ts'
import type { ScopeWorld } from '../scopes/scope.ts'
import type { ShellLocal } from '../scopes/shells-model.ts'
import { simulated } from '../scopes/simulated.ts'

/** Budgets of one search; over them it is inconclusive. */
export interface ScopeLimits {
  readonly worldsMax?: number
  readonly bytesMax?: number
}

/** A search to be made, by the scope's name. */
export interface ScopeTask {
  readonly scope: string
  readonly limits: ScopeLimits
}

/** What became of a scope; its first fields are stable in the JSON. */
export interface ScopeResult extends Pick<Checked, 'verdict' | 'distinct' | 'generated' | 'depth' | 'bound'> {
  readonly scope: string
  readonly says: string
  /** As in Scope. */
  readonly profile: string
  readonly adversary: string
  readonly claims: readonly string[]
  /** Claims whose witness was reached, of those above. */
  readonly witnessed: readonly string[]
  /** Why it is inconclusive, or empty. */
  readonly why: string
  /** The claim that broke first, its shortest counterexample; or null. */
  readonly broken: Broken | null
  /** In what the result is not as committed; empty: as expected. Null: nothing is committed for this scope. */
  readonly differences: readonly string[] | null
  readonly statistics: Checked['statistics']
}

/** The replayer of a scope's traces: the simulator. */
export function replayerOf({ scope, model }: ScopeWorld): Replayer<ShellLocal> {
  return simulated(scope, model.opening) as Replayer<ShellLocal>
}

/** Bounds in words, as in `terms 2, commands 1`. */
export function boundText(bound: ScopeResult['bound']): string {
  return Object.entries(bound)
    .map((pair) => pair.join(' '))
    .join(', ')
}

/** Searches a scope. */
export function checkScope(
  { scope: name, limits }: ScopeTask,
  onProgress: (progress: Progress) => void = () => {},
): ScopeResult {
  const scope = scopeNamed(name)
  if (scope === undefined) throw new Error(`there is no scope ${name}`)
  const { says, profile, adversary, build } = scope
  const world = build()
  const { model, claims, setting, groups } = world
  const replayer = replayerOf(world)
  const checked = check(model, { claims, setting, symmetry: groups, replayer, onProgress, ...limits })
  const { verdict, distinct, generated, depth, bound, why, statistics } = checked
  const first = checked.broken[0]
  const silent = checked.notReached
  const result = {
    ...{ scope: name, verdict, distinct, generated, depth, bound, says, profile, adversary, why, statistics },
    claims: claims.map(({ id }) => id),
    witnessed: claims.flatMap(({ id }) => (silent.some((line) => line.startsWith(`${id}:`)) ? [] : [id])),
    broken: first ?? null,
  }
  return { ...result, differences: differencesOf(EXPECTED[name], found(result)) }
}

/** What is committed of a result. */
export function found(result: Omit<ScopeResult, 'differences'>): Expected {
  const { verdict, distinct, generated, depth, broken } = result
  const fell = broken === null ? {} : { breaks: broken.property, steps: broken.steps }
  return { verdict, distinct, generated, depth, ...fell }
}

/** In what a result is not as committed; null where nothing is. */
export function differencesOf(expected: Expected | undefined, found: Expected): readonly string[] | null {
  if (expected === undefined) return null
  const fields = ['verdict', 'distinct', 'generated', 'depth', 'breaks', 'steps'] as const
  return fields.flatMap((field) =>
    expected[field] === found[field]
      ? []
      : [`${field} is ${found[field] ?? 'none'}, expected ${expected[field] ?? 'none'}`],
  )
}

/** The verdict over several scopes as an exit code's meaning: a difference outweighs a search without an end. */
export function overallOf(
  results: readonly Pick<ScopeResult, 'verdict' | 'differences'>[],
): 'expected' | 'broken' | 'inconclusive' {
  const differs = ({ verdict, differences }: Pick<ScopeResult, 'verdict' | 'differences'>) =>
    verdict !== 'inconclusive' && (differences === null ? verdict === 'broken' : differences.length > 0)
  if (results.some(differs)) return 'broken'
  return results.some(({ verdict }) => verdict === ('inconclusive' satisfies Verdict))
    ? 'inconclusive'
    : 'expected'
}
