/** `strongroom review`, which is `npm start`: the story, the security matrix, and whether all is as committed. */
import { join } from 'node:path'
import type { Command } from 'commander'
import { versions } from '../run/build.ts'
import type { ScopeResult } from '../run/check-scope.ts'
import { type Cell, differences, furtherBroken } from '../run/matrix.ts'
import { COMMITTED_KILLS, type MutantRow } from '../run/mutants.ts'
import { committedCells, PAIRS, type Pair, type ReviewVerdict, reviewVerdict, runsOf } from '../run/review.ts'
import { bugRows } from '../run/review-bugs.ts'
import { columnCells, matrixOf, type Ran } from '../run/review-cells.ts'
import { keyOf, sentenceRows, shownCells } from '../run/review-data.ts'
import { reviewPage } from '../run/review-page.ts'
import { type ScopeFinding, scopeFindings, scopesSearched } from '../run/review-scopes.ts'
import { addUp, type Statistics } from '../run/statistics.ts'
import { EXIT } from './exit.ts'
import { outFolder, writeWhole } from './files.ts'
import { whole } from './numbers.ts'
import { note, print } from './output.ts'
import { columnNamed, columnText, reviewColumn } from './review-column.ts'
import { createEvidence, type Evidence } from './review-evidence.ts'
import { pageData } from './review-page-data.ts'
import { runAll, runFor } from './review-runs.ts'
import { reviewText } from './review-text.ts'
import { searchScopes } from './scope-pool.ts'
import { duration } from './sim.ts'
import { type StoryReport, tellStory } from './story.ts'

interface ReviewFlags {
  readonly file?: string
  readonly seed: number
  /** Milliseconds for more seeds than the fixed ones. */
  readonly time?: number
  readonly column?: Pair
  readonly out: string
  readonly json?: boolean
}

/** What a review found; its first fields are stable. */
export interface ReviewReport {
  readonly verdict: ReviewVerdict
  readonly inconclusive: number
  readonly differing: readonly string[]
  readonly matrix: ReturnType<typeof shownCells>
  readonly sentences: ReturnType<typeof sentenceRows>
  readonly scopes: readonly ScopeFinding[]
  readonly mutants: readonly MutantRow[]
  readonly story: StoryReport
  readonly statistics: Statistics
  readonly versions: Readonly<Record<string, string>>
  /** Runs beyond the fixed ones, in the time box. */
  readonly furtherRuns: number
  readonly seconds: number
}

/** Bytes for each search. */
const BYTES_MAX = 2 ** 31

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
    .option('--column <C>', 'one column of the matrix alone, for example "published A3"', columnNamed)
    .option('--out <dir>', 'where results go', outFolder, 'out/review')
    .option('--json', 'one JSON object on standard output')
    .action(async (flags: ReviewFlags) => {
      const { column, out, json } = flags
      if (column !== undefined) {
        const report = await reviewColumn(column)
        print(json === true, report, () => columnText(report))
        process.exitCode = exitOf(report)
        return
      }
      const report = await review(flags)
      writeWhole(join(out, 'review.json'), `${JSON.stringify(report)}\n`)
      writeWhole(join(out, 'index.html'), reviewPage(pageData(report)))
      print(json === true, report, () => reviewText(report, join(out, 'index.html')))
      process.exitCode = exitOf(report)
    })
}

/** The exit code of a review, or of one column. */
export function exitOf({ verdict }: Pick<ReviewReport, 'verdict'>): number {
  if (verdict === 'differs') return EXIT.broken
  return verdict === 'inconclusive' ? EXIT.inconclusive : EXIT.expected
}

async function review({ file, seed, out, time }: ReviewFlags): Promise<ReviewReport> {
  const began = Date.now()
  note('the story, with real cryptography')
  const told = { file: file ?? sampleFile(out), seed, size: 7, limit: 10, profile: 'published', out }
  const story = await tellStory(told)
  note(`the matrix: ${PAIRS.length} columns, ideal cryptography`)
  const ran = await runAll(PAIRS.flatMap(runsOf))
  const further = time === undefined ? [] : await runFor(time)
  const evidence = createEvidence(out)
  const results = await searchAndWrite(ran, further, evidence)
  const findings = scopeFindings(results)
  const cells = cellsOfAll(ran, further, findings)
  await evidence.write(cells, results)
  const differing = differences(cells, committedCells())
  const lines = [
    ...differing.map(({ cell, committed }) => `${keyOf(cell)}: ${cell.state}, committed ${committed}`),
    ...findings.flatMap(({ scope, differences: all }) => all.map((line) => `scope ${scope}: ${line}`)),
  ]
  const inconclusive = cells.filter(({ state }) => state === 'inconclusive').length
  return {
    verdict: reviewVerdict(lines.length + Number(story.verdict === 'broken'), inconclusive),
    ...{ inconclusive, differing: lines },
    matrix: shownCells(cells, {
      differing: new Set(differing.map(({ cell }) => keyOf(cell))),
      bugs: bugRows(COMMITTED_KILLS),
      pagesOf: (cell) => evidence.pagesOf(cell, cells),
    }),
    ...{ sentences: sentenceRows(cells), scopes: findings, mutants: COMMITTED_KILLS, story },
    statistics: addUp([...ran, ...further].map(({ judged }) => judged.statistics)),
    ...{ versions: versions(), furtherRuns: further.length, seconds: (Date.now() - began) / 1000 },
  }
}

function cellsOfAll(
  ran: readonly Ran[],
  further: readonly Ran[],
  findings: readonly ScopeFinding[],
): readonly Cell[] {
  const more = PAIRS.flatMap((pair) => columnCells(pair, further))
  return furtherBroken(matrixOf(ran, findings), more)
}

// While the workers search, this thread writes the evidence of what runs have broken: it is as long a work as theirs.
async function searchAndWrite(
  ran: readonly Ran[],
  further: readonly Ran[],
  evidence: Evidence,
): Promise<readonly ScopeResult[]> {
  const scopes = scopesSearched()
  note(`${scopes.length} scopes, exhaustively; and a page for each break`)
  const searches = searchScopes(scopes, { bytesMax: BYTES_MAX })
  const soFar = cellsOfAll(ran, further, scopeFindings([]))
  await evidence.write(soFar, [])
  return (await searches).map(({ result }) => result)
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
