/**
 * Can a guess at a weak secret be tested (§10.5)? A word is tested when knowledge and the word together yield a
 * recogniser: an authenticated decryption that opens, or one value by two independent ways, of which at least
 * one needs the word (after Lowe 2004, and Corin, Doumen and Etalle 2005). Nothing is sent: the test is offline.
 */
import { type Bans, Knowledge, type Theory } from './deduction.ts'

/** What tells a right guess from a wrong one. */
export interface Recogniser<T> {
  readonly kind: 'opens' | 'decryptsToKnown' | 'recomputed' | 'verifies'
  /** The term at which the guess shows. */
  readonly at: T
  /** What it takes, besides that term: the key, or the parts. */
  readonly by: readonly T[]
  /** For a reader. */
  readonly why: string
}

/** A guess, and what was seen. */
export interface Question<T> {
  readonly theory: Theory<T>
  readonly seen: readonly T[]
  readonly guess: T
  /** Counts as never seen. */
  readonly ignoring?: ReadonlySet<T>
  /** At such a term the guess shows nothing that the guesser did not put there. */
  readonly ownMaking?: (term: T) => boolean
}

/**
 * A recogniser for this guess, or null: what was seen says nothing about it. Of a guess that follows from what was
 * seen there is nothing to test, and the answer is null too.
 */
export function recogniser<T>(question: Question<T>): Recogniser<T> | null {
  const { guess } = question
  const before = knowing(question, {})
  const after = knowing(question, {}, guess)
  const isNew = (term: T) => after.derivable(term) && !before.derivable(term)
  // A rule counts if it can be used now, and could not be before.
  const comesFrom = (parts: readonly T[]) => parts.every((part) => after.derivable(part)) && parts.some(isNew)
  for (const term of [...after.held()]) {
    if (term === guess || question.ownMaking?.(term) === true) continue
    const found = byOpening(question, term, comesFrom) ?? byMaking(question, term, before, after)
    if (found !== null) return found
  }
  return null
}

function knowing<T>(
  { theory, seen, ignoring }: Question<T>,
  bans: Bans<T>,
  ...more: readonly T[]
): Knowledge<T> {
  return new Knowledge(theory, [...seen, ...more], ignoring === undefined ? bans : { ...bans, ignoring })
}

function byOpening<T>(
  question: Question<T>,
  term: T,
  comesFrom: (parts: readonly T[]) => boolean,
): Recogniser<T> | null {
  const { theory, guess } = question
  for (const { needs, gives, authentic } of theory.openings(term)) {
    if (!comesFrom(needs)) continue
    const said = theory.describe(term)
    if (authentic) return { kind: 'opens', at: term, by: needs, why: `${said} opens` }
    // Without a tag, only something known otherwise tells that the right thing came out.
    const otherwise = knowing(question, { opening: term }, guess)
    const known = gives.find((gift) => otherwise.derivable(gift))
    if (known !== undefined)
      return {
        kind: 'decryptsToKnown',
        at: term,
        by: [...needs, known],
        why: `${said} yields ${theory.describe(known)}`,
      }
  }
  return null
}

function byMaking<T>(
  question: Question<T>,
  term: T,
  before: Knowledge<T>,
  after: Knowledge<T>,
): Recogniser<T> | null {
  const { theory, guess } = question
  const made = waysToMake(theory, after, term)
  const checked = theory.checkedBy(term).map((parts) => ({ parts, kind: 'verifies' as const }))
  const candidates = [...made, ...checked].filter(
    ({ parts }) =>
      parts.every((part) => after.derivable(part)) &&
      [term, ...parts].some((part) => !before.derivable(part)),
  )
  if (candidates.length === 0) return null
  // Two ways must be independent: the term is held without making it, its parts are derived without opening it.
  const apart = knowing(question, { opening: term, making: term }, guess)
  if (!apart.holds(term)) return null
  const found = candidates.find(({ parts }) => parts.every((part) => apart.derivable(part)))
  if (found === undefined) return null
  const verb = found.kind === 'verifies' ? 'verifies' : 'can be recomputed'
  return { kind: found.kind, at: term, by: found.parts, why: `${theory.describe(term)} ${verb}` }
}

function waysToMake<T>(theory: Theory<T>, after: Knowledge<T>, term: T) {
  const power = theory.power(term)
  const fromBase =
    power === undefined || power.exponents.size === 0 ? [] : [[power.base, ...power.exponents.keys()]]
  const ways = [...theory.composedOf(term), ...fromBase, ...after.routes(term)]
  return ways.map((parts) => ({ parts, kind: 'recomputed' as const }))
}
