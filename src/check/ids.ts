/** Interning: equal plain data becomes one small integer, exactly (a hash only chooses the bucket). */
import { hashOf, same } from '../../spec/canonical.ts'

/**
 * The same data with the keys of every table in order, shared where it was so already. A table is an object with an
 * identifier among its keys; a machine that walks over one then behaves alike in every representative of a state.
 */
export function ordered<T>(value: T): T {
  return walk(value) as T
}

function walk(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  return Array.isArray(value) ? walkArray(value) : walkObject(value as Record<string, unknown>)
}

function walkArray(items: unknown[]): unknown[] {
  let next = items
  for (let at = 0; at < items.length; at++) {
    const item = walk(items[at])
    if (item === items[at]) continue
    if (next === items) next = [...items]
    next[at] = item
  }
  return next
}

function walkObject(fields: Record<string, unknown>): Record<string, unknown> {
  let next = fields
  for (const key in fields) {
    const item = walk(fields[key])
    if (item === fields[key]) continue
    if (next === fields) next = { ...fields }
    next[key] = item
  }
  return orderedKeys(next)
}

/** The same object, its keys in order if it is a table; what is in it stays as it is. */
export function orderedKeys(fields: Record<string, unknown>): Record<string, unknown> {
  let previous = ''
  let isTable = false
  let isSorted = true
  for (const key in fields) {
    isTable ||= isIdentifier(key)
    isSorted &&= previous < key
    previous = key
  }
  if (!isTable || isSorted) return fields
  return Object.fromEntries(
    Object.keys(fields)
      .sort()
      .map((key) => [key, fields[key]]),
  )
}

// A node, a record or a fresh name; or an instance name that ends in one.
function isIdentifier(key: string): boolean {
  const first = key.charCodeAt(0)
  return first === 64 || first === 35 || first === 126 || key.includes('/')
}

// An object, and a field of it, with what is remembered of them: hash, renamed images, fresh names, XState's snapshot.
// Chosen so that the sum is once to twice what the heap really grows by, which `npm run bench:check` prints beside it.
const OBJECT_BYTES = 800
const FIELD_BYTES = 48

/** Values numbered from 0 in the order in which they were first seen. */
export class Ids<T> {
  private readonly buckets = new Map<number, number[]>()
  private readonly values: T[] = []
  private readonly measured = new WeakSet<object>()
  /** Bytes that the values hold, what they share counted once. Estimated: see `measure`. */
  bytes = 0

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
    this.measure(own)
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

  private measure(value: unknown): void {
    if (typeof value !== 'object' || value === null || this.measured.has(value)) return
    this.measured.add(value)
    this.bytes += OBJECT_BYTES
    for (const key in value) {
      this.bytes += FIELD_BYTES
      this.measure((value as Record<string, unknown>)[key])
    }
  }
}
