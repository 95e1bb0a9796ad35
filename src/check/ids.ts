/** Interning: equal plain data becomes one small integer, exactly (a hash only chooses the bucket). */
import { hashOf, same } from '../../spec/canonical.ts'

const known = new WeakSet<object>()

/**
 * The same data with every object's keys in order, shared where it was so already. Machines that walk over the
 * keys of a table then behave alike in every representative of a state.
 */
export function ordered<T>(value: T): T {
  return walk(value) as T
}

function walk(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || known.has(value)) return value
  const next = Array.isArray(value) ? walkArray(value) : walkObject(value as Record<string, unknown>)
  known.add(next)
  return next
}

function walkArray(items: unknown[]): object {
  const next = items.map(walk)
  return next.some((item, at) => item !== items[at]) ? next : items
}

function walkObject(fields: Record<string, unknown>): object {
  const keys = Object.keys(fields)
  let changed = keys.some((key, at) => at > 0 && key < (keys[at - 1] as string))
  if (changed) keys.sort()
  const next: Record<string, unknown> = {}
  for (const key of keys) {
    const item = fields[key]
    next[key] = walk(item)
    changed ||= next[key] !== item
  }
  return changed ? next : fields
}

/** Values numbered from 0 in the order in which they were first seen. */
export class Ids<T> {
  private readonly buckets = new Map<number, number[]>()
  private readonly values: T[] = []

  /** How many distinct values there are. */
  get size(): number {
    return this.values.length
  }

  /** The number of this value. */
  idOf(value: T): number {
    const found = this.find(value)
    if (found >= 0) return found
    const id = this.values.length
    const own = ordered(value)
    this.values.push(own)
    const key = hashOf(own).high
    const bucket = this.buckets.get(key)
    if (bucket === undefined) this.buckets.set(key, [id])
    else bucket.push(id)
    return id
  }

  /** The number of this value, or -1. */
  find(value: T): number {
    const bucket = this.buckets.get(hashOf(value).high)
    if (bucket !== undefined) for (const id of bucket) if (same(this.values[id], value)) return id
    return -1
  }

  /** The value with this number. */
  valueOf(id: number): T {
    return this.values[id] as T
  }
}
