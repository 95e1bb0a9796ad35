/** The log on disk, as little of it as an audit needs: one directory, read with limits, never written. */
import { closeSync, constants, fstatSync, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'

/** Why a file cannot be read; reads behind "it is". */
export type Unread = 'missing' | 'too large' | 'no regular file' | 'a loop of links' | 'not readable'

/** What reading a file came to. */
export type Read =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly why: Unread }

/** A log's files, by paths with `/` relative to its directory. */
export interface LogFiles {
  /** At most `bytesMax` bytes: a larger file is refused before it is read. */
  read(path: string, bytesMax: number): Read
  /** Names in a folder, sorted; or why there are none. */
  list(folder: string): readonly string[] | Unread
}

/** A log in a directory. */
export function diskLog(directory: string): LogFiles {
  return {
    read: (path, bytesMax) => readLimited(join(directory, path), bytesMax),
    list: (folder) => {
      try {
        return readdirSync(join(directory, folder)).sort()
      } catch (error) {
        return reasonOf(error)
      }
    },
  }
}

/** Reads a regular file of at most `bytesMax` bytes; a pipe that nobody writes to is not waited for. */
export function readLimited(path: string, bytesMax: number): Read {
  try {
    const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    try {
      return readOpen(file, bytesMax)
    } finally {
      closeSync(file)
    }
  } catch (error) {
    return { ok: false, why: reasonOf(error) }
  }
}

function readOpen(file: number, bytesMax: number): Read {
  const stat = fstatSync(file)
  if (!stat.isFile()) return { ok: false, why: 'no regular file' }
  if (stat.size > bytesMax) return { ok: false, why: 'too large' }
  const bytes = new Uint8Array(stat.size)
  let at = 0
  while (at < bytes.length) {
    const count = readSync(file, bytes, at, bytes.length - at, at)
    if (count === 0) break
    at += count
  }
  return { ok: true, bytes: bytes.subarray(0, at) }
}

const REASONS: Readonly<Record<string, Unread>> = {
  ENOENT: 'missing',
  ENOTDIR: 'missing',
  ELOOP: 'a loop of links',
  // A socket, or a device without a driver.
  ENXIO: 'no regular file',
}

// An error without a code is none of the file system's.
function reasonOf(error: unknown): Unread {
  const { code } = error as NodeJS.ErrnoException
  if (typeof code !== 'string') throw error
  return REASONS[code] ?? 'not readable'
}

/** A log in memory: what the writer made, or a test tampered with. */
export function memoryLog(files: ReadonlyMap<string, string>): LogFiles {
  return {
    read: (path, bytesMax) => {
      const text = files.get(path)
      if (text === undefined) return { ok: false, why: 'missing' }
      const bytes = new TextEncoder().encode(text)
      return bytes.length > bytesMax ? { ok: false, why: 'too large' } : { ok: true, bytes }
    },
    list: (folder) => {
      const prefix = `${folder}/`
      const inside = [...files.keys()].filter((path) => path.startsWith(prefix))
      const names = new Set(inside.map((path) => path.slice(prefix.length).split('/')[0] as string))
      return names.size === 0 ? 'missing' : [...names].sort()
    },
  }
}
