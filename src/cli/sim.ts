/** `strongroom sim`: the simulated fleet, a run for each of N seeds. */
import { join } from 'node:path'
import type { Command } from 'commander'
import { Option } from 'commander'
import { CATALOGUE } from '../../spec/claims/catalogue.ts'
import { PROFILES } from '../../spec/profiles.ts'
import { isClaimed } from '../expected/cells.ts'
import { type RunResult, runSeed } from '../run/judge-run.ts'
import { addUp, type Statistics } from '../run/statistics.ts'
import { ADVERSARIES, type Adversary, swarm } from '../sim/swarm.ts'
import { formatTrace } from '../trace/format.ts'
import { EXIT } from './exit.ts'
import { writeWhole } from './files.ts'
import { whole } from './numbers.ts'
import { print, progress } from './output.ts'
import { statisticsTable, table } from './tables.ts'
import { traceOf } from './traces.ts'

/** Options as commander parses them. */
export interface SimOptions {
  readonly seed: number
  readonly runs: number
  readonly profile: string
  readonly adversary: Adversary
  readonly crypto: 'real' | 'ideal'
  readonly out: string
  readonly save?: string
  readonly stats?: boolean
  readonly json?: boolean
}

/** One run in the JSON report; its fields are stable. */
export interface SimRun {
  readonly seed: number
  readonly events: number
  readonly ticks: number
  readonly traceHash: string
  readonly verdict: 'holds' | 'broken' | 'inconclusive'
  readonly claims: Readonly<Record<string, string>>
  readonly witnesses: Readonly<Record<string, boolean>>
  /** The trace of a broken run. */
  readonly trace?: string
}

/** The whole report. */
export interface SimReport {
  readonly runs: readonly SimRun[]
  readonly verdict: SimRun['verdict']
  readonly statistics: Statistics
  /** Runs in which each claim's witness was seen. */
  readonly witnesses: Readonly<Record<string, number>>
}

/** Adds the verb. */
export function addSim(program: Command): void {
  program
    .command('sim')
    .description('run seeds S..S+N-1 of the simulated fleet and judge every claim in each')
    .option('--seed <S>', 'first seed', whole(0, 2 ** 48), 1)
    .option('--runs <N>', 'how many seeds', whole(1, 10_000_000), 1)
    .addOption(new Option('--profile <P>', 'profile').choices(Object.keys(PROFILES)).default('published'))
    .addOption(new Option('--adversary <A>', 'who is at work').choices(ADVERSARIES).default('A0'))
    .addOption(new Option('--crypto <C>', 'cryptography').choices(['real', 'ideal']).default('ideal'))
    .option('--out <dir>', 'where traces of broken runs go', 'out')
    .option('--save <file>', 'write the trace of the first seed, whatever became of it')
    .option('--stats', 'print what really happened')
    .option('--json', 'one JSON object on standard output')
    .action((options: SimOptions) => {
      const report = simulate(options)
      if (options.save !== undefined) saveTrace(options, options.seed, options.save)
      print(options.json === true, report, () => simText(options, report))
      process.exitCode = exitOf(report.verdict)
    })
}

/** The exit code of a verdict. */
export function exitOf(verdict: SimRun['verdict']): number {
  return verdict === 'holds' ? EXIT.expected : verdict === 'broken' ? EXIT.broken : EXIT.inconclusive
}

/** Runs the seeds and judges them. */
export function simulate(options: SimOptions): SimReport {
  const { seed: first, runs: count, profile, adversary, crypto } = options
  const bar = progress('sim', count)
  const runs: SimRun[] = []
  const statistics: Statistics[] = []
  const witnesses: Record<string, number> = Object.fromEntries(CATALOGUE.map(({ id }) => [id, 0]))
  for (let seed = first; seed < first + count; seed++) {
    const { setup, plan } = swarm(String(seed), { profile, adversary, crypto })
    const result = runSeed(setup, plan, String(seed), { claims: CATALOGUE })
    const verdict = verdictOf(result, profile, adversary)
    const trace = verdict === 'broken' ? saveBroken(options, seed, result) : undefined
    runs.push({
      seed,
      events: result.events,
      ticks: result.ticks,
      traceHash: result.traceHash,
      verdict,
      claims: claimsOf(result),
      witnesses: result.witnesses,
      ...(trace === undefined ? {} : { trace }),
    })
    statistics.push(result.statistics)
    for (const [id, seen] of Object.entries(result.witnesses))
      if (seen) witnesses[id] = (witnesses[id] ?? 0) + 1
    bar.advance()
  }
  bar.end()
  return { runs, verdict: overall(runs), statistics: addUp(statistics), witnesses }
}

function claimsOf({ broken }: RunResult): Record<string, string> {
  const claims: Record<string, string> = Object.fromEntries(CATALOGUE.map(({ id }) => [id, 'holds']))
  for (const { id, why, step } of broken) claims[id] = `broken at step ${step}: ${why}`
  return claims
}

// A run in which no operation ended shows nothing; a break counts where the claim is made for this adversary.
function verdictOf(result: RunResult, profile: string, adversary: Adversary): SimRun['verdict'] {
  if (result.broken.some(({ id }) => isClaimed(id, profile, adversary))) return 'broken'
  return Object.keys(result.statistics.outcomes).length === 0 ? 'inconclusive' : 'holds'
}

function overall(runs: readonly SimRun[]): SimRun['verdict'] {
  if (runs.some(({ verdict }) => verdict === 'broken')) return 'broken'
  return runs.every(({ verdict }) => verdict === 'inconclusive') ? 'inconclusive' : 'holds'
}

function saveBroken(options: SimOptions, seed: number, { broken }: RunResult): string {
  const { profile, adversary, out } = options
  const claim = broken.find(({ id }) => isClaimed(id, profile, adversary))?.id ?? 'unnamed'
  const path = join(out, `${claim.toLowerCase()}-${seed}.ndjson`)
  saveTrace(options, seed, path, claim)
  return path
}

// The run once more, this time with a hash for each step.
function saveTrace(
  { profile, adversary, crypto }: SimOptions,
  seed: number,
  path: string,
  claim?: string,
): void {
  const { setup, plan } = swarm(String(seed), { profile, adversary, crypto })
  const again = runSeed(setup, plan, String(seed), { claims: CATALOGUE, hashes: true })
  writeWhole(path, formatTrace(traceOf(again, String(seed), claim)))
}

function simText({ stats, runs: count }: SimOptions, report: SimReport): string {
  const { runs, verdict, statistics, witnesses } = report
  const lines: string[] = []
  for (const run of runs) {
    if (run.verdict !== 'broken') continue
    const fell = Object.entries(run.claims).filter(([, state]) => state !== 'holds')
    for (const [id, state] of fell) lines.push(`${id} ${state}`)
    lines.push(`  npx strongroom sim --seed ${run.seed}        npx strongroom replay ${run.trace ?? ''}`)
  }
  if (count === 1) lines.push(`seed ${runs[0]?.seed}: trace hash ${runs[0]?.traceHash}`)
  const events = runs.reduce((sum, run) => sum + run.events, 0)
  lines.push(table(['claim', 'runs with witness'], Object.entries(witnesses)))
  if (stats === true) lines.push(statisticsTable(statistics))
  lines.push(`${runs.length} runs, ${events} events: ${verdict}`)
  return lines.join('\n')
}
