/**
 * Signatures: a hash of a part of the world as one node sees it, in which that node reads `self`, its peers of a
 * symmetry all read the same, and fresh names read alike. Renaming peers leaves it as it is, so sorting by it puts
 * a world's nodes into an order that is the same for every renaming of the world. A collision only costs work.
 */
import { fold, type Hash, hashOf } from '../../spec/canonical.ts'
import type { NodeId } from '../../spec/names.ts'

/** How the nodes of a symmetry look to one of them. */
export interface Outlook {
  readonly self: NodeId
  /** Every symmetric node, with the number of its group. */
  readonly groups: ReadonlyMap<string, number>
  /** A twin's `rewrite`, for identifiers inside octet strings. */
  readonly rewrite: ((permutation: ReadonlyMap<string, string>, text: string) => string) | undefined
  /** What `rewrite` is given: the same replacements. */
  readonly blind: ReadonlyMap<string, string>
}

/** An outlook. Keep it: what `rewrite` has done is remembered with it. */
export function outlookOf(
  self: NodeId,
  groups: ReadonlyMap<string, number>,
  rewrite: Outlook['rewrite'],
): Outlook {
  return { self, groups, rewrite, blind: new Blind(self, groups) }
}

// A table of replacements that knows every fresh name there may be.
class Blind extends Map<string, string> {
  private readonly self: string
  private readonly groups: ReadonlyMap<string, number>

  constructor(self: string, groups: ReadonlyMap<string, number>) {
    super()
    this.self = self
    this.groups = groups
  }

  override get(text: string): string | undefined {
    if (text === this.self) return '@self'
    const group = this.groups.get(text)
    if (group !== undefined) return `@peer${group}`
    return text[0] === '~' ? `~any${text.slice(text.lastIndexOf(':'))}` : undefined
  }
}

/** The signature of a value. Tables are hashed whatever the order of their keys. */
export function signatureOf(outlook: Outlook, value: unknown): number {
  return hashed(outlook, value).low
}

function hashed(outlook: Outlook, value: unknown): Hash {
  if (typeof value === 'string') return hashOf(masked(outlook, value))
  if (typeof value !== 'object' || value === null) return hashOf(value)
  if (Array.isArray(value)) {
    let hash: Hash = { high: 0x61727279, low: value.length }
    for (const item of value) hash = fold(hash, hashed(outlook, item))
    return hash
  }
  let high = 0x6f626a
  let low = 0x656374
  for (const [key, item] of Object.entries(value)) {
    const field = fold(hashOf(masked(outlook, key)), hashed(outlook, item))
    high = (high + field.high) | 0
    low = (low + field.low) | 0
  }
  return fold({ high, low }, { high: low, low: high })
}

// An instance name such as `attempts/#r1` carries an identifier after its slash.
function masked(outlook: Outlook, text: string): string {
  const seen = outlook.blind.get(text)
  if (seen !== undefined) return seen
  if (text.includes(' ')) {
    return text
      .split(' ')
      .map((word) => masked(outlook, word))
      .join(' ')
  }
  const slash = text.indexOf('/')
  if (slash > 0 && slash < text.length - 1 && text.charCodeAt(0) > 64) {
    return `${text.slice(0, slash)}/${masked(outlook, text.slice(slash + 1))}`
  }
  return outlook.rewrite === undefined ? text : outlook.rewrite(outlook.blind, text)
}
