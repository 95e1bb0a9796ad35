/** `strongroom review`, which is `npm start`: the story, the security matrix, and whether all is as committed. */
import { join } from 'node:path'
import type { Command } from 'commander'
import { isClaimed } from '../expected/cells.ts'
import { mustBreak } from '../expected/found.ts'
import kills from '../expected/kills.json' with { type: 'json' }
import { type Cell, cellsOf, differences, settled } from '../run/matrix.ts'
import type { MutantRow } from '../run/mutants.ts'
import { type ColumnRun, committedCells, PAIRS, type Pair, runsOf } from '../run/review.ts'
import { type Found, keyOf, pageData, sentenceRows, shownCells } from '../run/review-data.ts'
import { reviewPage } from '../run/review-page.ts'
import type { Judged } from '../run/sim-run.ts'
import { addUp } from '../run/statistics.ts'
import { includes } from '../sim/adversary/table.ts'
import { EXIT } from './exit.ts'
import { writeWhole } from './files.ts'
import { doJobs } from './job-pool.ts'
import { whole } from './numbers.ts'
import { note, print, progress } from './output.ts'
import { evidencePages } from './review-evidence.ts'
import { reviewText } from './review-text.ts'
import { duration } from './sim.ts'
import { type StoryReport, tellStory } from './story.ts'

interface ReviewFlags {
  readonly file?: string
  readonly seed: number
  /** Milliseconds for more seeds than the fixed ones. */
  readonly time?: number
  readonly out: string
  readonly json?: boolean
}

/** What a review found; its first fields are stable. */
export interface ReviewReport {
  readonly verdict: 'as committed' | 'differs' | 'inconclusive'
  readonly inconclusive: number
  readonly differing: readonly string[]
  readonly matrix: ReturnType<typeof shownCells>
  readonly sentences: ReturnType<typeof sentenceRows>
  readonly mutants: readonly MutantRow[]
  readonly story: StoryReport
  readonly statistics: Found['statistics']
}

/** Adds the verb. */
export function addReview(program: Command): void {
  program
    .command('review')
    .description(
      'the story on a real file, then the security matrix; exit 0 only if every cell is as committed',
    )
    .option('--file <F>', 'the file for the story; without it, one is written')
    .option('--seed <S>', 'seed of the story', whole(0, 2 ** 48), 1)
    .option(
      '--time <T>',
      'go on with further seeds for so long: they can break a cell, never make one hold',
      duration,
    )
    .option('--out <dir>', 'where results go', 'out/review')
    .option('--json', 'one JSON object on standard output')
    .action(async (flags: ReviewFlags) => {
      const { report, page } = await review(flags)
      writeWhole(join(flags.out, 'review.json'), `${JSON.stringify(report)}\n`)
      writeWhole(join(flags.out, 'index.html'), page)
      print(flags.json === true, report, () => reviewText(report, join(flags.out, 'index.html')))
      process.exitCode = exitOf(report)
    })
}

function exitOf({ verdict }: ReviewReport): number {
  if (verdict === 'differs') return EXIT.broken
  return verdict === 'inconclusive' ? EXIT.inconclusive : EXIT.expected
}

async function review(flags: ReviewFlags): Promise<{ report: ReviewReport; page: string }> {
  const { seed, out } = flags
  const file = flags.file ?? sampleFile(out)
  note('the story, with real cryptography')
  const story = await tellStory({ file, seed, size: 7, limit: 10, profile: 'published', out })
  note(`the matrix: ${PAIRS.length} columns, ideal cryptography`)
  const { cells, judged } = await matrix(flags.time ?? 0)
  const differing = differences(cells, committedCells())
  const pages = await evidencePages(cells, out)
  const inconclusive = cells.filter(({ state }) => state === 'inconclusive').length
  const differs = differing.length > 0 || story.verdict === 'broken'
  const verdict = differs ? 'differs' : inconclusive > 0 ? 'inconclusive' : 'as committed'
  const statistics = addUp(judged.map((one) => one.statistics))
  const mutants = kills as readonly MutantRow[]
  const found: Found = {
    ...{ verdict, cells, pages, pairs: PAIRS, kills: mutants, scopes: null, statistics },
    differing: new Set(differing.map(({ cell }) => keyOf(cell))),
    story: story.events.map(({ at, says }) => `${at} ms: ${says}`),
  }
  const report: ReviewReport = {
    ...{ verdict, inconclusive, story, statistics, mutants },
    differing: differing.map(
      ({ cell, committed }) => `${keyOf(cell)}: ${cell.state}, committed ${committed}`,
    ),
    matrix: shownCells(found),
    sentences: sentenceRows(cells),
  }
  return { report, page: reviewPage(pageData(found)) }
}

/** The cells of every pair, from its fixed seeds; then from as many more as the time allows. */
export async function matrix(
  extraMs: number,
): Promise<{ cells: readonly Cell[]; judged: readonly Judged[] }> {
  const fixed = await runAll(PAIRS.flatMap(runsOf))
  let cells = matrixOf(fixed)
  const until = Date.now() + extraMs
  for (let seed = 1_000_001; Date.now() < until; seed++) {
    const more = await runAll(
      PAIRS.map((pair) => ({ seed, pair })),
      () => Date.now() > until,
    )
    const later = new Map(PAIRS.flatMap((pair) => cellsOfPair(pair, more)).map((cell) => [keyOf(cell), cell]))
    cells = cells.map((cell) =>
      later.get(keyOf(cell))?.state === 'broken' ? (later.get(keyOf(cell)) as Cell) : cell,
    )
  }
  return { cells, judged: fixed.map(({ judged }) => judged) }
}

/** One run of a pair. */
export interface Ran {
  readonly pair: Pair
  readonly judged: Judged
}

/** Runs them all, on all cores, until there is enough. */
export async function runAll(
  runs: readonly ColumnRun[],
  enough: () => boolean = () => false,
): Promise<readonly Ran[]> {
  const bar = progress('matrix', runs.length)
  // SEC-2 and SEC-3 are made for nobody beyond A3, and cost two runs more.
  const tasks = runs.map(({ seed, pair, scene }) => {
    const pairs = scene === undefined && includes('A3', pair.adversary)
    const settings = { ...pair, crypto: 'ideal' as const, pairs }
    return { seed, settings: scene === undefined ? settings : { ...settings, scene } }
  })
  const results = await doJobs('seed', tasks, { ended: () => bar.advance() }, enough)
  bar.end()
  return results.flatMap((judged, i) =>
    judged === undefined ? [] : [{ pair: (runs[i] as ColumnRun).pair, judged }],
  )
}

/** The cells of all pairs; what is inconclusive is settled by inclusion where it can be. */
export function matrixOf(ran: readonly Ran[]): readonly Cell[] {
  return settled(
    PAIRS.flatMap((pair) => cellsOfPair(pair, ran)),
    includes,
  )
}

function cellsOfPair(pair: Pair, ran: readonly Ran[]): readonly Cell[] {
  const judged = ran.filter((one) => one.pair === pair).map((one) => one.judged)
  return cellsOf({ ...pair, judged }, { isClaimed, mustBreak })
}

// Three chunks of the container and a bit, so that every kind of chunk occurs.
function sampleFile(out: string): string {
  const path = join(out, 'sample.bin')
  writeWhole(
    path,
    Array.from({ length: 3 * 65_536 + 17 }, (_, i) => String.fromCharCode(32 + ((i * 31) % 95))).join(''),
  )
  return path
}
