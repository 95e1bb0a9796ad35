/**
 * The judge of derivability (§10.5): SEC-1 and SEC-4. It is given what an adversary saw, as octets, and the rules
 * of the twin that the run used; only ideal cryptography has rules, so a run in real cryptography is inconclusive.
 */
import type { EvaluationSeen, Evidence } from '../../spec/claims/secrecy.ts'
import { Knowledge, type Theory } from './deduction.ts'
import { recogniser } from './guessing.ts'

/** The terms behind octets. Equal terms must be identical. */
export interface Terms<T> {
  readonly find: (octets: string) => T | undefined
  /** The blinded element of a registration request or a KE1. */
  readonly elementOf: (request: T) => T
  /** The element under one more scalar. */
  readonly raised: (element: T, key: T) => T
  /** Does the whole contain one of these, at any depth, visible or not? */
  readonly mentions: (whole: T, parts: ReadonlySet<T>) => boolean
  /** Can this secret be guessed at? */
  readonly isWeak: (secret: T) => boolean
  /** `hidden`: chosen words, which are not public though everybody could write them. */
  readonly theory: (hidden: ReadonlySet<T>) => Theory<T>
}

/** What the judge found. */
export type SecrecyVerdict =
  | {
      readonly verdict: 'holds'
      /** Evaluations that the adversary's own clients got for a charge: tests of one word each. */
      readonly onlineTests: number
      /** Secrets of which such a test was right: their K may be derivable, and is not asked for. */
      readonly guessed: number
    }
  | {
      readonly verdict: 'broken'
      /** `derived`: the secret or K itself; `offlineTest`: a word can be tested without any further release. */
      readonly how: 'derived' | 'offlineTest'
      readonly why: string
      /** How the secret is derived, or where the guess shows; premises first. */
      readonly derivation: readonly string[]
    }

/** Judges the evidence of one run. */
export function judgeSecrecy<T>(terms: Terms<T>, evidence: Evidence): SecrecyVerdict {
  const enrolled = evidence.enrolled.map(({ secret, key }) => ({
    secret: known(terms, secret),
    key: known(terms, key),
  }))
  // Codes first: of a password less is claimed.
  enrolled.sort((a, b) => Number(terms.isWeak(a.secret)) - Number(terms.isWeak(b.secret)))
  const hidden = new Set(enrolled.map(({ secret }) => secret))
  const theory = terms.theory(hidden)
  const seen = seenBy(terms, evidence, hidden)
  const own = ownTerms(terms, evidence)
  const guessed = new Set(
    [...hidden].filter((secret) => own.tested.some((element) => isOf(theory, element, secret))),
  )
  const knowledge = new Knowledge(theory, seen)
  // A K that was held behind a password as well is as strong as that (§8.3).
  const given = new Set(enrolled.flatMap(({ secret, key }) => (guessed.has(secret) ? [key] : [])))
  for (const { secret, key } of enrolled) {
    if (guessed.has(secret)) continue
    for (const target of evidence.testsAlone || given.has(key) ? [secret] : [key, secret]) {
      if (!knowledge.derivable(target)) continue
      const free = own.free.some((element) => isOf(theory, element, secret))
      const by = free ? ', by a guess for which nothing in the surviving history was charged' : ''
      const why = `${kindOf(terms, secret)}: ${theory.describe(target)} is derivable${by}`
      return { verdict: 'broken', how: 'derived', why, derivation: knowledge.why(target) }
    }
  }
  const ownMaking = (term: T) => terms.mentions(term, own.excused)
  for (const guess of hidden) {
    if (!terms.isWeak(guess) || guessed.has(guess)) continue
    const found = recogniser({ theory, seen, guess, ignoring: own.excused, ownMaking })
    if (found === null) continue
    const why = `password: ${theory.describe(guess)} can be tested offline: ${found.why}`
    const guessing = new Knowledge(theory, [...seen, guess], { ignoring: own.excused })
    const told = new Set<T>()
    const derivation = [...found.by, found.at].flatMap((term) => guessing.why(term, told))
    return { verdict: 'broken', how: 'offlineTest', why, derivation }
  }
  return { verdict: 'holds', onlineTests: own.tested.length, guessed: guessed.size }
}

function kindOf<T>(terms: Terms<T>, secret: T): string {
  return terms.isWeak(secret) ? 'password' : 'code'
}

// Is this a power of a base made from the secret?
function isOf<T>(theory: Theory<T>, element: T, secret: T): boolean {
  const base = theory.power(element)?.base
  return base !== undefined && theory.composedOf(base).some((parts) => parts.includes(secret))
}

function known<T>(terms: Terms<T>, octets: string): T {
  const term = terms.find(octets)
  if (term === undefined) throw new Error('an enrolled secret is no octet string of this twin')
  return term
}

// Strings that are no octets say nothing here. A word that the adversary typed is a guess: that it is the right
// one is what it does not know.
function seenBy<T>(terms: Terms<T>, evidence: Evidence, hidden: ReadonlySet<T>): T[] {
  const seen: T[] = []
  for (const table of Object.values(evidence.seen)) {
    for (const text of Object.keys(table)) {
      const term = terms.find(text)
      if (term !== undefined && !hidden.has(term)) seen.push(term)
    }
  }
  return seen
}

/**
 * What comes of the adversary's own clients, who may have typed the right word: their blinded elements, and the
 * evaluations of these that were paid for, or that were made under keys which no honest client registered with. What a
 * lost charge paid for was counted by nobody, and excuses nothing. Whoever
 * recovers from a record that was planted tests the word behind it: once, for a charge.
 */
function ownTerms<T>(terms: Terms<T>, evidence: Evidence): Own<T> {
  const elements = (request: string) => {
    const term = terms.find(request)
    return term === undefined ? [] : [terms.elementOf(term)]
  }
  const own = new Set(Object.keys(evidence.asked).flatMap(elements))
  const isOwn = ({ request }: EvaluationSeen) => elements(request).some((element) => own.has(element))
  const honest = evidence.evaluations.filter((one) => !isOwn(one))
  const keysOf = (paidFor: boolean) =>
    new Set(honest.filter(({ counted }) => counted === paidFor).map(({ key }) => key))
  const [honestKeys, visited] = [keysOf(false), keysOf(true)]
  const unpaid = evidence.unpaid.map(({ key, element }) => ({ key, element: terms.find(element) }))
  const isFree = ({ counted, key, request }: EvaluationSeen) =>
    counted &&
    honestKeys.has(key) &&
    elements(request).some((element) => unpaid.some((one) => one.key === key && one.element === element))
  const paid = evidence.evaluations
    .filter(isOwn)
    .filter((one) => (one.counted ? !isFree(one) : !honestKeys.has(one.key)))
  const answers = paid.flatMap(({ request, key }) => {
    const scalar = terms.find(key)
    return scalar === undefined ? [] : elements(request).map((element) => terms.raised(element, scalar))
  })
  const tested = paid.filter(({ counted, key }) => (honestKeys.has(key) ? counted : visited.has(key)))
  return {
    excused: new Set([...own, ...answers]),
    tested: tested.flatMap(({ request }) => elements(request)),
    free: evidence.evaluations
      .filter((one) => isOwn(one) && isFree(one))
      .flatMap((one) => elements(one.request)),
  }
}

interface Own<T> {
  /** Blinded elements of its own, and the answers that say nothing about an honest secret, or were paid for. */
  readonly excused: ReadonlySet<T>
  /** Elements evaluated for a charge under a key of an honest client, or under a planted one that was visited. */
  readonly tested: readonly T[]
  /** Elements evaluated under a key of an honest client for a charge that the surviving history has lost. */
  readonly free: readonly T[]
}
