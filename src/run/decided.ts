/**
 * Which cells of the security matrix (§10.9) exhaustive searches decide: a scope names a profile, an adversary and its
 * claims, and within its printed bounds no choice of that adversary was left out.
 */
import type { ScopeResult } from './check-scope.ts'

/** A cell that one scope decides. `exhaustive`: the claim holds in every world within the bound, its witness reached. */
export interface DecidedCell {
  readonly profile: string
  readonly adversary: string
  readonly claim: string
  readonly state: 'exhaustive' | 'broken'
  readonly scope: string
  /** To be printed beside the state: it is all that was shown. */
  readonly bound: ScopeResult['bound']
  /** Where it is broken: why, and the steps of the shortest counterexample. */
  readonly break: { readonly why: string; readonly steps: number } | null
}

/** The cells that these searches decide. A scope in which a claim broke says nothing of its others; an inconclusive one nothing at all. */
export function cellsDecided(results: readonly ScopeResult[]): readonly DecidedCell[] {
  return results.flatMap(({ scope, profile, adversary, claims, verdict, bound, broken }): DecidedCell[] => {
    const cell = (claim: string) => ({ profile, adversary, claim, scope, bound })
    if (broken !== null) {
      const { property, why, steps } = broken
      return [{ ...cell(property), state: 'broken', break: { why, steps } }]
    }
    if (verdict !== 'holds') return []
    return claims.map((claim) => ({ ...cell(claim), state: 'exhaustive', break: null }))
  })
}
