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
  readonly by: readonly { readonly scope: string; readonly bound: ScopeResult['bound'] }[]
  /** Where it is broken: why, and the steps of the shortest counterexample. */
  readonly break: { readonly why: string; readonly steps: number } | null
}

/** What a cell needs to know of one search. */
type Searched = Pick<
  ScopeResult,
  'scope' | 'profile' | 'adversary' | 'claims' | 'verdict' | 'bound' | 'broken'
>

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
  const breaking = searches.filter(({ broken }) => broken?.property === claim)
  const isHeld = searches.every(({ verdict }) => verdict === 'holds')
  if (breaking.length === 0 && !isHeld) return []
  const by = (isHeld ? searches : breaking).map(({ scope, bound }) => ({ scope, bound }))
  const shortest = breaking.flatMap(({ broken }) => broken ?? []).sort((a, b) => a.steps - b.steps)[0]
  const state = isHeld ? 'exhaustive' : 'broken'
  const where = shortest === undefined ? null : { why: shortest.why, steps: shortest.steps }
  return [{ profile, adversary, claim, state, by, break: where }]
}
