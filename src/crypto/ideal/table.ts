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
const HEX = Array.from({ length: 65_536 }, (_, i) => i.toString(16).padStart(4, '0'))
// Where renaming might find something inside a text: an identifier, an instance name, JSON with such in it.
const identifier = /(^|[/"])[@#~][a-z0-9]/

/** How an address is written: the ideal twin's way, or a deliberately odd one. */
export type Spelling = (kind: Kind, size: number, lanes: string) => string

/** `^` and the kind, the length in bytes, and 64 bits of the content's hash. */
export const plainSpelling: Spelling = (kind, size, lanes) => `^${kind}:${size}.${lanes}`

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
        low = lowLane(arg)
        high = highLane(arg)
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
    const { a, b } = term
    const lanes = HEX[a >>> 16]! + HEX[a & 0xffff]! + HEX[b >>> 16]! + HEX[b & 0xffff]!
    const id = this.spelling(term.kind, term.size, lanes) as Octets
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

  /** As `find`; what is no term becomes a leaf of kind `junk`, so that total functions stay total. */
  read(address: unknown): Term {
    return (
      this.find(address) ?? this.make('junk', 0, [typeof address === 'string' ? address : typeof address])
    )
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

// FNV-1a, once per lane: cheap per character, and finished with the other words.
function lowLane(text: string): number {
  let h = 0x811c9dc5 ^ text.length
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h
}

function highLane(text: string): number {
  let h = 0x9e3779b9
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x239b961b) ^ (h >>> 15)
  return h
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
  if (kind === 'text' || kind === 'junk') return !identifier.test(args[0] as string)
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    if (typeof arg === 'object' && !arg.closed) return false
  }
  return true
}
