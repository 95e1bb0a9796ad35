/** `strongroom sim`: the simulated fleet, a run for each of N seeds, on all cores. */
import type { Command } from 'commander'
import { InvalidArgumentError, Option } from 'commander'
import { PROFILES } from '../../spec/profiles.ts'
import type { Doors } from '../bugs/doors.ts'
import {
  accounted,
  type Judged,
  overall,
  type SimRun,
  type SimSettings,
  traceText,
  type Verdict,
} from '../run/sim-run.ts'
import { addUp, type Statistics } from '../run/statistics.ts'
import { doorsFor } from '../run/twins.ts'
import { COLUMN_SCENES } from '../scenes/columns.ts'
import type { Scope } from '../scopes/scope.ts'
import { CAPABILITIES, isAdversary } from '../sim/adversary/table.ts'
import { knownScope } from './check.ts'
import { EXIT, UsageError } from './exit.ts'
import { keepFailure } from './failure.ts'
import { outFile, outFolder, writeWhole } from './files.ts'
import { whole } from './numbers.ts'
import { note, print, progress } from './output.ts'
import { simulateScope } from './sim-scope.ts'
import { runSeeds } from './sim-seeds.ts'
import { simText } from './sim-text.ts'

/** Options as commander parses them. */
export interface SimOptions extends SimSettings {
  readonly seed: number
  readonly runs: number
  readonly out: string
  /** Milliseconds. */
  readonly time?: number
  readonly untilFailure?: boolean
  /** Threads at most. */
  readonly workers?: number
  readonly save?: string
  readonly facts?: string
  readonly stats?: boolean
  readonly scope?: Scope
  readonly json?: boolean
}

/** The whole report. */
export interface SimReport {
  readonly runs: readonly SimRun[]
  readonly verdict: Verdict
  readonly statistics: Statistics
  /** Runs in which each claim's witness was seen. */
  readonly witnesses: Readonly<Record<string, number>>
}

// What a scope decides by itself, or what its runs have not.
const SWARM_ONLY = 'profile adversary crypto scene pairs time untilFailure out save facts stats'.split(' ')

/** Adds the verb. */
export function addSim(program: Command): void {
  program
    .command('sim')
    .description(
      'run seeds S..S+N-1 of the simulated fleet and judge every claim in each; Ctrl-C reports what has run, and its verdict is the exit code',
    )
    .option('--seed <S>', 'first seed', whole(0, 2 ** 48), 1)
    .option('--runs <N>', 'how many seeds', whole(1, 10_000_000), 1)
    .addOption(new Option('--profile <P>', 'profile').choices(Object.keys(PROFILES)).default('published'))
    .option('--adversary <A>', 'who is at work: none, A0 to A10, or several as in A4+A8', adversary, 'A0')
    .addOption(new Option('--crypto <C>', 'cryptography').choices(['real', 'ideal']).default('ideal'))
    .addOption(
      new Option('--scene <NAME>', 'a scene of the matrix in place of a drawn run').choices(
        COLUMN_SCENES.map(({ name }) => name),
      ),
    )
    .option('--pairs', 'run each seed in pairs too, right and wrong password: SEC-2 and SEC-3')
    .option('--time <T>', 'stop after so long, for example 90s or 10m', duration)
    .option('--workers <N>', 'threads at most; by default one a core', whole(1, 256))
    .option('--until-failure', 'stop at the first failing seed')
    .addOption(
      new Option(
        '--scope <NAME>',
        'run a scope of `check` instead: how many of all its states do the runs see?',
      )
        .argParser(knownScope)
        .conflicts(SWARM_ONLY),
    )
    .option('--out <dir>', 'where traces of broken runs go', outFolder, 'out')
    .option('--save <file>', 'write the trace of the first seed, whatever became of it', outFile)
    .option('--facts <file>', 'write the facts that its account of guesses is made of', outFile)
    .option('--stats', 'print what really happened')
    .option('--json', 'one JSON object on standard output')
    .action(async (options: SimOptions) => {
      if (options.scope !== undefined) return simulateScope(options.scope, options)
      if (options.pairs === true && options.crypto === 'real')
        throw new UsageError('--pairs: what can be known is worked out in ideal cryptography alone')
      const doors = await doorsFor(options.crypto, note)
      const report = await simulate(options, doors)
      if (options.save !== undefined) writeWhole(options.save, traceText(options.seed, options, doors))
      if (options.facts !== undefined)
        writeWhole(options.facts, accounted(options.seed, options, doors).facts)
      print(options.json === true, report, () => simText(options, report))
      process.exitCode = exitOf(report.verdict)
    })
}

function adversary(text: string): string {
  if (isAdversary(text)) return text
  const known = ['none', ...CAPABILITIES.map(({ id }) => id)].join(', ')
  throw new InvalidArgumentError(`It must be one of ${known}, or several joined by +.`)
}

/** A parser for commander: `90s`, `10m` or `1h`, in milliseconds. */
export function duration(text: string): number {
  const found = /^(\d{1,6})(s|m|h)$/.exec(text)
  if (found === null) throw new InvalidArgumentError('It must be a number with s, m or h.')
  return Number(found[1]) * { s: 1_000, m: 60_000, h: 3_600_000 }[found[2] as 's' | 'm' | 'h']
}

/** The exit code of a verdict. */
export function exitOf(verdict: Verdict): number {
  return { holds: EXIT.expected, broken: EXIT.broken, inconclusive: EXIT.inconclusive }[verdict]
}

/** Runs the seeds and judges them; Ctrl-C ends it with what there is. `now`: a clock in milliseconds, for tests. */
export async function simulate(
  options: SimOptions,
  doors: Doors = {},
  now: () => number = Date.now,
): Promise<SimReport> {
  const { seed, runs: count, profile, adversary, crypto, untilFailure = false } = options
  const { scene, pairs = false } = options
  const settings: SimSettings = {
    profile,
    adversary,
    crypto,
    pairs,
    ...(scene === undefined ? {} : { scene }),
  }
  const bar = progress('sim', count)
  let interrupted = false
  const interrupt = () => {
    interrupted = true
    note('stopping; what has run is reported')
  }
  process.once('SIGINT', interrupt)
  const until = now() + (options.time ?? Number.POSITIVE_INFINITY)
  const { workers } = options
  const stopping = {
    ...{ untilFailure, enough: () => interrupted || now() > until },
    ...(workers === undefined ? {} : { workers }),
  }
  const judged = await runSeeds(seed, count, settings, doors, stopping, () => bar.advance())
  process.removeListener('SIGINT', interrupt)
  bar.end()
  return await reportOf(judged, settings, doors, options.out)
}

async function reportOf(
  judged: readonly Judged[],
  settings: SimSettings,
  doors: Doors,
  out: string,
): Promise<SimReport> {
  const witnesses: Record<string, number> = {}
  const runs: SimRun[] = []
  const bar = progress('pages of failures', judged.filter(({ broke }) => broke !== null).length)
  for (const { run, broke } of judged) {
    for (const [id, seen] of Object.entries(run.witnesses))
      witnesses[id] = (witnesses[id] ?? 0) + (seen ? 1 : 0)
    if (broke === null) {
      runs.push(run)
      continue
    }
    const text = traceText(run.seed, settings, doors, broke)
    const { trace, link } = await keepFailure(
      out,
      `${broke.toLowerCase().replace(' ', '-')}-${run.seed}`,
      text,
      broke,
    )
    runs.push({ ...run, trace, page: link })
    bar.advance()
  }
  bar.end()
  return { runs, verdict: overall(runs), statistics: addUp(judged.map((one) => one.statistics)), witnesses }
}
