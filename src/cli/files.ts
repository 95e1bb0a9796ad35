/** Files are written whole or not at all. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileProblem } from './exit.ts'

/** Writes a text file under a temporary name, then renames it. */
export function writeWhole(path: string, text: string): void {
  const unfinished = `${path}.unfinished`
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(unfinished, text)
    renameSync(unfinished, path)
  } catch (error) {
    if (existsSync(unfinished)) rmSync(unfinished)
    fileProblem(path, error)
  }
}

/** Reads a text file, or says in one line why not. */
export function readWhole(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    return fileProblem(path, error)
  }
}
