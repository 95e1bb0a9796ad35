/** `strongroom mutants`: every seeded bug against every strategy, from several seeds on: the kill table. */
import type { Command } from 'commander'
import { InvalidArgumentError } from 'commander'
import { CATALOGUE } from '../../spec/claims/catalogue.ts'
import type { Bug } from '../bugs/bug.ts'
import { BUGS } from '../bugs/catalogue.ts'
import { type Hunted, type HuntTask, SAMPLED, STRATEGIES, type Strategy } from '../run/hunt.ts'
import { type Killed, killText } from '../run/kill-trace.ts'
import { type Ended, type MutantRow, redundant, rowsOf, survivors } from '../run/mutants.ts'
import { EXIT } from './exit.ts'
import { keepFailure } from './failure.ts'
import { whole } from './numbers.ts'
import { note, print, progress } from './output.ts'
import { doJobs } from './pool.ts'
import { table } from './tables.ts'

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

/** A row, and the page that shows its first kill where pages were asked for. */
type ShownRow = MutantRow & { readonly page?: string }

/** Seeds of one hunt and the next are so far apart. */
const APART = 10_000
/** Worlds of one scope, unless said: a second or two. */
const WORLDS = 20_000

/** Adds the verb. */
export function addMutants(program: Command): void {
  program
    .command('mutants')
    .description('hunt every seeded bug by every strategy and print the kill table')
    .option('--bug <ID>', 'only this bug; may be given again', bugNamed)
    .option(
      '--strategy <S>',
      `only this strategy: ${STRATEGIES.join(', ')}; may be given again`,
      strategyNamed,
    )
    .option('--seed <S>', 'first seed of the first hunt', whole(0, 2 ** 48), 1)
    .option('--seeds <N>', 'hunts of each bug by each strategy that draws', whole(1, 100), 3)
    .option('--runs <N>', 'runs of one hunt at most', whole(1, 100_000), 20)
    .option('--worlds <N>', 'worlds of one scope at most', whole(1, 1e9), WORLDS)
    .option('--traces', 'keep the first kill of each row: its trace, and the page that shows it')
    .option(
      '--out <dir>',
      'where traces and pages go, of kills and of honest code that was flagged',
      'out/mutants',
    )
    .option('--json', 'the rows as JSON on standard output')
    .action(async (flags: MutantsFlags) => {
      const { rows, flagged } = await huntAll(flags)
      print(flags.json === true, rows, () => mutantsText(rows, flagged))
      for (const line of flagged) note(line)
      process.exitCode = unkilled(rows).length + flagged.length > 0 ? EXIT.broken : EXIT.expected
    })
}

// What neither these hunts nor npm test killed.
function unkilled(rows: readonly MutantRow[]): readonly string[] {
  const shown = new Set(BUGS.flatMap(({ id, shownBy }) => (shownBy === undefined ? [] : [id])))
  return survivors(rows).filter((id) => !shown.has(id))
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

/** The rows, and a line for each run of honest code that a claim of its adversary flagged. */
async function huntAll(
  flags: MutantsFlags,
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

function mutantsText(rows: readonly ShownRow[], flagged: readonly string[]): string {
  const shown = rows.map(({ id, breaks, killedBy, strategy, kills, hunts, ...row }) => [
    id,
    strategy,
    kills === 0 ? `${breaks} survives` : killedBy.join(' '),
    `${kills}/${hunts}`,
    pair(row.runsToKill, row.runsToKill90),
    pair(row.eventsToKill, row.eventsToKill90),
    row.where ?? '-',
  ])
  const head = ['bug', 'strategy', 'killed by', 'kills', 'runs', 'events', 'first']
  const alive = survivors(rows)
  const argued = BUGS.flatMap(({ id, shownBy }) =>
    alive.includes(id) && shownBy !== undefined ? [`${id} (${shownBy})`] : [],
  )
  const spare = redundant(
    CATALOGUE.map(({ id }) => id),
    rows,
  )
  const bugs = new Set(rows.map(({ id }) => id)).size
  return [
    table(head, shown),
    'runs (or scopes) and events (or worlds): median / 90th percentile of the hunts that killed; first: where one did',
    ...rows.flatMap(({ id, strategy, page }) =>
      page === undefined ? [] : [`${id}, ${strategy}: look at it: ${page}`],
    ),
    `claims that no bug here needs: ${spare.length === 0 ? 'none' : spare.join(', ')}`,
    ...(argued.length === 0 ? [] : [`not met by these hunts, killed in npm test: ${argued.join(', ')}`]),
    ...(unkilled(rows).length === 0 ? [] : [`survivors: ${unkilled(rows).join(', ')}`]),
    `${bugs} bugs, ${bugs - alive.length} killed here, ${argued.length} in npm test; honest code flagged ${flagged.length} times`,
  ].join('\n')
}

function pair(median: number | null, high: number | null): string {
  return median === null ? '-' : `${median} / ${high}`
}
