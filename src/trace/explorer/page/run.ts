/** The run as the page reads it: values out of the pool, states at a step, sentences for steps. */
import type { Arrow, PageData, PageStep, Ref } from '../model.ts'

/** A table or list of the pool, opened one level. */
export interface Opened {
  readonly list: boolean
  readonly entries: readonly (readonly [string, Ref])[]
}

/** A recorded run with what is looked up often. */
export class Run {
  readonly data: PageData
  readonly steps: readonly PageStep[]
  /** For each lane the steps at which its state changed, and the states. */
  private readonly changes: { readonly at: number[]; readonly refs: Ref[] }[]
  /** For each step the arrows that start in it. */
  private readonly started: Map<number, number[]> = new Map()

  constructor(data: PageData) {
    this.data = data
    this.steps = data.steps
    this.changes = data.lanes.map(({ origin }) => ({ at: [-1], refs: [origin] }))
    for (const [step, { lane, state }] of data.steps.entries()) {
      if (state < 0) continue
      this.changes[lane]?.at.push(step)
      this.changes[lane]?.refs.push(state)
    }
    for (const [index, { start }] of data.arrows.entries()) {
      const list = this.started.get(start)
      if (list === undefined) this.started.set(start, [index])
      else list.push(index)
    }
  }

  /** A value one level deep, or undefined for a scalar. */
  open(ref: Ref): Opened | undefined {
    const item = this.data.pool.items[ref]
    if (typeof item !== 'object' || item === null) return undefined
    const head = item[0]
    if (head === undefined || head >= 0)
      return { list: true, entries: item.map((one, i) => [String(i), one]) }
    const keys = this.data.pool.shapes[-1 - head] as readonly string[]
    return { list: false, entries: keys.map((key, i) => [key, item[i + 1] as Ref]) }
  }

  /** A whole value. */
  plain(ref: Ref): unknown {
    const opened = this.open(ref)
    if (opened === undefined) return this.data.pool.items[ref]
    if (opened.list) return opened.entries.map(([, one]) => this.plain(one))
    return Object.fromEntries(opened.entries.map(([key, one]) => [key, this.plain(one)]))
  }

  /** The value of a field, if there is one. */
  field(ref: Ref | undefined, ...path: readonly string[]): Ref | undefined {
    let at = ref
    for (const key of path) {
      if (at === undefined) return undefined
      at = this.open(at)?.entries.find(([name]) => name === key)?.[1]
    }
    return at
  }

  /** A scalar field as text; '' where there is none. */
  scalar(ref: Ref, key: string): string {
    const at = this.field(ref, key)
    return at === undefined ? '' : String(this.data.pool.items[at])
  }

  /** Is this the name of an HSM? */
  isHsm(node: string): boolean {
    return this.data.lanes.some((lane) => lane.node === node && lane.role === 'hsm')
  }

  /** A lane's state after a step (-1: before the first). */
  stateAt(lane: number, step: number): Ref {
    const { at, refs } = this.changes[lane] as Run['changes'][number]
    return refs[lastAtMost(at, step)] as Ref
  }

  /** The step before this one in which the lane's state changed, or -1. */
  changedBefore(lane: number, step: number): number {
    const { at } = this.changes[lane] as Run['changes'][number]
    return at[lastAtMost(at, step - 1)] as number
  }

  /** Arrows that a step sent. */
  sentBy(step: number): readonly number[] {
    return this.started.get(step) ?? []
  }

  /** Arrows in flight after a step. */
  inFlight(step: number): number[] {
    const found: number[] = []
    this.data.arrows.forEach(({ start, end }, index) => {
      if (start <= step && (end < 0 || end > step)) found.push(index)
    })
    return found
  }

  /** The node of a lane. */
  name(lane: number | undefined): string {
    return this.data.lanes[lane ?? -1]?.node ?? 'nobody'
  }

  /** Which pool values contain a scalar that fits: items refer to earlier ones, so one pass is enough. */
  containing(fits: (scalar: string) => boolean): Uint8Array {
    const { items, shapes } = this.data.pool
    const keyFits = shapes.map((keys) => keys.some(fits))
    const found = new Uint8Array(items.length)
    items.forEach((item, ref) => {
      if (typeof item !== 'object' || item === null) found[ref] = fits(String(item)) ? 1 : 0
      else found[ref] = item.some((one) => (one >= 0 ? found[one] === 1 : keyFits[-1 - one])) ? 1 : 0
    })
    return found
  }
}

/** The last place of a rising list whose number is at most this. */
export function lastAtMost(rising: readonly number[], most: number): number {
  let [low, high] = [0, rising.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((rising[middle] as number) <= most) low = middle
    else high = middle - 1
  }
  return low
}

/** An arrow in words. */
export function arrowText(run: Run, { from, to, type, origin }: Arrow): string {
  const copy = origin === 'sent' ? '' : origin === 'duplicate' ? ' (a copy)' : ' (an old message sent again)'
  return `${type} from ${run.name(from)} to ${run.name(to)}${copy}`
}
