/**
 * Terms of ideal cryptography (§2.7): what an ideal octet string stands for. A term is a constructor over
 * arguments; equal contents are one object within a table, so `===` is structural equality.
 */
import type { Octets } from '../../../spec/boundary.ts'

/** The constructors. An address depends on the order of this list: add at its end. */
export const KINDS = [
  // Leaves: a fresh name, a text, a number, the generator of the group.
  'name',
  'text',
  'number',
  'generator',
  // Encoding and symmetric operations.
  'pack',
  'hash',
  'derive',
  'seal',
  // Public-key encryption and signatures.
  'sealSecret',
  'sealPublic',
  'sealTo',
  'signPublic',
  'signature',
  // The group: scalars, the inverse of a scalar, a password hashed to the group, a base raised to scalars.
  'scalar',
  'inverse',
  'base',
  'element',
  // OPAQUE-3DH (RFC 9807).
  'response',
  'stretched',
  'maskingKey',
  'envelopeTag',
  'exportKey',
  'envelope',
  'record',
  'clientState',
  'serverState',
  'ke1',
  'ke2',
  'masked',
  'shared',
  'serverMac',
  'clientMac',
  'sessionKey',
  // Fleet keys over the air (§7).
  'artifact',
  'stamp',
  'treeHead',
] as const

/** The name of a constructor. */
export type Kind = (typeof KINDS)[number]

/** An argument of a term: another term, or a plain constant such as a domain, a label or a length. */
export type Arg = Term | string | number

/** One term, interned in its table. */
export interface Term {
  readonly kind: Kind
  readonly args: readonly Arg[]
  /** Length in bytes of the octet string that the real twin would have in its place. */
  readonly size: number
  /** Two 32-bit lanes of the content's hash: with kind and size they make the address. */
  readonly a: number
  readonly b: number
  /** No identifier and no fresh name is inside, so that renaming leaves it alone. */
  readonly closed: boolean
  /** The address, spelled when the term first leaves the twin. */
  id: Octets | undefined
}

/** Constructors whose term arguments can be read off the wire by anybody, as the bytes of RFC 9807 lie there. */
export const CLEAR: ReadonlySet<Kind> = new Set<Kind>([
  'pack',
  'response',
  'envelope',
  'record',
  'ke1',
  'ke2',
  'artifact',
  'stamp',
  'treeHead',
])
