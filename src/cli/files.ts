/** Files are written whole or not at all; what is to be written is asked about before the work begins. */
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { InvalidArgumentError } from 'commander'
import { fileProblem, UsageError } from './exit.ts'

/** No trace is longer than this, in bytes; what is longer would not fit into one string. */
const READ_MAX = 256 * 2 ** 20

/** Writes a text file under a temporary name, then renames it. */
export function writeWhole(path: string, text: string): void {
  const unfinished = `${path}.${process.pid}.unfinished`
  try {
    makeFolder(dirname(path))
    writeFileSync(unfinished, text)
    renameSync(unfinished, path)
  } catch (error) {
    if (existsSync(unfinished)) rmSync(unfinished, { recursive: true })
    fileProblem(path, error)
  }
}

/** Makes a folder and those above it. Node's own way never returns where one cannot be made, as in /proc. */
export function makeFolder(path: string): void {
  if (existsSync(path) && statSync(path).isDirectory()) return
  const above = dirname(path)
  if (above !== path) makeFolder(above)
  try {
    mkdirSync(path)
  } catch (error) {
    // Another process may have been quicker.
    if (!existsSync(path) || !statSync(path).isDirectory()) throw error
  }
}

/** Reads a text file, or says in one line why not. */
export function readWhole(path: string): string {
  try {
    if (sizeOf(path) > READ_MAX)
      throw new UsageError(`${path}: it is larger than a trace can be (${READ_MAX / 2 ** 20} MiB)`)
    return readFileSync(path, 'utf8')
  } catch (error) {
    return fileProblem(path, error)
  }
}

/** How long a file is, in bytes; a device, which never ends, is refused. */
export function sizeOf(path: string): number {
  const stat = statSync(path)
  if (stat.isCharacterDevice() || stat.isBlockDevice()) throw new UsageError(`${path}: it is a device`)
  return stat.size
}

/** A parser for commander: a folder that is there, or that can be made. */
export function outFolder(path: string): string {
  if (!isWritable(path)) throw new InvalidArgumentError('It is no directory that can be written to.')
  return path
}

/** A parser for commander: a file that can be written. */
export function outFile(path: string): string {
  const isFolder = existsSync(path) && statSync(path).isDirectory()
  if (path === '' || isFolder || !isWritable(dirname(path)))
    throw new InvalidArgumentError('No file can be written there.')
  return path
}

// The folder itself, or the first above it that is there, is one, and may be written to.
function isWritable(path: string): boolean {
  if (path === '') return false
  if (!existsSync(path)) return dirname(path) !== path && isWritable(dirname(path))
  if (!statSync(path).isDirectory()) return false
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    // It is the answer: there is nothing else that can go wrong with a folder that is there.
    return false
  }
}
