/** The project's own files, as the site needs them. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's folder. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..')
/** Where the site goes. */
export const SITE = join(ROOT, 'docs/site')

/** Text of a project file. */
export function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

/** Is there such a file or folder in the project? */
export function exists(path: string): boolean {
  return existsSync(join(ROOT, path))
}

/** Every file below a folder, by its path from the project's folder. */
export function below(folder: string): string[] {
  if (!exists(folder)) return []
  return readdirSync(join(ROOT, folder)).flatMap((name) => {
    const path = `${folder}/${name}`
    return statSync(join(ROOT, path)).isDirectory() ? below(path) : [path]
  })
}

/** Every source file that has a page of its own. */
export function sources(): string[] {
  return ['spec', 'src', 'properties', 'bench'].flatMap(below).filter((path) => path.endsWith('.ts'))
}
