/**
 * The table of terms: interns by content, spells addresses, reads them back. An address is a function of the
 * content alone, never of the order of creation, so two runs, and two machines, spell the same term alike.
 */
import type { Octets } from '../../../spec/boundary.ts'
import { nameSize } from './fresh.ts'
import { type Arg, KINDS, type Kind, type Term } from './term.ts'

const SEEDS = Object.fromEntries(KINDS.map((kind, i) => [kind, Math.imul(i + 1, 0x9e3779b1)])) as Readonly<
  Record<Kind, number>
>
// Where renaming might find something inside a text: an identifier, an instance name, JSON with such in it.
const identifier = /(^|[/"])[@#~][a-z0-9]/

/** How an address is written, from the ordinal of the kind and the two lanes. */
export type Spelling = (kind: number, a: number, b: number) => string

/** `^`, a letter for the kind, and 64 bits of the content's hash in 13 characters of five bits. */
export const plainSpelling: Spelling = (kind, a, b) => spelled(94, LETTERS.charCodeAt(kind), a, b)

/** Unlikely on purpose: what looks into octets, or expects a shape of them, stumbles. */
export const oddSpelling: Spelling = (kind, a, b) => spelled(0x20 + kind, 63, b, a)

// One call with character codes makes a flat string: three times as fast as joining pieces.
function spelled(first: number, second: number, a: number, b: number): string {
  return String.fromCharCode(
    first,
    second,
    DIGITS[a >>> 27]!,
    DIGITS[(a >>> 22) & 31]!,
    DIGITS[(a >>> 17) & 31]!,
    DIGITS[(a >>> 12) & 31]!,
    DIGITS[(a >>> 7) & 31]!,
    DIGITS[(a >>> 2) & 31]!,
    DIGITS[((a & 3) << 3) | (b >>> 29)]!,
    DIGITS[(b >>> 24) & 31]!,
    DIGITS[(b >>> 19) & 31]!,
    DIGITS[(b >>> 14) & 31]!,
    DIGITS[(b >>> 9) & 31]!,
    DIGITS[(b >>> 4) & 31]!,
    DIGITS[b & 15]!,
  )
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const DIGITS = [...'0123456789abcdefghijklmnopqrstuv'].map((digit) => digit.charCodeAt(0))
const ORDINALS = Object.fromEntries(KINDS.map((kind, i) => [kind, i])) as Readonly<Record<Kind, number>>

/** The terms of one twin. Grows only; what is in it never changes. */
export class TermTable {
  // Open addressing: one more than the index into `terms`, 0 for an empty slot.
  private slots = new Int32Array(1 << 12)
  private readonly terms: Term[] = []
  private readonly byAddress = new Map<string, Term>()
  private readonly spelling: Spelling
  /** The generator of the group. */
  readonly generator: Term

  constructor(spelling: Spelling) {
    this.spelling = spelling
    this.generator = this.make('generator', 32, [])
  }

  /** The one term with this content. `size` in bytes must be a function of the content. */
  make(kind: Kind, size: number, args: readonly Arg[]): Term {
    let a = SEEDS[kind]
    let b = size
    for (let i = 0; i < args.length; i++) {
      const arg = args[i]!
      let low = 0
      let high = 0
      if (typeof arg === 'object') {
        low = arg.a
        high = arg.b
      } else if (typeof arg === 'number') {
        low = arg | 0
        high = Math.floor(arg / 4_294_967_296) | 0
      } else {
        low = hashText(arg)
        high = highLane
      }
      // Each lane takes in both words of the argument, with multipliers of its own (murmur3's, public domain).
      a = Math.imul(a ^ low, 0xcc9e2d51)
      a = Math.imul((a << 15) | (a >>> 17), 0x1b873593) + high
      b = Math.imul(b ^ high, 0x239b961b)
      b = Math.imul((b << 16) | (b >>> 16), 0x38b34ae5) + low
    }
    a = finish(a ^ b)
    b = finish(Math.imul(b, 5) + a)
    return this.intern(kind, size, args, a, b)
  }

  private intern(kind: Kind, size: number, args: readonly Arg[], a: number, b: number): Term {
    const mask = this.slots.length - 1
    let slot = a & mask
    for (;;) {
      const index = this.slots[slot]!
      if (index === 0) break
      const held = this.terms[index - 1]!
      if (held.a === a && held.b === b) {
        if (!sameContent(held, kind, size, args))
          throw new Error(`two terms of kind ${kind} share one address`)
        return held
      }
      slot = (slot + 1) & mask
    }
    const term: Term = { kind, args, size, a, b, closed: isClosed(kind, args), id: undefined }
    this.slots[slot] = this.terms.push(term)
    if (this.terms.length * 2 > this.slots.length) this.grow()
    return term
  }

  /** The address of a term. */
  address(term: Term): Octets {
    if (term.id !== undefined) return term.id
    const id = this.spelling(ORDINALS[term.kind], term.a, term.b) as Octets
    term.id = id
    this.byAddress.set(id, term)
    return id
  }

  /** The term behind an address, or undefined: not one that this table ever spelled. Names speak for themselves. */
  find(address: unknown): Term | undefined {
    const known = this.byAddress.get(address as string)
    if (known !== undefined || typeof address !== 'string') return known
    const size = nameSize(address)
    if (size === undefined) return undefined
    const term = this.make('name', size, [address])
    term.id = address as Octets
    this.byAddress.set(address, term)
    return term
  }

  /** As `find`, where the machine has looked already: anything else is a defect, and the value is not shown. */
  read(address: unknown): Term {
    const term = this.find(address)
    if (term === undefined) throw new TypeError('not an octet string of the ideal twin')
    return term
  }

  /** How many terms there are. */
  get count(): number {
    return this.terms.length
  }

  private grow(): void {
    const slots = new Int32Array(this.slots.length * 4)
    const mask = slots.length - 1
    this.terms.forEach((term, index) => {
      let slot = term.a & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = index + 1
    })
    this.slots = slots
  }
}

// FNV-1a over two characters at a time, once per lane; the second lane is left in `highLane`, which saves a loop.
let highLane = 0

function hashText(text: string): number {
  let low = 0x811c9dc5 ^ text.length
  let high = 0x9e3779b9
  for (let i = 0; i < text.length; i += 2) {
    const two = text.charCodeAt(i) | (i + 1 < text.length ? text.charCodeAt(i + 1) << 16 : 0)
    low = Math.imul(low ^ two, 0x01000193) ^ (low >>> 13)
    high = Math.imul(high ^ two, 0x239b961b) ^ (high >>> 15)
  }
  highLane = high
  return low
}

function finish(lane: number): number {
  let h = lane ^ (lane >>> 16)
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return h ^ (h >>> 16)
}

function sameContent(held: Term, kind: Kind, size: number, args: readonly Arg[]): boolean {
  if (held.kind !== kind || held.size !== size || held.args.length !== args.length) return false
  for (let i = 0; i < args.length; i++) if (held.args[i] !== args[i]) return false
  return true
}

function isClosed(kind: Kind, args: readonly Arg[]): boolean {
  if (kind === 'name') return false
  if (kind === 'text') return !identifier.test(args[0] as string)
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    if (typeof arg === 'object' && !arg.closed) return false
  }
  return true
}
