/**
 * The exhaustive scopes in a review (§10.9): the small ones are searched again, of the others what is committed stands, and is
 * said to. Which are small is decided by committed figures alone, so that no cell hangs on a clock.
 */
import { EXPECTED, type Expected } from '../expected/scopes.ts'
import { SCOPES } from '../scopes/catalogue.ts'
import type { Scope } from '../scopes/scope.ts'
import type { ScopeResult } from './check-scope.ts'
import type { Searched } from './decided.ts'

/** Transitions of all the searches of one review together: half a minute on two cores. */
const GENERATED_MAX = 1_200_000

const COMMITTED: readonly { readonly scope: Scope; readonly expected: Expected }[] = SCOPES.flatMap(
  (scope) => {
    const expected = EXPECTED[scope.name]
    return expected === undefined ? [] : [{ scope, expected }]
  },
)

/**
 * The scopes that a review searches: those that break and are not large, whose traces are its evidence, then the smallest, as many as come to no
 * more than GENERATED_MAX together.
 */
export function scopesSearched(): readonly Scope[] {
  let generated = 0
  // A large one that breaks does so beside a small one that breaks the same.
  const breaks = ({ scope, expected }: (typeof COMMITTED)[number]) =>
    Number(expected.verdict === 'broken' && scope.isLarge !== true)
  return COMMITTED.toSorted((a, b) => breaks(b) - breaks(a) || a.expected.generated - b.expected.generated)
    .filter(({ expected }) => {
      generated += expected.generated
      return generated <= GENERATED_MAX
    })
    .map(({ scope }) => scope)
}

/** A scope in a review: searched just now, or known from what is committed of it. */
export interface ScopeFinding extends Searched, Pick<ScopeResult, 'says' | 'distinct' | 'generated'> {
  readonly isSearched: boolean
  /** In what a search is not as committed; empty where none was made. */
  readonly differences: readonly string[]
}

/** Every scope of which something is committed, in the catalogue's order, with the results that there are. */
export function scopeFindings(results: readonly ScopeResult[]): readonly ScopeFinding[] {
  return COMMITTED.map(({ scope, expected }) => {
    const result = results.find((one) => one.scope === scope.name)
    if (result === undefined) return committedFinding(scope, expected)
    return { ...result, isSearched: true, differences: result.differences ?? [] }
  })
}

function committedFinding(scope: Scope, { breaks, steps = 0, ...counts }: Expected): ScopeFinding {
  const { name, says, profile, adversary, claims } = scope
  return {
    ...{ scope: name, says, profile, adversary, claims, ...counts },
    ...{ bound: boundsOf(scope), isSearched: false, differences: [] },
    broken: breaks === undefined ? null : { property: breaks, why: 'as committed', steps },
  }
}

// A scope's bounds are its world's, which takes tens of milliseconds to build.
const bounds = new Map<string, ScopeFinding['bound']>()

function boundsOf({ name, build }: Scope): ScopeFinding['bound'] {
  const known = bounds.get(name) ?? build().model.bounds
  bounds.set(name, known)
  return known
}
