/** Scopes spread over the cores, one search in one worker; the longest first, the results in the scopes' order. */
import { EXPECTED } from '../expected/scopes.ts'
import type { ScopeLimits, ScopeResult } from '../run/check-scope.ts'
import type { Scope } from '../scopes/scope.ts'
import { doJobs } from './job-pool.ts'
import { progress } from './output.ts'

/** A result, and how long it took. */
export interface Searched {
  readonly result: ScopeResult
  readonly seconds: number
}

/** Searches each scope. */
export async function searchScopes(
  scopes: readonly Scope[],
  limits: ScopeLimits,
): Promise<readonly Searched[]> {
  const size = ({ name }: Scope) => EXPECTED[name]?.generated ?? Number.POSITIVE_INFINITY
  const order = scopes.toSorted((a, b) => size(b) - size(a))
  const bar = progress('scopes', order.length)
  const tasks = order.map(({ name }) => ({ scope: name, limits }))
  const times = order.map(() => 0)
  const ended = (at: number) => {
    times[at] = Date.now() - (times[at] as number)
    bar.advance()
  }
  const began = (at: number) => {
    times[at] = Date.now()
  }
  const results = await doJobs('scope', tasks, ended, undefined, began)
  bar.end()
  return scopes.map((scope) => {
    const at = order.indexOf(scope)
    return { result: results[at] as ScopeResult, seconds: (times[at] as number) / 1000 }
  })
}
