/** Plain values, each kept once and named by its place: equal values get the same place. */
import type { Pooled, Ref } from './model.ts'

type Item = Pooled['items'][number]

/** A pool in the making. */
export class Pool {
  private readonly items: Item[] = []
  private readonly shapes: (readonly string[])[] = []
  private readonly places = new Map<string, Ref>()
  private readonly shapeOf = new Map<string, number>()
  // Contexts share their unchanged parts, which need not be walked again.
  private readonly known = new WeakMap<object, Ref>()
  /** Every string that was ever taken in; whoever explains octets looks through it. */
  readonly strings = new Set<string>()

  /** The place of a JSON-safe value. Fields that are undefined are left out, as JSON does. */
  ref(value: unknown): Ref {
    if (typeof value !== 'object' || value === null) return this.scalar(value)
    const before = this.known.get(value)
    if (before !== undefined) return before
    const place = Array.isArray(value)
      ? this.place(value.map((item) => this.ref(item)))
      : this.table(value as Readonly<Record<string, unknown>>)
    this.known.set(value, place)
    return place
  }

  /** The pool as the page reads it. */
  pooled(): Pooled {
    return { shapes: this.shapes, items: this.items }
  }

  private scalar(value: unknown): Ref {
    if (typeof value === 'string') this.strings.add(value)
    const plain = value === undefined ? null : (value as Item)
    return this.keep(`${typeof plain}:${String(plain)}`, plain)
  }

  private table(value: Readonly<Record<string, unknown>>): Ref {
    const keys = Object.keys(value).filter((key) => value[key] !== undefined)
    const name = JSON.stringify(keys)
    let shape = this.shapeOf.get(name)
    if (shape === undefined) {
      shape = this.shapes.length
      this.shapes.push(keys)
      this.shapeOf.set(name, shape)
    }
    return this.place([-1 - shape, ...keys.map((key) => this.ref(value[key]))])
  }

  private place(item: readonly number[]): Ref {
    return this.keep(item.join(','), item)
  }

  private keep(name: string, item: Item): Ref {
    const before = this.places.get(name)
    if (before !== undefined) return before
    const place = this.items.length
    this.items.push(item)
    this.places.set(name, place)
    return place
  }
}
