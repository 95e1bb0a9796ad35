/**
 * What follows from what an adversary holds (§10.5): closure under the rules of a theory of terms, in the manner
 * of Dolev and Yao (1983). The theory says how terms are made and opened; this engine knows no cryptography.
 */

/** One way to take something out of a held term. */
export interface Opening<T> {
  /** What must be derivable for it, besides the term. */
  readonly needs: readonly T[]
  readonly gives: readonly T[]
  /** A wrong key would be noticed: the tag of an authenticated encryption. */
  readonly authentic: boolean
}

/** A term as a base raised to a product of scalars, with multiplicities; an inverse counts -1. */
export interface Power<T> {
  readonly base: T
  readonly exponents: ReadonlyMap<T, number>
}

/** The rules for terms of type T. Equal terms must be identical (`===`). */
export interface Theory<T> {
  /** Alternative lists of parts from which anybody can make the term: none for a fresh name, an empty one if public. */
  readonly composedOf: (term: T) => readonly (readonly T[])[]
  readonly openings: (term: T) => readonly Opening<T>[]
  /** Alternative lists from which the held term can be checked without being made: key and message of a signature. */
  readonly checkedBy: (term: T) => readonly (readonly T[])[]
  /** Only for elements of a group; a bare base has no exponents. */
  readonly power: (term: T) => Power<T> | undefined
  readonly describe: (term: T) => string
}

/** Rules left out, to ask whether something follows another way. */
export interface Bans<T> {
  /** These terms are not opened. */
  readonly opening?: T
  /** These terms are not made from parts, nor from other powers. */
  readonly making?: T
  /** As if these had not been seen, nor come out of anything. */
  readonly ignoring?: ReadonlySet<T>
}

/** How a held term came to be held. */
type Source<T> = 'seen' | { readonly from: T; readonly needs: readonly T[] }

/** A set of terms, closed under a theory. Grows only. */
export class Knowledge<T> {
  readonly theory: Theory<T>
  private readonly bans: Bans<T>
  private readonly sources = new Map<T, Source<T>>()
  private blocked: { readonly from: T; readonly opening: Opening<T> }[] = []
  private readonly powers = new Map<T, { readonly term: T; readonly power: Power<T> }[]>()
  private memo = new Map<T, boolean>()
  private isClosed = true

  constructor(theory: Theory<T>, seen: Iterable<T> = [], bans: Bans<T> = {}) {
    this.theory = theory
    this.bans = bans
    for (const term of seen) this.see(term)
  }

  /** The adversary sees a term. */
  see(term: T): void {
    this.hold(term, 'seen')
  }

  /** Terms seen or taken out of others; all else that is derivable is made from these. */
  held(): IterableIterator<T> {
    this.close()
    return this.sources.keys()
  }

  /** Is the term seen, or taken out of a seen one? */
  holds(term: T): boolean {
    this.close()
    return this.sources.has(term)
  }

  /** Can the adversary come by this term? */
  derivable(term: T): boolean {
    this.close()
    return this.makable(term)
  }

  /** The ways in which this element follows from other held powers of its base, as the scalars that each takes. */
  routes(term: T): readonly (readonly T[])[] {
    this.close()
    const power = this.theory.power(term)
    if (power === undefined) return []
    const others = (this.powers.get(power.base) ?? []).filter((other) => other.term !== term)
    return others.map((other) => [other.term, ...difference(power.exponents, other.power.exponents)])
  }

  /** Why the term is derivable, one line per rule used, premises first; empty when it is not. */
  why(term: T, told = new Set<T>()): string[] {
    if (told.has(term) || !this.derivable(term)) return []
    told.add(term)
    const { describe } = this.theory
    const source = this.sources.get(term)
    if (source === 'seen') return [`seen: ${describe(term)}`]
    if (source !== undefined) {
      const premises = [source.from, ...source.needs].flatMap((premise) => this.why(premise, told))
      const with_ = source.needs.length === 0 ? '' : ` with ${source.needs.map(describe).join(', ')}`
      return [...premises, `${describe(term)} out of ${describe(source.from)}${with_}`]
    }
    const parts = this.alternatives(term).find((list) => list.every((part) => this.makable(part)))
    if (parts === undefined || parts.length === 0) return [`public: ${describe(term)}`]
    return [...parts.flatMap((part) => this.why(part, told)), `made: ${describe(term)}`]
  }

  private hold(term: T, source: Source<T>): void {
    if (this.sources.has(term) || this.bans.ignoring?.has(term) === true) return
    this.sources.set(term, source)
    this.isClosed = false
    const power = this.theory.power(term)
    if (power !== undefined) {
      const list = this.powers.get(power.base)
      if (list === undefined) this.powers.set(power.base, [{ term, power }])
      else list.push({ term, power })
    }
    if (term === this.bans.opening) return
    for (const opening of this.theory.openings(term)) this.blocked.push({ from: term, opening })
  }

  // Opens what can be opened, until nothing more comes out.
  private close(): void {
    while (!this.isClosed) {
      this.isClosed = true
      this.memo = new Map()
      const waiting = this.blocked
      this.blocked = []
      for (const one of waiting) {
        if (!one.opening.needs.every((need) => this.makable(need))) this.blocked.push(one)
        else
          for (const gift of one.opening.gives) this.hold(gift, { from: one.from, needs: one.opening.needs })
      }
    }
  }

  private makable(term: T): boolean {
    if (this.sources.has(term)) return true
    const known = this.memo.get(term)
    if (known !== undefined) return known
    // Parts are smaller than the whole, so this never asks itself; a theory that breaks this gets a no.
    this.memo.set(term, false)
    const can = this.alternatives(term).some((parts) => parts.every((part) => this.makable(part)))
    this.memo.set(term, can)
    return can
  }

  private alternatives(term: T): readonly (readonly T[])[] {
    if (term === this.bans.making) return []
    const power = this.theory.power(term)
    if (power === undefined) return this.theory.composedOf(term)
    const fromBase = power.exponents.size === 0 ? [] : [[power.base, ...power.exponents.keys()]]
    const others = (this.powers.get(power.base) ?? []).filter((other) => other.term !== term)
    const fromOthers = others.map((other) => [
      other.term,
      ...difference(power.exponents, other.power.exponents),
    ])
    return [...this.theory.composedOf(term), ...fromBase, ...fromOthers]
  }
}

// The scalars by which two powers of one base differ; who knows them gets from one to the other.
function difference<T>(wanted: ReadonlyMap<T, number>, held: ReadonlyMap<T, number>): T[] {
  const scalars: T[] = []
  for (const [scalar, count] of wanted) if (held.get(scalar) !== count) scalars.push(scalar)
  for (const scalar of held.keys()) if (!wanted.has(scalar)) scalars.push(scalar)
  return scalars
}
