/** Which build this is: the version in package.json, found from the sources as from the built binary. */
import { readFileSync } from 'node:fs'

function version(): string {
  for (const path of ['../../package.json', '../../../package.json']) {
    const url = new URL(path, import.meta.url)
    try {
      const found = JSON.parse(readFileSync(url, 'utf8')) as { name?: string; version?: string }
      if (found.name === 'strongroom') return found.version ?? '0'
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
  return '0'
}

/** The version of strongroom. */
export const BUILD = version()
