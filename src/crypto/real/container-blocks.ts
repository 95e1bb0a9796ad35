/** Cuts a stream into blocks of one size, with at most one block and one piece of the source in memory. */

/** A block, and whether the source ended with it. Its memory is reused for the next one. */
export interface Block {
  readonly bytes: Uint8Array
  readonly last: boolean
}

/**
 * Blocks of `size` bytes, the last one shorter or as long, empty only when the source is empty. A block is
 * handed out when it is known whether more follows. All memory is wiped at the end, however it ends.
 */
export async function* blocks(source: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Block> {
  const block = new Uint8Array(size)
  let filled = 0
  try {
    for await (const piece of source) {
      for (let at = 0; at < piece.length; ) {
        if (filled === size) {
          yield { bytes: block, last: false }
          filled = 0
        }
        const part = piece.subarray(at, at + size - filled)
        block.set(part, filled)
        filled += part.length
        at += part.length
      }
    }
    yield { bytes: block.subarray(0, filled), last: true }
  } finally {
    block.fill(0)
  }
}
