/** Runs the command line as a user would: today's sources, bundled by bundle-command.ts. */
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's own folder. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
/** The bundled command line, two folders below the project's own like the built one's parts. */
export const BUNDLE = join(ROOT, 'out/test/cli.mjs')

/** What a command left behind. */
export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** `strongroom` with these arguments, in this folder. */
export function strongroom(args: readonly string[], cwd: string, timeoutMs = 120_000): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BUNDLE, ...args], {
    cwd,
    encoding: 'utf8',
    timeout: timeoutMs,
    maxBuffer: 1 << 28,
    env: { ...process.env, NO_COLOR: '1' },
  })
  return { code: status, stdout, stderr }
}
