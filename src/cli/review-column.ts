/** `strongroom review --column "published A3"`: one column of the matrix again, by its runs alone. */
import { InvalidArgumentError } from 'commander'
import { cellsDecided } from '../run/decided.ts'
import { type Cell, differences, searched } from '../run/matrix.ts'
import { committedCells, PAIRS, type Pair, type ReviewVerdict, reviewVerdict, runsOf } from '../run/review.ts'
import { columnCells } from '../run/review-cells.ts'
import { keyOf, shownCells } from '../run/review-data.ts'
import type { MatrixCell } from '../run/review-matrix.ts'
import { scopeFindings } from '../run/review-scopes.ts'
import { runAll } from './review-runs.ts'
import { SHORT } from './review-text.ts'
import { table } from './tables.ts'

/** What a column came to. */
export interface ColumnReport {
  readonly verdict: ReviewVerdict
  /** Cells that are committed as inconclusive. */
  readonly inconclusive: number
  readonly differing: readonly string[]
  readonly cells: readonly MatrixCell[]
}

/** A parser for commander: a profile and an adversary, as in `published A3`. */
export function columnNamed(text: string): Pair {
  const found = PAIRS.find(({ profile, adversary }) => `${profile} ${adversary}` === text)
  if (found !== undefined) return found
  throw new InvalidArgumentError('It must be a profile and one of A0 to A10, as in "published A3".')
}

/** Runs it. What searches decide is taken as committed. */
export async function reviewColumn(pair: Pair): Promise<ColumnReport> {
  const ran = await runAll(runsOf(pair))
  const cells = searched(columnCells(pair, ran), cellsDecided(scopeFindings([])))
  const committed = committedCells()
  const differing = differences(cells, committed).filter(
    ({ cell, committed: said }) => !isSettledElsewhere(cell, said),
  )
  const inconclusive = cells.filter(
    ({ claim, state }) =>
      state === 'inconclusive' && committed[pair.profile]?.[pair.adversary]?.[claim] === state,
  ).length
  const shown = shownCells(cells, {
    differing: new Set(differing.map(({ cell }) => keyOf(cell))),
    bugs: [],
    pagesOf: () => [],
  })
  const verdict = reviewVerdict(differing.length, inconclusive)
  const lines = differing.map(
    ({ cell, committed: said }) => `${keyOf(cell)}: ${cell.state}, committed ${said}`,
  )
  return { verdict, inconclusive, differing: lines, cells: shown }
}

// What arises only under a more able adversary is for that adversary's column to show.
function isSettledElsewhere({ state }: Cell, committed: string): boolean {
  return state === 'inconclusive' && committed === 'holds'
}

/** The text. */
export function columnText({ verdict, inconclusive, differing, cells }: ColumnReport): string {
  const rows = cells
    .filter(({ state, expected }) => state !== 'notClaimed' || !expected)
    .map(({ claim, state, detail }) => [claim, SHORT[state], detail])
  return [
    table(['claim', 'state', 'what was seen'], rows),
    'by this column alone: ? stands also where only a more able adversary meets the situation',
    `${inconclusive} cells inconclusive, ${differing.length} not as committed`,
    ...differing.map((line) => `  ${line}`),
    `column: ${verdict}`,
  ].join('\n')
}
