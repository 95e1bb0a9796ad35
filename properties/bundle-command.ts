/** Before the suites: the command line in one file, so that each command that a test runs starts quickly. */
import { join } from 'node:path'
import { build } from 'esbuild'
import { BUNDLE, ROOT } from './command.ts'

/** Vitest's global set-up. */
export default async function setup(): Promise<void> {
  await build({
    entryPoints: { cli: join(ROOT, 'src/cli.ts'), worker: join(ROOT, 'src/worker.ts') },
    outdir: join(BUNDLE, '..'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    sourcemap: true,
    logLevel: 'error',
  })
}
