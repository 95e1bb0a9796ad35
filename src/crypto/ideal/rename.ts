/**
 * Renaming inside terms: the term of the renamed content. A homomorphism of every operation of the port, which
 * is what lets the checker treat replicas alike and forget which fresh name came first (boundary, point 9).
 */
import { type Permutation, rename } from '../../../spec/names.ts'
import { textTerm } from './encoding.ts'
import { raise } from './group.ts'
import type { TermTable } from './table.ts'
import type { Arg, Term } from './term.ts'

/** Renames addresses of one table. What has been renamed under a permutation is remembered with it. */
export class Renamer {
  private readonly table: TermTable
  private readonly memo = new WeakMap<Permutation, Map<Term, Term>>()

  constructor(table: TermTable) {
    this.table = table
  }

  /** The renamed address; a string that is no term comes back as it is. */
  rewrite(permutation: Permutation, text: string): string {
    const term = this.table.find(text)
    if (term === undefined || term.closed) return text
    let known = this.memo.get(permutation)
    if (known === undefined) {
      known = new Map()
      this.memo.set(permutation, known)
    }
    return this.table.address(this.renamed(permutation, term, known))
  }

  private renamed(permutation: Permutation, term: Term, known: Map<Term, Term>): Term {
    if (term.closed) return term
    const before = known.get(term)
    if (before !== undefined) return before
    const after = this.rebuilt(permutation, term, known)
    known.set(term, after)
    return after
  }

  private rebuilt(permutation: Permutation, term: Term, known: Map<Term, Term>): Term {
    const first = term.args[0]
    if (term.kind === 'name') return this.table.read(permutation.get(first as string) ?? first)
    if (term.kind === 'text') return textTerm(this.table, renamedText(permutation, first as string))
    const args = term.args.map(
      (arg): Arg => (typeof arg === 'object' ? this.renamed(permutation, arg, known) : arg),
    )
    if (term.kind !== 'element') return this.table.make(term.kind, this.size(term, args), args)
    // The normal form is ordered by content, which has changed.
    return (args.slice(1) as Term[]).reduce(
      (element, exponent) => raise(this.table, element, exponent),
      args[0] as Term,
    )
  }

  // A text may have become longer or shorter, and with it what contains it.
  private size(term: Term, args: readonly Arg[]): number {
    let size = term.size
    if (term.kind !== 'pack' && term.kind !== 'seal' && term.kind !== 'sealTo') return size
    const inner = term.kind === 'pack' ? args.keys() : [3]
    for (const i of inner) size += (args[i] as Term).size - (term.args[i] as Term).size
    return size
  }
}

// A text is an identifier, or JSON that carries some, or neither.
function renamedText(permutation: Permutation, text: string): string {
  if (text[0] !== '{' && text[0] !== '[') return rename(permutation, text)
  try {
    const value: unknown = JSON.parse(text)
    return JSON.stringify(value) === text ? JSON.stringify(rename(permutation, value)) : text
  } catch (error) {
    if (error instanceof SyntaxError) return text
    throw error
  }
}
