/**
 * Branded identifiers, and the one generic walk that renames them (§1.9).
 *
 * Each brand has a sigil as its first character, so that a walk over plain JSON finds every identifier
 * wherever it hides: in a context, a message, a fact, an accumulator, or as the key of a table.
 */

declare const brand: unique symbol

/** A node of the world: `@` and a word, for example `@a1` (first HSM of fleet a) or `@phone1`. */
export type NodeId = string & { readonly [brand]: 'NodeId' }
/** A record (or lineage) that a vault keeps: `#` and a word. Chosen by the operator's side in `published`. */
export type RecordId = string & { readonly [brand]: 'RecordId' }
/** A fresh name: what a declared draw is in ideal cryptography: `~`, a word, `:` and its length in bytes. */
export type Name = string & { readonly [brand]: 'Name' }

const identifier = /^[@#~][a-z0-9][A-Za-z0-9.:/-]*$/

/** Sigils by brand; the first character of every identifier. */
export const SIGILS = { node: '@', record: '#', name: '~' } as const

/** The NodeId for a word such as `a1`. Throws on a word that is no identifier: only our own code names nodes. */
export function nodeId(word: string): NodeId {
  return branded('@', word) as NodeId
}

/** The RecordId for a word such as `r1`. */
export function recordId(word: string): RecordId {
  return branded('#', word) as RecordId
}

function branded(sigil: string, word: string): string {
  const id = sigil + word
  if (!identifier.test(id)) throw new Error(`not an identifier: ${id}`)
  return id
}

/** Is this value, which may come from a hostile message, a well-formed RecordId of at most 64 characters? */
export function isRecordId(value: unknown): value is RecordId {
  return typeof value === 'string' && value.length <= 64 && value[0] === '#' && identifier.test(value)
}

/** Is this value a well-formed NodeId? */
export function isNodeId(value: unknown): value is NodeId {
  return typeof value === 'string' && value.length <= 64 && value[0] === '@' && identifier.test(value)
}

/** Old identifier to new one. What it does not list stays. Must be injective on what it lists. */
export type Permutation = ReadonlyMap<string, string>

/**
 * Renames every identifier in a JSON-safe value. `rewrite` is asked about each string that is no identifier
 * of ours: the ideal twin uses it to rename inside its terms, everything else leaves it out.
 * Unchanged parts are returned as they were, so that sharing survives.
 */
export function rename<T>(permutation: Permutation, value: T, rewrite?: (text: string) => string): T {
  return walk(permutation, value, rewrite) as T
}

function walk(permutation: Permutation, value: unknown, rewrite?: (text: string) => string): unknown {
  if (typeof value === 'string') return renameText(permutation, value, rewrite)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    let changed = false
    const next = value.map((item) => {
      const renamed = walk(permutation, item, rewrite)
      changed ||= renamed !== item
      return renamed
    })
    return changed ? next : value
  }
  let changed = false
  const next: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value)) {
    const newKey = renameText(permutation, key, rewrite)
    const renamed = walk(permutation, item, rewrite)
    changed ||= renamed !== item || newKey !== key
    next[newKey] = renamed
  }
  return changed ? next : value
}

// An instance name such as `attempts/#r1` carries an identifier after its slash.
function renameText(permutation: Permutation, text: string, rewrite?: (text: string) => string): string {
  const listed = permutation.get(text)
  if (listed !== undefined) return listed
  // A key of an accumulator may be made of several words.
  if (text.includes(' ')) {
    return text
      .split(' ')
      .map((word) => renameText(permutation, word, rewrite))
      .join(' ')
  }
  const slash = text.indexOf('/')
  if (slash > 0 && slash < text.length - 1 && text.charCodeAt(0) > 64) {
    const head = text.slice(0, slash)
    const tail = renameText(permutation, text.slice(slash + 1), rewrite)
    return `${head}/${tail}`
  }
  return rewrite === undefined ? text : rewrite(text)
}
