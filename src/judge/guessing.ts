/**
 * Can a guess at a weak secret be tested (§10.5)? A word is tested when knowledge and the word together yield a
 * recogniser: an authenticated decryption that opens, or one value by two independent ways, of which at least
 * one needs the word (after Lowe 2004, and Corin, Doumen and Etalle 2005). Nothing is sent: the test is offline.
 */
import { Knowledge, type Theory } from './deduction.ts'

/** What tells a right guess from a wrong one. */
export interface Recogniser<T> {
  readonly kind: 'opens' | 'decryptsToKnown' | 'recomputed' | 'verifies'
  /** The term at which the guess shows. */
  readonly at: T
  /** For a reader. */
  readonly why: string
}

/** A recogniser for this guess, or null: what was seen says nothing about it. */
export function recogniser<T>(theory: Theory<T>, seen: Iterable<T>, guess: T): Recogniser<T> | null {
  const terms = [...seen]
  const before = new Knowledge(theory, terms)
  const after = new Knowledge(theory, [...terms, guess])
  const isNew = (term: T) => after.derivable(term) && !before.derivable(term)
  // A rule counts if it can be used now, and could not be before.
  const comesFrom = (parts: readonly T[]) => parts.every((part) => after.derivable(part)) && parts.some(isNew)
  for (const term of [...after.held()]) {
    if (term === guess) continue
    const found =
      byOpening(theory, terms, guess, term, comesFrom) ?? byMaking(theory, terms, guess, term, before, after)
    if (found !== null) return found
  }
  return null
}

function byOpening<T>(
  theory: Theory<T>,
  terms: readonly T[],
  guess: T,
  term: T,
  comesFrom: (parts: readonly T[]) => boolean,
): Recogniser<T> | null {
  for (const { needs, gives, authentic } of theory.openings(term)) {
    if (!comesFrom(needs)) continue
    const said = theory.describe(term)
    if (authentic) return { kind: 'opens', at: term, why: `${said} opens` }
    // Without a tag, only something known otherwise tells that the right thing came out.
    const otherwise = new Knowledge(theory, [...terms, guess], { opening: term })
    const known = gives.find((gift) => otherwise.derivable(gift))
    if (known !== undefined)
      return { kind: 'decryptsToKnown', at: term, why: `${said} yields ${theory.describe(known)}` }
  }
  return null
}

function byMaking<T>(
  theory: Theory<T>,
  terms: readonly T[],
  guess: T,
  term: T,
  before: Knowledge<T>,
  after: Knowledge<T>,
): Recogniser<T> | null {
  const made = waysToMake(theory, after, term)
  const checked = theory.checkedBy(term).map((parts) => ({ parts, kind: 'verifies' as const }))
  const candidates = [...made, ...checked].filter(
    ({ parts }) =>
      parts.every((part) => after.derivable(part)) &&
      [term, ...parts].some((part) => !before.derivable(part)),
  )
  if (candidates.length === 0) return null
  // Two ways must be independent: the term is held without making it, its parts are derived without opening it.
  const apart = new Knowledge(theory, [...terms, guess], { opening: term, making: term })
  if (!apart.holds(term)) return null
  const found = candidates.find(({ parts }) => parts.every((part) => apart.derivable(part)))
  if (found === undefined) return null
  const verb = found.kind === 'verifies' ? 'verifies' : 'can be recomputed'
  return { kind: found.kind, at: term, why: `${theory.describe(term)} ${verb}` }
}

function waysToMake<T>(theory: Theory<T>, after: Knowledge<T>, term: T) {
  const power = theory.power(term)
  const fromBase =
    power === undefined || power.exponents.size === 0 ? [] : [[power.base, ...power.exponents.keys()]]
  const ways = [...theory.composedOf(term), ...fromBase, ...after.routes(term)]
  return ways.map((parts) => ({ parts, kind: 'recomputed' as const }))
}
