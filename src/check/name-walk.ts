/**
 * Which fresh names a value has, by first appearance. The order must not depend on how names are spelled: fields are
 * walked by their names, and entries of a table whose keys are or have fresh names by what they look like with every
 * fresh name masked. Remembered object by object, since values of a search share most of their parts.
 */
import type { NodeId } from '../../spec/names.ts'
import { rename } from '../../spec/names.ts'
import type { Model } from './model.ts'
import { type Outlook, outlookOf, signatureOf } from './signature.ts'

const NONE: readonly string[] = []

/** The walk over one model's values. */
export class NameWalk {
  private readonly rewrite: Model['rewrite']
  private readonly blind: Outlook
  private readonly known = new WeakMap<object, readonly string[]>()
  private readonly texts = new Map<string, readonly string[]>()

  constructor(rewrite: Model['rewrite']) {
    this.rewrite = rewrite
    this.blind = outlookOf('' as NodeId, new Map(), rewrite)
  }

  /** The fresh names in a value, each once. `rewrite` looks into octet strings. */
  namesIn(value: unknown): readonly string[] {
    if (typeof value === 'string') return this.inText(value)
    if (typeof value !== 'object' || value === null) return NONE
    const known = this.known.get(value)
    if (known !== undefined) return known
    const names = together(
      Array.isArray(value) ? value.map((item) => this.namesIn(item)) : this.inFields(value),
    )
    this.known.set(value, names)
    return names
  }

  /** Values in an order that does not depend on how their names are spelled. */
  inOrder<T>(values: readonly T[]): readonly T[] {
    if (values.length < 2) return values
    return values
      .map((value) => ({ value, key: signatureOf(this.blind, value) }))
      .sort((a, b) => a.key - b.key)
      .map(({ value }) => value)
  }

  private inFields(value: object): (readonly string[])[] {
    const entries = Object.entries(value)
    const isNamed = ([key]: readonly [string, unknown]) => this.inText(key).length > 0
    const plain = entries.filter((entry) => !isNamed(entry)).sort(([a], [b]) => (a < b ? -1 : 1))
    const named = this.inOrder(entries.filter(isNamed))
    return [...plain, ...named].map(([key, item]) => together([this.inText(key), this.namesIn(item)]))
  }

  private inText(text: string): readonly string[] {
    const known = this.texts.get(text)
    if (known !== undefined) return known
    const { rewrite } = this
    const found = new Spy()
    rename(found, text, rewrite === undefined ? undefined : (inner) => rewrite(found, inner))
    const names = found.names.size === 0 ? NONE : [...found.names]
    this.texts.set(text, names)
    return names
  }
}

function together(lists: readonly (readonly string[])[]): readonly string[] {
  const full = lists.filter((names) => names.length > 0)
  if (full.length === 0) return NONE
  return full.length === 1 ? (full[0] as readonly string[]) : [...new Set(full.flat())]
}

// A renaming that renames nothing, and remembers which names it was asked about.
class Spy extends Map<string, string> {
  readonly names = new Set<string>()

  override get(text: string): string | undefined {
    if (text[0] === '~') this.names.add(text)
    return undefined
  }
}
