/**
 * One renaming, applied to plain data and remembered object by object. Values of a search share most of their parts
 * (contexts are immutable), so what was renamed once keeps its identity, and with it its hash.
 */
import { type Permutation, rename } from '../../spec/names.ts'
import { orderedKeys } from './ids.ts'
import type { Model } from './model.ts'

/** A renaming with its memory. */
export class Rewriter {
  private readonly map: Permutation
  private readonly rewrite: ((text: string) => string) | undefined
  private readonly known = new WeakMap<object, object>()

  constructor(map: Permutation, rewrite: Model['rewrite']) {
    this.map = map
    this.rewrite = rewrite === undefined ? undefined : (text) => rewrite(map, text)
  }

  /** The value with every identifier renamed; tables with their keys in order. What does not change stays itself. */
  value(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value)
    if (typeof value !== 'object' || value === null) return value
    const known = this.known.get(value)
    if (known !== undefined) return known
    const next = Array.isArray(value) ? this.list(value) : this.fields(value as Record<string, unknown>)
    this.known.set(value, next)
    return next
  }

  private text(text: string): string {
    return rename(this.map, text, this.rewrite)
  }

  private list(items: readonly unknown[]): readonly unknown[] {
    let changed = false
    const next = items.map((item) => {
      const renamed = this.value(item)
      changed ||= renamed !== item
      return renamed
    })
    return changed ? next : items
  }

  private fields(fields: Record<string, unknown>): Record<string, unknown> {
    let changed = false
    const next: Record<string, unknown> = {}
    for (const key in fields) {
      const [to, item] = [this.text(key), this.value(fields[key])]
      changed ||= to !== key || item !== fields[key]
      next[to] = item
    }
    return orderedKeys(changed ? next : fields)
  }
}
