/**
 * The group as terms (§2.7): an element is a base raised to a product of scalars and inverses of scalars, kept
 * in normal form (no scalar beside its inverse, ordered by content). That is all of the algebra which OPRF and
 * 3DH need, and all that an adversary without discrete logarithms has: RFC 9497 §3.3.1, RFC 9807 §6.4.
 */
import type { TermTable } from './table.ts'
import type { Arg, Term } from './term.ts'

/** Keeps scalars from one seed apart, as the real twin's derivations do; part of the scalar's content. */
export const USE = { blind: 0, oprf: 1, ake: 2, keyshare: 3, client: 4, fake: 5 } as const

/** The non-zero scalar that a draw (or derived key material) is reduced to. 32 bytes. */
export function scalar(table: TermTable, use: number, seed: Term): Term {
  return table.make('scalar', 32, [use, seed])
}

/** A password hashed to the group (RFC 9497 §4.1). */
export function base(table: TermTable, password: Term): Term {
  return table.make('base', 32, [password])
}

/** The element raised to the scalar. An element with no scalar left is its bare base. */
export function raise(table: TermTable, element: Term, exponent: Term): Term {
  if (exponent.kind === 'inverse') return lower(table, element, exponent.args[0] as Term)
  if (element.kind !== 'element') return table.make('element', 32, [element, exponent])
  const args = element.args
  for (let i = 1; i < args.length; i++) {
    const other = args[i] as Term
    if (other.kind === 'inverse' && other.args[0] === exponent) return without(table, args, i)
  }
  return table.make('element', 32, placed(args, exponent))
}

/** The element with this scalar taken out: unblinding (RFC 9497 §3.3.1 `Finalize`). */
export function lower(table: TermTable, element: Term, exponent: Term): Term {
  const at = element.kind === 'element' ? element.args.indexOf(exponent, 1) : -1
  if (at > 0) return without(table, element.args, at)
  const inverse = table.make('inverse', 32, [exponent])
  if (element.kind !== 'element') return table.make('element', 32, [element, inverse])
  return table.make('element', 32, placed(element.args, inverse))
}

/** Is this term an element of the group, as decoding accepts it? */
export function isElement(term: Term | undefined): term is Term {
  return term !== undefined && (term.kind === 'element' || term.kind === 'base' || term.kind === 'generator')
}

function without(table: TermTable, args: readonly Arg[], at: number): Term {
  if (args.length === 2) return args[0] as Term
  return table.make('element', 32, [...args.slice(0, at), ...args.slice(at + 1)])
}

function placed(args: readonly Arg[], exponent: Term): Arg[] {
  const next: Arg[] = [args[0]!]
  let i = 1
  while (i < args.length && before(args[i] as Term, exponent)) next.push(args[i++]!)
  next.push(exponent)
  while (i < args.length) next.push(args[i++]!)
  return next
}

// Ordered by content, so that the normal form is the same whatever came first.
function before(x: Term, y: Term): boolean {
  return x.a !== y.a ? x.a < y.a : x.b < y.b
}
