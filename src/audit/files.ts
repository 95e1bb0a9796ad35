/** The log on disk, as little of it as an audit needs: one directory, read with limits, never written. */
import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'

/** What reading a file came to. */
export type Read =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly why: 'missing' | 'too large' | 'unreadable' }

/** A log's files, by paths with `/` relative to its directory. */
export interface LogFiles {
  /** At most `bytesMax` bytes: a larger file is refused before it is read. */
  read(path: string, bytesMax: number): Read
  /** Names in a folder, sorted; null where there is no such folder. */
  list(folder: string): readonly string[] | null
}

/** A log in a directory. */
export function diskLog(directory: string): LogFiles {
  return {
    read: (path, bytesMax) => {
      try {
        const file = openSync(join(directory, path), 'r')
        try {
          return readOpen(file, bytesMax)
        } finally {
          closeSync(file)
        }
      } catch (error) {
        return { ok: false, why: isMissing(error) ? 'missing' : 'unreadable' }
      }
    },
    list: (folder) => {
      try {
        return readdirSync(join(directory, folder)).sort()
      } catch (error) {
        if (isMissing(error)) return null
        throw error
      }
    },
  }
}

function readOpen(file: number, bytesMax: number): Read {
  const stat = fstatSync(file)
  if (!stat.isFile()) return { ok: false, why: 'unreadable' }
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

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOENT' || code === 'ENOTDIR'
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
      return names.size === 0 ? null : [...names].sort()
    },
  }
}
