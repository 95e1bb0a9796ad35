/** What is to happen when: a binary heap over (time, order of insertion). */

interface Entry<T> {
  readonly at: number
  readonly order: number
  readonly item: T
}

/** Items by time; equal times keep the order in which they were added. */
export class Agenda<T> {
  private readonly heap: Entry<T>[] = []
  private added = 0

  /** Adds an item at a time in ticks. */
  add(at: number, item: T): void {
    const { heap } = this
    heap.push({ at, order: this.added++, item })
    let child = heap.length - 1
    while (child > 0) {
      const parent = (child - 1) >> 1
      if (!this.before(child, parent)) return
      this.exchange(child, parent)
      child = parent
    }
  }

  /** Takes the earliest item, or undefined when there is none. */
  take(): { readonly at: number; readonly item: T } | undefined {
    const { heap } = this
    const first = heap[0]
    const last = heap.pop()
    if (first === undefined || last === undefined) return undefined
    if (heap.length === 0) return first
    heap[0] = last
    for (let parent = 0; ; ) {
      const left = 2 * parent + 1
      if (left >= heap.length) return first
      const child = left + 1 < heap.length && this.before(left + 1, left) ? left + 1 : left
      if (!this.before(child, parent)) return first
      this.exchange(child, parent)
      parent = child
    }
  }

  private before(i: number, j: number): boolean {
    const a = this.heap[i] as Entry<T>
    const b = this.heap[j] as Entry<T>
    return a.at < b.at || (a.at === b.at && a.order < b.order)
  }

  private exchange(i: number, j: number): void {
    const kept = this.heap[i] as Entry<T>
    this.heap[i] = this.heap[j] as Entry<T>
    this.heap[j] = kept
  }
}
