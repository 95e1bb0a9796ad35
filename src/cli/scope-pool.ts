/** Scopes spread over the cores, one search in one worker; the longest first, the results in the scopes' order. */
import { EXPECTED } from '../expected/scopes.ts'
import type { ScopeLimits, ScopeResult } from '../run/check-scope.ts'
import type { Scope } from '../scopes/scope.ts'
import { doJobs } from './job-pool.ts'
import { progress } from './output.ts'

/** Searches each scope. */
export async function searchScopes(
  scopes: readonly Scope[],
  limits: ScopeLimits,
): Promise<readonly ScopeResult[]> {
  const size = ({ name }: Scope) => EXPECTED[name]?.generated ?? Number.POSITIVE_INFINITY
  const order = scopes.toSorted((a, b) => size(b) - size(a))
  const bar = progress('scopes', order.length)
  const tasks = order.map(({ name }) => ({ scope: name, limits }))
  const results = await doJobs('scope', tasks, () => bar.advance())
  bar.end()
  return scopes.map((scope) => results[order.indexOf(scope)] as ScopeResult)
}
