/**
 * How requests and answers become octets, for sealing and for signatures, and how hostile ones are checked field by
 * field. One table of shapes serves both ways (§3.5).
 */
import type { Octets } from '../boundary.ts'
import type { CryptoPort, Stretch } from '../crypto.ts'
import { parseStretch, stretchOctets } from '../stretching.ts'
import { isOctetsOf, isWhole } from './state.ts'

/** What a field may be. `o` and a number: octets of so many bytes; `octets`: of any size up to 4 KiB. */
export interface Kinds {
  o16: Octets
  o32: Octets
  o64: Octets
  o96: Octets
  o192: Octets
  o320: Octets
  octets: Octets
  /** 32 bytes, or null. */
  maybe: Octets | null
  /** 64 bytes, or null: a signature where the profile has one. */
  signed: Octets | null
  count: number
  flag: boolean
  text: string
  stretch: Stretch
}
/** The name of a kind of field: its range, length and encoding. */
export type Kind = keyof Kinds
/** Fields of one type, in the order in which they are encoded. */
export type Shape = Readonly<Record<string, Kind>>

/** The value of a shape. */
export type Fields<S extends Shape> = { readonly [F in keyof S]: Kinds[S[F]] }

const OCTETS_MAX = 4096
const TEXT_MAX = 64
const SIZES: Readonly<Record<string, number>> = { o16: 16, o32: 32, o64: 64, o96: 96, o192: 192, o320: 320 }
const OPTIONAL: Readonly<Record<string, number>> = { maybe: 32, signed: 64 }

/** Is this value, which may come from anybody, of this kind? */
export function isKind(crypto: CryptoPort, kind: Kind, value: unknown): boolean {
  const size = SIZES[kind]
  if (size !== undefined) return isOctetsOf(crypto, value, size)
  const optional = OPTIONAL[kind]
  if (optional !== undefined) return value === null || isOctetsOf(crypto, value, optional)
  switch (kind) {
    case 'octets':
      return crypto.isOctets(value) && crypto.size(value) <= OCTETS_MAX
    case 'count':
      return isWhole(value, 0, Number.MAX_SAFE_INTEGER)
    case 'flag':
      return typeof value === 'boolean'
    case 'text':
      return typeof value === 'string' && value.length <= TEXT_MAX
    default:
      return parseStretch(value) !== null
  }
}

/** Are all fields of the shape there, each of its kind? */
export function hasShape(
  crypto: CryptoPort,
  shape: Shape,
  value: Readonly<Record<string, unknown>>,
): boolean {
  return Object.entries(shape).every(([field, kind]) => isKind(crypto, kind, value[field]))
}

function encoded(crypto: CryptoPort, kind: Kind, value: unknown): Octets {
  if (kind in OPTIONAL) return crypto.pack(value === null ? [] : [value as Octets])
  switch (kind) {
    case 'count':
      return crypto.number(value as number)
    case 'flag':
      return crypto.number(value ? 1 : 0)
    case 'text':
      return crypto.text(value as string)
    case 'stretch':
      return stretchOctets(crypto, value as Stretch)
    default:
      return value as Octets
  }
}

/** The fields as a list of octets, in the shape's order. */
export function encode(crypto: CryptoPort, shape: Shape, value: Readonly<Record<string, unknown>>): Octets[] {
  return Object.entries(shape).map(([field, kind]) => encoded(crypto, kind, value[field]))
}

// Undefined: not of this kind. Null is a value.
function decoded(crypto: CryptoPort, kind: Kind, octets: Octets): unknown {
  if (kind in OPTIONAL) {
    const parts = crypto.unpack(octets)
    if (!parts.ok || parts.value.length > 1) return undefined
    return parts.value[0] ?? null
  }
  switch (kind) {
    case 'count':
    case 'flag': {
      const number = crypto.asNumber(octets)
      if (!number.ok) return undefined
      if (kind === 'count') return number.value
      return number.value > 1 ? undefined : number.value === 1
    }
    case 'text': {
      const text = crypto.asText(octets)
      return text.ok ? text.value : undefined
    }
    case 'stretch':
      return decodedStretch(crypto, octets)
    default:
      return octets
  }
}

function decodedStretch(crypto: CryptoPort, octets: Octets): Stretch | undefined {
  const parts = crypto.unpack(octets)
  if (!parts.ok) return undefined
  const [first, ...rest] = parts.value
  const name = first === undefined ? undefined : crypto.asText(first)
  if (name === undefined || !name.ok) return undefined
  if (name.value === 'identity') return rest.length === 0 ? { name: 'identity' } : undefined
  const numbers = rest.map((part) => crypto.asNumber(part))
  const [a, b, c] = numbers.map((number) => (number.ok ? number.value : -1))
  const given =
    name.value === 'scrypt'
      ? { name: 'scrypt', n: a, r: b, p: c }
      : { name: name.value, memoryKiB: a, passes: b, lanes: c }
  return numbers.length === 3 ? (parseStretch(given) ?? undefined) : undefined
}

/** The fields from a list of octets, or null where one is not of its kind. */
export function decode<S extends Shape>(
  crypto: CryptoPort,
  shape: S,
  parts: readonly Octets[],
): Fields<S> | null {
  const kinds = Object.entries(shape)
  if (parts.length !== kinds.length) return null
  const value: Record<string, unknown> = {}
  kinds.forEach(([field, kind], i) => {
    value[field] = decoded(crypto, kind, parts[i] as Octets)
  })
  return hasShape(crypto, shape, value) ? (value as Fields<S>) : null
}
