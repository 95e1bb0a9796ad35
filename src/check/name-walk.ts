/**
 * Which fresh names a value has, by first appearance. The order must not depend on how names are spelled: fields are
 * walked by their names, entries of a table whose keys are or have fresh names by what they look like with every fresh
 * name masked, and the names of one text by what it looks like to each of them: a term may have its parts in an order of
 * their own. Where two look alike the order is *undecided*: it takes the rest of the world to decide it (name-orders.ts).
 * Remembered object by object, since values of a search share most of their parts.
 */
import type { NodeId } from '../../spec/names.ts'
import { type Permutation, rename } from '../../spec/names.ts'
import type { Model } from './model.ts'
import { type Outlook, outlookOf, signatureOf } from './signature.ts'

const NONE: readonly string[] = []

/** A field of an object. */
export type Field = readonly [key: string, item: unknown]

/** The walk over one model's values. */
export class NameWalk {
  private readonly rewrite: Model['rewrite']
  private readonly blind: Outlook
  private readonly known = new WeakMap<object, readonly string[]>()
  private readonly open = new WeakSet<object>()
  private readonly looked = new WeakMap<object, number>()
  private readonly texts = new Map<string, readonly string[]>()
  private readonly groups = new Map<string, readonly (readonly string[])[]>()

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
    if (this.hasUndecided(value)) this.open.add(value)
    this.known.set(value, names)
    return names
  }

  /** Does the order of its names hang on how they are spelled? To be asked after `namesIn`. */
  isUndecided(value: unknown): boolean {
    if (typeof value === 'string') return this.groupsIn(value).some(({ length }) => length > 1)
    return typeof value === 'object' && value !== null && this.open.has(value)
  }

  private hasUndecided(value: object): boolean {
    for (const [key, item] of Object.entries(value)) {
      if (this.isUndecided(item) || (!Array.isArray(value) && this.isUndecided(key))) return true
    }
    return false
  }

  /** Do two of these that have names look alike with their names masked? */
  hasTies(values: readonly unknown[]): boolean {
    const keys = values.filter((value) => this.namesIn(value).length > 0).map((value) => this.looks(value))
    return new Set(keys).size < keys.length
  }

  /** What a value looks like with every fresh name masked. */
  looks(value: unknown): number {
    if (typeof value !== 'object' || value === null) return signatureOf(this.blind, value)
    const known = this.looked.get(value) ?? signatureOf(this.blind, value)
    this.looked.set(value, known)
    return known
  }

  /** Values in an order that does not depend on how their names are spelled. */
  inOrder<T>(values: readonly T[]): readonly T[] {
    if (values.length < 2) return values
    return values
      .map((value) => ({ value, key: this.looks(value) }))
      .sort((a, b) => a.key - b.key)
      .map(({ value }) => value)
  }

  /** An object's fields under plain keys, in the order in which they are walked, and those whose keys have names. */
  fieldsOf(value: object): { readonly plain: readonly Field[]; readonly named: readonly Field[] } {
    const entries = Object.entries(value)
    const isNamed = ([key]: Field) => this.inText(key).length > 0
    const plain = entries.filter((entry) => !isNamed(entry)).sort(([a], [b]) => (a < b ? -1 : 1))
    return { plain, named: entries.filter(isNamed) }
  }

  private inFields(value: object): (readonly string[])[] {
    const { plain, named } = this.fieldsOf(value)
    if (named.length > 1 && this.hasTies(named)) this.open.add(value)
    return [...plain, ...this.inOrder(named)].map(([key, item]) =>
      together([this.inText(key), this.namesIn(item)]),
    )
  }

  /** The names in a text, in groups of those to which it looks alike. */
  groupsIn(text: string): readonly (readonly string[])[] {
    const known = this.groups.get(text)
    if (known !== undefined) return known
    const found = new Spy()
    this.renamed(found, text)
    const names = [...found.names]
    const groups = names.length < 2 ? names.map((name) => [name]) : this.grouped(text, names)
    this.groups.set(text, groups)
    return groups
  }

  private grouped(text: string, names: readonly string[]): readonly (readonly string[])[] {
    const groups = new Map<string, string[]>()
    for (const name of names) {
      const looks = this.renamed(new Self(name), text)
      const group = groups.get(looks)
      if (group === undefined) groups.set(looks, [name])
      else group.push(name)
    }
    return [...groups.keys()].sort().map((looks) => groups.get(looks)!)
  }

  private renamed(map: Permutation, text: string): string {
    const { rewrite } = this
    return rename(map, text, rewrite === undefined ? undefined : (inner) => rewrite(map, inner))
  }

  private inText(text: string): readonly string[] {
    const known = this.texts.get(text)
    if (known !== undefined) return known
    const groups = this.groupsIn(text)
    const names = groups.length === 0 ? NONE : groups.flat()
    this.texts.set(text, names)
    return names
  }
}

function together(lists: readonly (readonly string[])[]): readonly string[] {
  const full = lists.filter((names) => names.length > 0)
  if (full.length === 0) return NONE
  return full.length === 1 ? (full[0] as readonly string[]) : [...new Set(full.flat())]
}

// A renaming that masks every fresh name but one.
class Self extends Map<string, string> {
  private readonly self: string

  constructor(self: string) {
    super()
    this.self = self
  }

  override get(text: string): string | undefined {
    if (text[0] !== '~') return undefined
    return `${text === this.self ? '~self' : '~any'}${text.slice(text.lastIndexOf(':'))}`
  }
}

// A renaming that renames nothing, and remembers which names it was asked about.
class Spy extends Map<string, string> {
  readonly names = new Set<string>()

  override get(text: string): string | undefined {
    if (text[0] === '~') this.names.add(text)
    return undefined
  }
}
