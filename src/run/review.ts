/**
 * What a review is made from (§10.9): which pairs are run with which seeds, what is committed for them, and what the
 * article's sentences come to. Cells are decided by fixed seeds alone; more time adds seeds, which can break a cell
 * and never make one hold.
 */
import committedRows from '../expected/matrix.json' with { type: 'json' }
import pinned from '../expected/seeds.json' with { type: 'json' }
import type { Sentence } from '../expected/sentence.ts'
import { scenesOf } from '../scenes/columns.ts'
import { CAPABILITIES } from '../sim/adversary/table.ts'
import type { Cell, CellState, Committed } from './matrix.ts'

/** One column of the matrix. */
export interface Pair {
  readonly profile: string
  readonly adversary: string
}

/** Every pair, each profile under each adversary of the table. */
export const PAIRS: readonly Pair[] = ['published', 'hardened'].flatMap((profile) =>
  CAPABILITIES.map(({ id }) => ({ profile, adversary: id })),
)

/** Seeds of every column; each column may have some of its own besides. */
export const FIRST_SEEDS = 3

/** The seeds that decide a column's cells, in order. */
export function seedsOf({ profile, adversary }: Pair): readonly number[] {
  const own = (pinned as Readonly<Record<string, readonly number[]>>)[`${profile} ${adversary}`] ?? []
  const first = Array.from({ length: FIRST_SEEDS }, (_, i) => i + 1)
  return [...first, ...own.filter((seed) => seed > FIRST_SEEDS)]
}

/** A run that decides a column's cells. */
export interface ColumnRun {
  readonly pair: Pair
  readonly seed: number
  readonly scene?: string
}

/** All of them: the column's seeds, and its scenes. */
export function runsOf(pair: Pair): readonly ColumnRun[] {
  return [
    ...seedsOf(pair).map((seed) => ({ pair, seed })),
    ...scenesOf(pair).map((scene) => ({ pair, seed: 0, scene })),
  ]
}

/** The committed cells: in the file, for each pair, the claims of each state in one line. */
export function committedCells(): Committed {
  const rows = committedRows as Readonly<Record<string, Readonly<Record<string, string>>>>
  const cells: Record<string, Record<string, Record<string, CellState>>> = {}
  for (const [pair, states] of Object.entries(rows)) {
    const [profile = '', adversary = ''] = pair.split(' ')
    const column: Record<string, CellState> = {}
    for (const [state, claims] of Object.entries(states)) {
      for (const claim of claims.split(', ')) column[claim] = state as CellState
    }
    cells[profile] = { ...cells[profile], [adversary]: column }
  }
  return cells
}

/** Cells in the form of the committed file. */
export function asCommitted(cells: readonly Cell[]): Readonly<Record<string, Record<string, string>>> {
  const rows: Record<string, Record<string, string>> = {}
  for (const { profile, adversary, claim, state } of cells) {
    const pair = `${profile} ${adversary}`
    const column = rows[pair] ?? {}
    const before = column[state]
    rows[pair] = { ...column, [state]: before === undefined ? claim : `${before}, ${claim}` }
  }
  return rows
}

/** What the runs say of a sentence, in one profile: of its cells, the worst first. */
export function sentenceVerdict(
  { bearings }: Sentence,
  profile: string,
  cells: readonly Pick<Cell, 'claim' | 'profile' | 'adversary' | 'state'>[],
): string {
  if (bearings.length === 0) return 'cannot be checked here'
  const states = bearings.map(({ claim, adversary }) => {
    const cell = cells.find(
      (one) => one.claim === claim && one.profile === profile && one.adversary === adversary,
    )
    return { at: `${claim} under ${adversary}`, state: cell?.state ?? 'notClaimed' }
  })
  const worst = WORST.find((state) => states.some((one) => one.state === state)) as CellState
  if (worst === 'exhaustive' || worst === 'holds') return WORDS[worst]
  const where = states.filter(({ state }) => state === worst).map((one) => one.at)
  return `${WORDS[worst]}: ${where.join(', ')}`
}

const WORST: readonly CellState[] = [
  ...(['broken', 'notFound', 'inconclusive', 'notClaimed', 'holds', 'exhaustive'] as const),
]

const WORDS: Readonly<Record<CellState, string>> = {
  exhaustive: 'holds, exhaustively within bounds',
  holds: 'holds',
  broken: 'broken',
  notFound: 'not shown',
  inconclusive: 'inconclusive',
  notClaimed: 'not claimed',
}

/** What a review comes to: what is not as committed weighs more than what is inconclusive, and that more than all that holds. */
export type ReviewVerdict = 'as committed' | 'differs' | 'inconclusive'

/** From how many differences there are, of whatever kind, and how many cells are inconclusive: as committed or not. */
export function reviewVerdict(differences: number, inconclusive: number): ReviewVerdict {
  if (differences > 0) return 'differs'
  return inconclusive > 0 ? 'inconclusive' : 'as committed'
}
