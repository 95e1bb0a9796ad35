/**
 * A real file as a backup: sealed under K into a container beside it, opened again and compared byte for byte.
 * Streams throughout: a large file neither fits nor needs to fit in memory. Nothing half written is left.
 */
import { createHash } from 'node:crypto'
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { openContainer, sealContainer } from '../crypto/real/container.ts'

/** Bytes read at a time. */
const READ_BYTES = 1 << 18

/** The file is not what a backup can be made of, or changed under our hands. */
export class BackupError extends Error {
  override readonly name = 'BackupError'
}

/** What was sealed. */
export interface Sealed {
  readonly bytes: number
  /** SHA-256 of the plaintext, hex. */
  readonly digest: string
  readonly containerBytes: number
}

/** Reports bytes as they are read. */
export type OnBytes = (bytes: number) => void

/** Seals `path` into `container` under K (32 bytes) and a fresh salt (32 bytes). */
export async function sealFile(
  path: string,
  container: string,
  key: Uint8Array,
  salt: Uint8Array,
  onBytes: OnBytes,
): Promise<Sealed> {
  const file = await openRegular(path)
  const unfinished = `${container}.unfinished`
  try {
    const before = await file.stat()
    const digest = createHash('sha256')
    let bytes = 0
    const source = chunksOf(file, (chunk) => {
      digest.update(chunk)
      bytes += chunk.length
      onBytes(chunk.length)
    })
    const containerBytes = await writeAll(unfinished, sealContainer(key, salt, source))
    const after = await file.stat()
    if (bytes !== before.size || after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
      throw new BackupError(`${path}: it changed while it was read`)
    }
    await rename(unfinished, container)
    return { bytes, digest: digest.digest('hex'), containerBytes }
  } finally {
    await file.close()
    await rm(unfinished, { force: true })
  }
}

/** Opens `container` under K and compares what comes out with the file: how many bytes were equal, and if all were. */
export async function compareFile(
  container: string,
  path: string,
  key: Uint8Array,
  onBytes: OnBytes,
): Promise<{ readonly bytes: number; readonly same: boolean }> {
  const [sealed, original] = [await openRegular(container), await openRegular(path)]
  try {
    let bytes = 0
    for await (const chunk of openContainer(
      key,
      chunksOf(sealed, () => {}),
    )) {
      const expected = Buffer.alloc(chunk.length)
      const found = await readFully(original, expected, bytes)
      if (found !== chunk.length || !expected.equals(chunk)) return { bytes, same: false }
      bytes += chunk.length
      onBytes(chunk.length)
    }
    const { size } = await original.stat()
    return { bytes, same: size === bytes }
  } finally {
    await sealed.close()
    await original.close()
  }
}

async function openRegular(path: string): Promise<FileHandle> {
  const file = await open(path, 'r')
  const stat = await file.stat()
  if (stat.isFile()) return file
  await file.close()
  throw new BackupError(`${path}: ${stat.isDirectory() ? 'it is a directory' : 'it is no regular file'}`)
}

// A buffer of its own for each chunk: whoever takes it may keep it.
async function* chunksOf(file: FileHandle, onChunk: (chunk: Uint8Array) => void): AsyncGenerator<Uint8Array> {
  let position = 0
  for (;;) {
    const buffer = Buffer.allocUnsafe(READ_BYTES)
    const { bytesRead } = await file.read(buffer, 0, READ_BYTES, position)
    if (bytesRead === 0) return
    const chunk = buffer.subarray(0, bytesRead)
    position += bytesRead
    onChunk(chunk)
    yield chunk
  }
}

async function writeAll(path: string, pieces: AsyncIterable<Uint8Array>): Promise<number> {
  await mkdir(dirname(path), { recursive: true })
  const out = await open(path, 'w')
  let bytes = 0
  try {
    for await (const piece of pieces) {
      await out.writeFile(piece)
      bytes += piece.length
    }
    await out.sync()
  } finally {
    await out.close()
  }
  return bytes
}

async function readFully(file: FileHandle, into: Buffer, position: number): Promise<number> {
  let filled = 0
  while (filled < into.length) {
    const { bytesRead } = await file.read(into, filled, into.length - filled, position + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return filled
}
