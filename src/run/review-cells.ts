/** From the runs of a review, and its searches, to the cells of the matrix (§10.9). */
import { isClaimed } from '../expected/cells.ts'
import { bySearch, mustBreak } from '../expected/found.ts'
import { includes } from '../sim/adversary/table.ts'
import { cellsDecided, type Searched } from './decided.ts'
import { type Cell, cellsOf, searched, settled } from './matrix.ts'
import { type ColumnRun, PAIRS, type Pair } from './review.ts'
import type { Judged } from './sim-run.ts'

/** A run that decides cells of its column, and what became of it. */
export interface Ran extends ColumnRun {
  readonly judged: Judged
}

/** The cells of one column, by its runs among these alone. */
export function columnCells(pair: Pair, ran: readonly Ran[]): readonly Cell[] {
  const judged = ran.filter((one) => one.pair === pair).map((one) => one.judged)
  return cellsOf({ ...pair, judged }, { isClaimed, mustBreak, bySearch })
}

/** The cells of all columns; what is inconclusive is settled by inclusion where it can be, then come the searches. */
export function matrixOf(ran: readonly Ran[], searches: readonly Searched[]): readonly Cell[] {
  const sampled = settled(
    PAIRS.flatMap((pair) => columnCells(pair, ran)),
    includes,
  )
  return searched(sampled, cellsDecided(searches))
}
