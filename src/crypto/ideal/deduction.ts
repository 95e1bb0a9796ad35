/**
 * What an adversary can do with terms (§10.5): how each is made, opened and checked. Primitives are perfect: what
 * is not listed here cannot be done. The engine that closes knowledge under these rules knows nothing of them.
 */
import { raise } from './group.ts'
import type { TermTable } from './table.ts'
import { CLEAR, type Term } from './term.ts'

/** One way to take something out of a held term. `authentic`: a wrong key would be noticed. */
export interface TermOpening {
  readonly needs: readonly Term[]
  readonly gives: readonly Term[]
  readonly authentic: boolean
}

/** The rules of ideal cryptography, in the shape that the deduction engine takes. */
export interface TermTheory {
  readonly composedOf: (term: Term) => readonly (readonly Term[])[]
  readonly openings: (term: Term) => readonly TermOpening[]
  readonly checkedBy: (term: Term) => readonly (readonly Term[])[]
  readonly power: (
    term: Term,
  ) => { readonly base: Term; readonly exponents: ReadonlyMap<Term, number> } | undefined
  readonly describe: (term: Term) => string
}

/**
 * The theory over one table. `hidden` are texts that are not public: the words of which nobody but the user knows
 * that they were chosen. Every other text and number can be written by anybody.
 */
export function theoryOf(table: TermTable, hidden: ReadonlySet<Term>): TermTheory {
  return {
    composedOf: (term) => composedOf(term, hidden),
    openings,
    checkedBy: (term) => {
      if (term.kind !== 'signature') return []
      const [seed, , message] = term.args as [Term, string, Term]
      return [[table.make('signPublic', 32, [seed]), message]]
    },
    power,
    describe,
  }
}

/** The terms behind octets, for a judge who knows only octets and rules. */
export interface IdealTerms {
  readonly find: (octets: string) => Term | undefined
  /** The blinded element of a registration request or a KE1. */
  readonly elementOf: (request: Term) => Term
  /** The element under one more scalar: what an evaluation makes of it. */
  readonly raised: (element: Term, key: Term) => Term
  /** Does the whole contain one of these, at any depth, visible or not? */
  readonly mentions: (whole: Term, parts: ReadonlySet<Term>) => boolean
  /** Can this secret be guessed? A text that somebody chose can; a fresh name, or a drawn code, cannot. */
  readonly isWeak: (secret: Term) => boolean
  readonly theory: (hidden: ReadonlySet<Term>) => TermTheory
}

// Messenger's form of a recovery code: 40 symbols with 170 bits of entropy (LAB); nobody chose those.
const drawnCode = /^[A-Z0-9]{40}$/

/** The terms of one twin's table. */
export function termsOf(table: TermTable): IdealTerms {
  return {
    find: (octets) => table.find(octets),
    elementOf: (request) => (request.kind === 'ke1' ? (request.args[0] as Term) : request),
    raised: (element, key) => raise(table, element, key),
    mentions: (whole, parts) => mentions(whole, parts, new Set()),
    isWeak: ({ kind, args }) => kind === 'text' && !drawnCode.test(args[0] as string),
    theory: (hidden) => theoryOf(table, hidden),
  }
}

// Terms share their parts: each is looked at once.
function mentions(whole: Term, parts: ReadonlySet<Term>, passed: Set<Term>): boolean {
  if (parts.has(whole)) return true
  if (passed.has(whole)) return false
  passed.add(whole)
  return partsOf(whole).some((part) => mentions(part, parts, passed))
}

const NONE: readonly never[] = []
const PUBLIC: readonly (readonly Term[])[] = [[]]

function composedOf(term: Term, hidden: ReadonlySet<Term>): readonly (readonly Term[])[] {
  switch (term.kind) {
    case 'name':
    case 'element':
      return NONE
    case 'text':
      return hidden.has(term) ? NONE : PUBLIC
    default:
      // Everything else is a public function of its arguments: who has them can compute it.
      return [partsOf(term)]
  }
}

function openings(term: Term): readonly TermOpening[] {
  const args = term.args as readonly Term[]
  const clear = CLEAR.has(term.kind) || term.kind === 'clientState' || term.kind === 'serverState'
  if (clear) return [{ needs: NONE, gives: partsOf(term), authentic: false }]
  switch (term.kind) {
    case 'seal':
      // The nonce lies in front; decryption alone does not need what is associated.
      return [
        { needs: NONE, gives: [args[1]!], authentic: false },
        { needs: [args[0]!], gives: [args[3]!], authentic: true },
      ]
    case 'sealTo': {
      const [key, , , inner, seed] = args as [Term, Term, Term, Term, Term]
      // The receiver's key opens it, and so does the sender's randomness.
      const bySender = { needs: [seed], gives: [inner], authentic: true }
      if (key.kind !== 'sealPublic') return [bySender]
      return [bySender, { needs: [key.args[0] as Term], gives: [inner], authentic: true }]
    }
    case 'masked':
      // RFC 9807 §6.3.2.2: a pad without a tag.
      return [{ needs: [args[0]!, args[1]!], gives: [args[2]!, args[3]!], authentic: false }]
    case 'element':
      // Whoever knows every scalar has the base itself: the hashed password behind a blind that leaked.
      return args[0]!.kind === 'base'
        ? [{ needs: [...power(term)!.exponents.keys()], gives: [args[0]!], authentic: false }]
        : NONE
    default:
      return NONE
  }
}

function power(term: Term): { base: Term; exponents: ReadonlyMap<Term, number> } | undefined {
  if (term.kind === 'generator' || term.kind === 'base') return { base: term, exponents: new Map() }
  if (term.kind !== 'element') return undefined
  const [base, ...scalars] = term.args as [Term, ...Term[]]
  const exponents = new Map<Term, number>()
  for (const scalar of scalars) {
    const [key, count] = scalar.kind === 'inverse' ? [scalar.args[0] as Term, -1] : [scalar, 1]
    exponents.set(key, (exponents.get(key) ?? 0) + count)
  }
  return { base, exponents }
}

function partsOf(term: Term): readonly Term[] {
  return term.args.filter((arg): arg is Term => typeof arg === 'object')
}

const DESCRIBED_DEPTH = 2

function describe(term: Term): string {
  return described(term, DESCRIBED_DEPTH)
}

function described(term: Term, depth: number): string {
  if (term.kind === 'name') return term.args[0] as string
  if (term.kind === 'text' || term.kind === 'number') return JSON.stringify(term.args[0])
  if (term.args.length === 0) return term.kind
  if (depth === 0) return `${term.kind}(..)`
  const args = term.args.map((arg) => (typeof arg === 'object' ? described(arg, depth - 1) : `${arg}`))
  return `${term.kind}(${args.join(', ')})`
}
