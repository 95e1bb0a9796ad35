/** Which build this is, and what it runs on; found from the sources as from the built binary. */
import { readFileSync } from 'node:fs'

interface Manifest {
  readonly name?: string
  readonly version?: string
  readonly dependencies?: Readonly<Record<string, string>>
}

// Looked for from here upwards, as Node.js looks for modules: sources, build and an installed package differ in depth.
function manifest(path: string, name: string): Manifest {
  for (let directory = new URL('./', import.meta.url); ; directory = new URL('../', directory)) {
    const found = readIfThere(new URL(path, directory))
    if (found?.name === name) return found
    if (new URL('../', directory).href === directory.href) return {}
  }
}

function readIfThere(url: URL): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(url, 'utf8')) as Manifest
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

const own = manifest('package.json', 'strongroom')

/** The version of strongroom. */
export const BUILD = own.version ?? '0'

/** What a result was made with, by name: strongroom, Node.js, and the libraries that run. */
export function versions(): Readonly<Record<string, string>> {
  const libraries = Object.keys(own.dependencies ?? {}).map((name): [string, string] => [
    name,
    manifest(`node_modules/${name}/package.json`, name).version ?? 'unknown',
  ])
  const { version, platform, arch } = process
  return { strongroom: BUILD, 'Node.js': `${version} ${platform} ${arch}`, ...Object.fromEntries(libraries) }
}
