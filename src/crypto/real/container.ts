/**
 * The streaming backup container (§8.1; BKP-1): a header that commits to K, then chunks under AES-256-GCM with a
 * counter and a final flag in the nonce, as STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015) and age do it.
 */
import { wipe } from './bytes.ts'
import { type Block, blocks } from './container-blocks.ts'
import {
  CHUNK_BYTES_DEFAULT,
  CHUNK_TAG_BYTES,
  CONTAINER_HEADER_BYTES,
  ContainerError,
  chunkNonce,
  readHeader,
  writeHeader,
} from './container-header.ts'
import { primitives as p } from './primitives.ts'

const NONE = new Uint8Array(0)

/**
 * Seals a file: `key` is K (32 bytes), `salt` a fresh draw (32 bytes) for this container alone: with it the keys
 * are used once, so counters can be nonces. Yields the header and then one piece per chunk; memory stays at a
 * few chunks. An error of the source is passed on.
 */
export async function* sealContainer(
  key: Uint8Array,
  salt: Uint8Array,
  source: AsyncIterable<Uint8Array>,
  chunkBytes: number = CHUNK_BYTES_DEFAULT,
): AsyncGenerator<Uint8Array, void> {
  const { header, payloadKey } = writeHeader(key, salt, chunkBytes)
  try {
    yield header
    let index = 0
    for await (const chunk of blocks(source, chunkBytes)) {
      yield p.aesGcm.seal(payloadKey, chunkNonce(index++, chunk.last), NONE, chunk.bytes)
    }
  } finally {
    wipe(payloadKey)
  }
}

/**
 * Opens a container: yields its plaintext chunk by chunk, each authentic and in its place, and returns only when
 * the final chunk was the end. Otherwise it throws a ContainerError, and then what was yielded is a true
 * beginning and not the whole: write to a temporary file and rename it at the end. An error of the source is
 * passed on.
 */
export async function* openContainer(
  key: Uint8Array,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  const reader = new HeaderReader(source)
  try {
    const header = await reader.header()
    if (header === null) throw new ContainerError('truncated')
    const opened = readHeader(key, header)
    if (typeof opened === 'string') throw new ContainerError(opened)
    yield* openChunks(opened.payloadKey, opened.chunkBytes, reader.rest())
  } finally {
    await reader.close()
  }
}

async function* openChunks(payloadKey: Uint8Array, chunkBytes: number, source: AsyncIterable<Uint8Array>) {
  try {
    let index = 0
    for await (const sealed of blocks(source, chunkBytes + CHUNK_TAG_BYTES)) {
      yield openChunk(payloadKey, chunkBytes, index++, sealed)
    }
  } finally {
    wipe(payloadKey)
  }
}

function openChunk(payloadKey: Uint8Array, chunkBytes: number, index: number, sealed: Block): Uint8Array {
  const open = (final: boolean) => p.aesGcm.open(payloadKey, chunkNonce(index, final), NONE, sealed.bytes)
  const plaintext = open(sealed.last)
  // Only the first chunk may be empty, so that a file has one spelling under given key and salt.
  if (plaintext !== null && (plaintext.length > 0 || index === 0)) return plaintext
  if (plaintext !== null) throw new ContainerError('damaged')
  if (sealed.bytes.length < CHUNK_TAG_BYTES) throw new ContainerError('truncated')
  // Would it be authentic with the other flag? Then the end is at the wrong place; the plaintext is dropped.
  if (sealed.bytes.length < chunkBytes + CHUNK_TAG_BYTES || open(!sealed.last) === null) {
    throw new ContainerError('damaged')
  }
  throw new ContainerError(sealed.last ? 'truncated' : 'trailing')
}

/** Takes the header off the front of a stream and leaves the rest as a stream. */
class HeaderReader {
  private readonly iterator: AsyncIterator<Uint8Array>
  private left: Uint8Array = NONE

  constructor(source: AsyncIterable<Uint8Array>) {
    this.iterator = source[Symbol.asyncIterator]()
  }

  /** The first 80 bytes, or null where the stream ends before. */
  async header(): Promise<Uint8Array | null> {
    const header = new Uint8Array(CONTAINER_HEADER_BYTES)
    let filled = 0
    while (filled < header.length) {
      const next = await this.iterator.next()
      if (next.done) return null
      const part = next.value.subarray(0, header.length - filled)
      header.set(part, filled)
      filled += part.length
      this.left = next.value.subarray(part.length)
    }
    return header
  }

  async *rest(): AsyncGenerator<Uint8Array> {
    yield this.left
    for (;;) {
      const next = await this.iterator.next()
      if (next.done) return
      yield next.value
    }
  }

  /** Lets the source go, as `for await` would. */
  async close(): Promise<void> {
    await this.iterator.return?.()
  }
}
