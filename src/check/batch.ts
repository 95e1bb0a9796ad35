/** Successors on their way into the set of visited worlds, packed one behind the other: about a thousand at a time. */

/** How many successors are gathered before the set is asked. One world's own are never torn apart. */
export const BATCH = 1024

/** Packed worlds with their parents, and what led from one to the other. */
export class Batch {
  words = new Int32Array(BATCH)
  parents = new Int32Array(BATCH)
  /** By successor: the node to which it happened, and the entry of that node's row. */
  node = new Int32Array(BATCH)
  entry = new Int32Array(BATCH)
  count = 0

  /** Makes room for so many successors of so many words each. */
  reserve(count: number, size: number): void {
    if (count * size > this.words.length) this.words = longer(this.words, count * size)
    if (count <= this.parents.length) return
    this.parents = longer(this.parents, count)
    this.node = longer(this.node, count)
    this.entry = longer(this.entry, count)
  }
}

function longer(old: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const next = new Int32Array(Math.max(length, old.length * 2))
  next.set(old)
  return next
}
