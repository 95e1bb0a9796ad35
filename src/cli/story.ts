/** `strongroom story --file F`: the main job on a real file, told as it happens. */
import { randomBytes } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import type { Command } from 'commander'
import { Option } from 'commander'
import { PROFILES } from '../../spec/profiles.ts'
import { ContainerError } from '../crypto/real/container-header.ts'
import { drawBytes } from '../crypto/real/draw.ts'
import { BackupError, compareFile, type Sealed, sealFile } from '../run/backup.ts'
import { runStory, type Told } from '../run/telling.ts'
import { doorsFor } from '../run/twins.ts'
import { EXIT, fileProblem, UsageError } from './exit.ts'
import { makeFolder, outFolder, sizeOf } from './files.ts'
import { whole } from './numbers.ts'
import { note, print, progress, verdictText } from './output.ts'

/** Options as commander parses them. */
export interface StoryFlags {
  readonly file: string
  readonly seed: number
  readonly size: number
  readonly limit: number
  readonly profile: string
  readonly out: string
  readonly json?: boolean
}

/** What the story came to. */
export interface StoryReport {
  readonly file: string
  readonly bytes: number
  readonly container: string
  readonly containerBytes: number
  readonly seed: number
  readonly profile: string
  /** What happened, in order: virtual time in ticks of 1 ms, and a sentence. */
  readonly events: readonly { readonly at: number; readonly says: string }[]
  /** Outcomes of the recoveries, in order. */
  readonly outcomes: readonly string[]
  readonly traceHash: string
  readonly claims: Readonly<Record<string, string>>
  readonly witnesses: Readonly<Record<string, boolean>>
  readonly guesses: Told['guesses']
  readonly digest: string
  /** Bytes of the restored file that were compared, and whether all were equal. */
  readonly compared: number
  readonly same: boolean
  readonly verdict: 'holds' | 'broken'
}

/** Adds the verb. */
export function addStory(program: Command): void {
  program
    .command('story')
    .description(
      'seal a real file under a fresh K, enrol K, lose HSMs and the phone, recover, decrypt, compare',
    )
    .requiredOption('--file <F>', 'the file to back up')
    .option('--seed <S>', 'what all choices and draws come from', whole(0, 2 ** 48), 1)
    .option('--size <N>', 'HSMs in the fleet', whole(3, 9), 7)
    .option('--limit <N>', 'guesses between two proofs', whole(3, 255), 10)
    .addOption(new Option('--profile <P>', 'profile').choices(Object.keys(PROFILES)).default('published'))
    .option('--out <dir>', 'where the container goes', outFolder, 'out/story')
    .option('--json', 'one JSON object on standard output')
    .action(async (flags: StoryFlags) => {
      const report = await tellStory(flags)
      print(flags.json === true, report, () => storyText(report))
      process.exitCode = report.verdict === 'holds' ? EXIT.expected : EXIT.broken
    })
}

/** Tells the story on a file. */
export async function tellStory(flags: StoryFlags): Promise<StoryReport> {
  const { file, seed, out } = flags
  const container = join(out, `${basename(file)}.strongroom`)
  const key = drawBytes(String(seed), 'key/K', 32)
  const sealed = await seal(file, container, key)
  const told = runStory({ ...flags, seed: String(seed), crypto: 'real' }, await doorsFor('real', note))
  const recovered = told.key ?? new Uint8Array(32)
  const compared = await compare(container, file, recovered)
  const good = told.key !== null && compared.same && told.broken.length === 0 && told.asExpected
  return {
    file,
    bytes: sealed.bytes,
    container,
    containerBytes: sealed.containerBytes,
    seed,
    profile: flags.profile,
    events: told.events,
    outcomes: told.outcomes,
    traceHash: told.traceHash,
    claims: claimsOf(told),
    witnesses: told.witnesses,
    guesses: told.guesses,
    digest: sealed.digest,
    compared: compared.bytes,
    same: compared.same,
    verdict: good ? 'holds' : 'broken',
  }
}

// The salt is the system's: K repeats with the seed, and two files under one K must not share keys and nonces.
async function seal(file: string, container: string, key: Uint8Array): Promise<Sealed> {
  try {
    return await withProgress('seal', file, (onBytes) => {
      try {
        makeFolder(dirname(container))
      } catch (error) {
        fileProblem(container, error)
      }
      return sealFile(file, container, key, randomBytes(32), onBytes)
    })
  } catch (error) {
    if (error instanceof BackupError) throw new UsageError(error.message)
    return fileProblem(FULL.includes((error as NodeJS.ErrnoException).code ?? '') ? container : file, error)
  }
}

// What goes wrong with the place that is written to, not with the file that is read.
const FULL: readonly string[] = ['ENOSPC', 'EDQUOT', 'EROFS', 'EEXIST', 'ENOTDIR']

async function withProgress<T>(
  title: string,
  file: string,
  work: (onBytes: (n: number) => void) => Promise<T>,
) {
  const bar = progress(title, sizeOf(file))
  try {
    return await work((bytes) => bar.advance(bytes))
  } finally {
    bar.end()
  }
}

async function compare(container: string, file: string, key: Uint8Array) {
  try {
    return await withProgress('compare', file, (onBytes) => compareFile(container, file, key, onBytes))
  } catch (error) {
    if (error instanceof ContainerError) {
      note(`the container does not open: ${error.message}`)
      return { bytes: 0, same: false }
    }
    if (error instanceof BackupError) throw new UsageError(error.message)
    return fileProblem(file, error)
  }
}

function claimsOf({ broken, witnesses }: Told): Record<string, string> {
  const claims: Record<string, string> = Object.fromEntries(Object.keys(witnesses).map((id) => [id, 'holds']))
  for (const { id, why, step } of broken) claims[id] = `broken at step ${step}: ${why}`
  return claims
}

function storyText(report: StoryReport): string {
  const { file, bytes, container, containerBytes, events, digest, compared, same, seed, traceHash } = report
  const lines = [
    `${file}: ${bytes} bytes, SHA-256 ${digest}`,
    `sealed under K into ${container}, ${containerBytes} bytes (K is drawn from seed ${seed}: whoever knows it has K)`,
    '',
    ...events.map(({ at, says }) => `${String(at).padStart(7)} ms  ${says}`),
    '',
  ]
  for (const [id, state] of Object.entries(report.claims)) {
    if (state !== 'holds') lines.push(`${id} ${state}`)
  }
  const seen = Object.values(report.witnesses).filter(Boolean).length
  const claims = Object.values(report.claims)
  lines.push(
    `${claims.filter((state) => state === 'holds').length} of ${claims.length} claims hold, ${seen} of them witnessed`,
  )
  for (const { secret, records, charges, evaluations } of report.guesses)
    lines.push(
      `secret ${secret}: ${records} records, ${charges} guesses committed, ${evaluations} evaluations`,
    )
  lines.push(
    `decrypted under the recovered K: ${compared} bytes, ${same ? 'all as in' : 'NOT as in'} ${file}`,
  )
  lines.push(`seed ${seed}, trace hash ${traceHash}: ${verdictText(report.verdict)}`)
  return lines.join('\n')
}
