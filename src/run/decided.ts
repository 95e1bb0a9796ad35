/**
 * Which cells of the security matrix (§10.9) exhaustive searches decide: a scope names a profile, an adversary and its
 * claims, and within its printed bounds no choice of that adversary was left out.
 */
import type { ScopeResult } from './check-scope.ts'

/**
 * A cell that scopes decide. `exhaustive`: in each scope that names it the claim holds in every world within the
 * bound, its witness reached. `broken`: in one of them it does not.
 */
export interface DecidedCell {
  readonly profile: string
  readonly adversary: string
  readonly claim: string
  readonly state: 'exhaustive' | 'broken'
  /** Where it was decided. The bounds are to be printed beside the state: they are all that was shown. */
  readonly by: readonly Pick<ScopeResult, 'scope' | 'bound' | 'depth'>[]
  /** Where it is broken: in which scope, why, and the steps of the shortest counterexample. */
  readonly break: { readonly scope: string; readonly why: string; readonly steps: number } | null
}

/** What a cell needs to know of one search. */
export interface Searched
  extends Pick<ScopeResult, 'scope' | 'profile' | 'adversary' | 'claims' | 'verdict' | 'bound' | 'depth'> {
  readonly broken: Pick<NonNullable<ScopeResult['broken']>, 'property' | 'why' | 'steps'> | null
}

/**
 * The cells that these searches decide. A search in which a claim broke says nothing of its others, an inconclusive
 * one nothing at all: a cell that is named there, and holds elsewhere, is not decided.
 */
export function cellsDecided(results: readonly Searched[]): readonly DecidedCell[] {
  const named = new Map<string, readonly Searched[]>()
  for (const result of results) {
    for (const claim of result.claims) {
      const cell = [result.profile, result.adversary, claim].join(' ')
      named.set(cell, [...(named.get(cell) ?? []), result])
    }
  }
  return [...named].flatMap(([cell, searches]) => {
    const claim = cell.split(' ').at(-1) as string
    return decided(claim, searches)
  })
}

function decided(claim: string, searches: readonly Searched[]): readonly DecidedCell[] {
  const { profile, adversary } = searches[0] as Searched
  const breaking = searches.flatMap((search) =>
    search.broken?.property === claim ? [{ ...search, ...search.broken }] : [],
  )
  const isHeld = searches.every(({ verdict }) => verdict === 'holds')
  if (breaking.length === 0 && !isHeld) return []
  const by = (isHeld ? searches : breaking).map(({ scope, bound, depth }) => ({ scope, bound, depth }))
  const shortest = breaking.toSorted((a, b) => a.steps - b.steps)[0]
  const state = isHeld ? 'exhaustive' : 'broken'
  if (shortest === undefined) return [{ profile, adversary, claim, state, by, break: null }]
  const { scope, why, steps } = shortest
  return [{ profile, adversary, claim, state, by, break: { scope, why, steps } }]
}
