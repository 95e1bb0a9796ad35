/** `strongroom bundle --out DIR`: a simulated operator's rotations as a bundle log, with the keys that verify it. */
import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Command } from 'commander'
import { readLimited } from '../audit/files.ts'
import { KEYS_FILE, keysText, simulatedLog, type WrittenLog } from '../audit/writer.ts'
import { EXIT, fileProblem, UsageError } from './exit.ts'
import { makeFolder } from './files.ts'
import { whole } from './numbers.ts'
import { pasted, print } from './output.ts'

interface BundleFlags {
  readonly out: string
  readonly seed: number
  readonly epochs: number
  readonly size: number
  readonly json?: boolean
}

/** What was written. */
export interface BundleReport {
  /** The log's directory, and the file with the keys that verify it, beside it. */
  readonly log: string
  readonly keys: string
  readonly seed: number
  readonly epochs: number
  readonly files: number
}

const LOG_FOLDER = 'log'
/** Marks what this command wrote, so that it replaces nothing else. */
const MARK = '.strongroom-bundle'

/** Adds the verb. */
export function addBundle(program: Command): void {
  program
    .command('bundle')
    .description('simulate an operator whose fleets replace each other, and write its bundle log')
    .option('--out <dir>', 'where log and keys go; replaced if an earlier bundle wrote it', 'out/bundle')
    .option('--seed <S>', 'what all draws are derived from', whole(0, 2 ** 48), 1)
    .option('--epochs <N>', 'epochs in the log', whole(1, 12), 4)
    .option('--size <N>', 'HSMs in each fleet', whole(1, 9), 3)
    .option('--json', 'one JSON object on standard output')
    .action((flags: BundleFlags) => {
      const report = bundle(flags)
      print(flags.json === true, report, () => bundleText(report))
      process.exitCode = EXIT.expected
    })
}

function bundle({ out, seed, epochs, size }: BundleFlags): BundleReport {
  requireOurs(out)
  const written = simulatedLog({ seed: String(seed), epochs, size })
  writeDirectory(out, written)
  return { log: join(out, LOG_FOLDER), keys: join(out, KEYS_FILE), seed, epochs, files: written.files.size }
}

function requireOurs(out: string): void {
  try {
    if (!existsSync(out) || readdirSync(out).length === 0) return
  } catch (error) {
    fileProblem(out, error)
  }
  if (!readLimited(join(out, MARK), 0).ok) {
    throw new UsageError(`${out}: it exists, and was not written by this command`)
  }
}

// All of it under another name first: what is there is whole, or is what was there before.
function writeDirectory(out: string, { files, keys }: WrittenLog): void {
  const unfinished = join(dirname(out), `${basename(out)}.unfinished`)
  try {
    rmSync(unfinished, { recursive: true, force: true })
    makeFolder(join(unfinished, LOG_FOLDER))
    for (const [path, text] of files) {
      const at = join(unfinished, LOG_FOLDER, path)
      makeFolder(dirname(at))
      writeFileSync(at, text)
    }
    writeFileSync(join(unfinished, KEYS_FILE), keysText(keys))
    writeFileSync(join(unfinished, MARK), '')
    rmSync(out, { recursive: true, force: true })
    renameSync(unfinished, out)
  } catch (error) {
    if (existsSync(unfinished)) rmSync(unfinished, { recursive: true })
    fileProblem(out, error)
  }
}

function bundleText({ log, keys, seed, epochs, files }: BundleReport): string {
  return [
    `${epochs} epochs in ${files} files: ${log} (seed ${seed}, simulated: it proves nothing about hardware)`,
    `keys that verify them: ${keys}`,
    `  npx strongroom audit --log ${pasted(log)} --keys ${pasted(keys)}`,
  ].join('\n')
}
