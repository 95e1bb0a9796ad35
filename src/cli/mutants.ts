/** `strongroom mutants`: every seeded bug against every strategy, from several seeds on: the kill table. */
import type { Command } from 'commander'
import { InvalidArgumentError } from 'commander'
import type { Bug } from '../bugs/bug.ts'
import { BUGS } from '../bugs/catalogue.ts'
import { type Hunted, type HuntTask, SAMPLED, STRATEGIES, type Strategy } from '../run/hunt.ts'
import { type Killed, killText } from '../run/kill-trace.ts'
import { COMMITTED_KILLS, type Ended, type MutantRow, rowDifferences, rowsOf } from '../run/mutants.ts'
import { EXIT } from './exit.ts'
import { keepFailure } from './failure.ts'
import { outFolder } from './files.ts'
import { mutantsText, type ShownRow, unkilled } from './mutants-text.ts'
import { whole } from './numbers.ts'
import { note, print, progress } from './output.ts'
import { doJobs } from './pool.ts'

interface MutantsFlags {
  readonly bug?: readonly Bug[]
  readonly strategy?: readonly Strategy[]
  readonly seed: number
  readonly seeds: number
  readonly runs: number
  readonly worlds: number
  readonly traces?: boolean
  readonly out: string
  readonly json?: boolean
}

/** Seeds of one hunt and the next are so far apart. */
const APART = 10_000

/** The budget by which the committed table was made, and which stands unless another one is asked for. */
export const BUDGET = { seed: 1, seeds: 3, runs: 2, worlds: 6_000 } as const

/** Adds the verb. */
export function addMutants(program: Command): void {
  program
    .command('mutants')
    .description(
      'hunt every seeded bug by every strategy and print the kill table; all of them by default, in seven minutes on two cores',
    )
    .option('--bug <ID>', 'only this bug; may be given again', bugNamed)
    .option(
      '--strategy <S>',
      `only this strategy: ${STRATEGIES.join(', ')}; may be given again`,
      strategyNamed,
    )
    .option('--seed <S>', 'first seed of the first hunt', whole(0, 2 ** 48), BUDGET.seed)
    .option('--seeds <N>', 'hunts of each bug by each strategy that draws', whole(1, 100), BUDGET.seeds)
    .option('--runs <N>', 'runs of one hunt at most', whole(1, 100_000), BUDGET.runs)
    .option('--worlds <N>', 'worlds of one scope at most', whole(1, 1e9), BUDGET.worlds)
    .option('--traces', 'keep the first kill of each row: its trace, and the page that shows it')
    .option(
      '--out <dir>',
      'where traces and pages go, of kills and of honest code that was flagged',
      outFolder,
      'out/mutants',
    )
    .option('--json', 'the rows as JSON on standard output')
    .action(async (flags: MutantsFlags) => {
      const { rows, flagged } = await huntAll(flags)
      const asBudgeted = Object.entries(BUDGET).every(
        ([name, value]) => flags[name as keyof typeof BUDGET] === value,
      )
      const differing = asBudgeted ? rowDifferences(rows, COMMITTED_KILLS) : null
      print(flags.json === true, rows, () => mutantsText({ rows, flagged, differing }))
      for (const line of flagged) note(line)
      const wrong = unkilled(rows).length + flagged.length + (differing?.length ?? 0)
      process.exitCode = wrong > 0 ? EXIT.broken : EXIT.expected
    })
}

function bugNamed(id: string, before: readonly Bug[] = []): readonly Bug[] {
  const found = BUGS.find((bug) => bug.id === id)
  if (found === undefined) throw new InvalidArgumentError('There is no such seeded bug.')
  return [...before, found]
}

function strategyNamed(name: string, before: readonly Strategy[] = []): readonly Strategy[] {
  const found = STRATEGIES.find((one) => one === name)
  if (found === undefined) throw new InvalidArgumentError(`It must be one of ${STRATEGIES.join(', ')}.`)
  return [...before, found]
}

// Scopes and scenes come to the same from every seed.
function isDrawn(strategy: Strategy): boolean {
  return SAMPLED.some((one) => one === strategy)
}

/** What is hunted: all bugs and strategies, unless some are named. */
type Hunts = Pick<MutantsFlags, 'bug' | 'strategy' | 'seed' | 'seeds' | 'runs' | 'worlds' | 'traces' | 'out'>

/** The rows, and a line for each run of honest code that a claim of its adversary flagged. */
export async function huntAll(
  flags: Hunts,
): Promise<{ rows: readonly ShownRow[]; flagged: readonly string[] }> {
  const { bug: bugs = BUGS, strategy: strategies = STRATEGIES, seed, seeds, runs, worlds, out } = flags
  const tasks: HuntTask[] = bugs.flatMap(({ id, profile, adversary }) =>
    strategies.flatMap((strategy) =>
      Array.from({ length: isDrawn(strategy) ? seeds : 1 }, (_, i) => ({
        ...{ bug: id, profile, adversary, strategy, firstSeed: seed + i * APART, runsMax: runs },
        worldsMax: worlds,
      })),
    ),
  )
  // Honest code is run where the bugs were: every pair of profile and adversary, the same seeds.
  const pairs = new Map(
    bugs.map(({ profile, adversary }) => [`${profile} ${adversary}`, { profile, adversary }]),
  )
  const honest: HuntTask[] = [...pairs.values()].flatMap((pair) =>
    strategies.map((strategy) => ({ bug: null, ...pair, strategy, firstSeed: seed, runsMax: runs })),
  )
  const bar = progress('mutants', tasks.length + honest.length)
  const hunted = await doJobs('hunt', [...tasks, ...honest], { ended: () => bar.advance() })
  bar.end()
  const ended: Ended[] = [...tasks, ...honest].map((task, i) => ({ task, hunted: hunted[i] as Hunted }))
  const flagged: string[] = []
  for (const one of ended) if (one.task.bug === null) flagged.push(...(await flaggedLines(one, out)))
  const rows = rowsOf(bugs, ended)
  return { rows: flags.traces === true ? await withPages(rows, ended, out) : rows, flagged }
}

// Honest code that a claim flagged is a failure like any other: it is kept, and says where its page is.
async function flaggedLines({ task, hunted: { kill, broken } }: Ended, out: string): Promise<string[]> {
  const claim = broken[0]
  if (kill === null || claim === undefined) return []
  const { profile, adversary, strategy } = task
  const what = `honest code, ${profile} under ${adversary}, ${strategy} seed ${kill.seed}: ${broken.join(', ')}`
  const page = await killPage({ task, kill, claim }, out)
  return [page === undefined ? what : `${what}; look at it: ${page}`]
}

async function withPages(
  rows: readonly MutantRow[],
  ended: readonly Ended[],
  out: string,
): Promise<readonly ShownRow[]> {
  const shown: ShownRow[] = []
  for (const row of rows) {
    const first = ended.find(
      ({ task, hunted }) => task.bug === row.id && task.strategy === row.strategy && hunted.kill !== null,
    )
    const kill = first?.hunted.kill ?? null
    const page =
      first === undefined || kill === null
        ? undefined
        : await killPage({ task: first.task, kill, claim: row.breaks }, out)
    shown.push(page === undefined ? row : { ...row, page })
  }
  return shown
}

async function killPage(killed: Killed, out: string): Promise<string | undefined> {
  const { task, kill, claim } = killed
  const text = killText(killed)
  const { bug, profile, adversary, strategy } = task
  const name = [bug ?? `honest-${profile}-${adversary}`, strategy, kill.seed].join('-')
  return text === null ? undefined : (await keepFailure(out, name, text, claim)).link
}
