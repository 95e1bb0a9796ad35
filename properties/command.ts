/** Runs the command line as a user would, from the sources. */
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's own folder. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')

/** What a command left behind. */
export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** `strongroom` with these arguments, in this folder. */
export function strongroom(args: readonly string[], cwd: string, timeoutMs = 60_000): Ran {
  const loader = join(ROOT, 'node_modules/tsx/dist/loader.mjs')
  const argv = ['--import', `file://${loader}`, join(ROOT, 'src/cli.ts'), ...args]
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, {
    cwd,
    encoding: 'utf8',
    timeout: timeoutMs,
    maxBuffer: 1 << 28,
    env: { ...process.env, NO_COLOR: '1' },
  })
  return { code: status, stdout, stderr }
}
