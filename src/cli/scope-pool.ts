/** Scopes spread over the cores, one search in one worker; the longest first, the results in the scopes' order. */
import type { Progress } from '../check/explore.ts'
import { EXPECTED } from '../expected/scopes.ts'
import type { ScopeLimits, ScopeResult } from '../run/check-scope.ts'
import type { Scope } from '../scopes/scope.ts'
import { progress, rateText } from './output.ts'
import { doJobs } from './pool.ts'

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
  const texts = order.map(({ name }) => searchText(name))
  const results = await doJobs('scope', tasks, {
    began: (at) => {
      times[at] = Date.now()
    },
    told: (at, now) => bar.say((texts[at] as (now: Progress) => string)(now)),
    ended: (at) => {
      times[at] = Date.now() - (times[at] as number)
      bar.advance()
    },
  })
  bar.end()
  return scopes.map((scope) => {
    const at = order.indexOf(scope)
    return { result: results[at] as ScopeResult, seconds: (times[at] as number) / 1000 }
  })
}

/** A search in a few words, each time with its rate since the first time. */
export function searchText(name: string): (now: Progress) => string {
  let began: number | undefined
  return ({ depth, distinct, generated }) => {
    began ??= Date.now()
    const rate = rateText(generated, Date.now() - began)
    return `${name}: ${distinct} states, depth ${depth}, ${rate} generated a second`
  }
}
