/** From what a review found to what its page shows. */
import { CATALOGUE } from '../../spec/claims/catalogue.ts'
import { SENTENCES } from '../expected/sentences.ts'
import { scenesOf } from '../scenes/columns.ts'
import { BUILD } from './build.ts'
import type { Cell } from './matrix.ts'
import type { MutantRow } from './mutants.ts'
import { FIRST_SEEDS, type Pair, seedsOf, sentenceVerdict } from './review.ts'
import type { ReviewPageData } from './review-page.ts'
import type { MatrixCell, SentenceRow } from './review-tables.ts'
import { type Statistics, statisticsRows } from './statistics.ts'

/** What the page is made from. */
export interface Found {
  readonly verdict: string
  readonly cells: readonly Cell[]
  /** `profile adversary claim` of cells that are not as committed. */
  readonly differing: ReadonlySet<string>
  /** Pages of traces, by the same key, relative to the review's page. */
  readonly pages: Readonly<Record<string, string>>
  readonly pairs: readonly Pair[]
  readonly kills: readonly MutantRow[]
  readonly scopes: ReviewPageData['scopes']
  readonly statistics: Statistics
  readonly story: readonly string[]
}

/** A cell's name in one word. */
export function keyOf({ profile, adversary, claim }: Pick<Cell, 'profile' | 'adversary' | 'claim'>): string {
  return `${profile} ${adversary} ${claim}`
}

/** The cells as they are shown. */
export function shownCells({ cells, differing, pages, kills }: Found): readonly MatrixCell[] {
  return cells.map((cell) => {
    const page = pages[keyOf(cell)]
    const { claim, profile, adversary } = cell
    return {
      ...{ claim, profile, adversary, state: shownState(cell, cells), detail: detailOf(cell, kills) },
      expected: !differing.has(keyOf(cell)),
      ...(page === undefined ? {} : { page }),
    }
  })
}

// A rogue fleet breaks secrecy and is seen in the log by whoever looks for its evidence (TRN-5).
function shownState({ claim, profile, adversary, state }: Cell, cells: readonly Cell[]): MatrixCell['state'] {
  const isSeen = cells.some(
    (one) =>
      one.claim === 'TRN-5' &&
      one.profile === profile &&
      one.adversary === adversary &&
      one.state === 'holds',
  )
  return state === 'broken' && adversary === 'A9' && claim.startsWith('SEC-1') && isSeen ? 'detected' : state
}

function detailOf(cell: Cell, kills: readonly MutantRow[]): string {
  const { claim, state, runs, events, witnessed, brokenIn, shortest, shownUnder } = cell
  if (state === 'broken') {
    const { seed, scene, step, why } = shortest as NonNullable<Cell['shortest']>
    const where = scene === undefined ? `seed ${seed}` : `scene ${scene}`
    return `in ${brokenIn} of ${runs} runs; earliest: ${where}, step ${step}: ${why}`
  }
  if (state === 'notClaimed') return ''
  const bugs = [...new Set(kills.filter(({ breaks }) => breaks === claim).map(({ id }) => id))]
  const dead = bugs.filter((id) => kills.some((row) => row.id === id && row.kills > 0))
  const power = bugs.length === 0 ? '' : `; ${dead.length} of ${bugs.length} seeded bugs against it killed`
  const seen = shownUnder === undefined ? `witness in ${witnessed}` : `witness only under ${shownUnder}`
  return `${runs} runs, ${events} events, ${seen}${power}`
}

/** The sentences with what the cells say of them. */
export function sentenceRows(cells: readonly Cell[]): readonly SentenceRow[] {
  return SENTENCES.map((sentence) => {
    const { quote, bearings, remark } = sentence
    return {
      ...{ quote, remark },
      bearings: bearings.map(({ claim, adversary }) => `${claim} under ${adversary}`).join(', '),
      published: sentenceVerdict(sentence, 'published', cells),
      hardened: sentenceVerdict(sentence, 'hardened', cells),
    }
  })
}

/** The page's data. */
export function pageData(found: Found): ReviewPageData {
  const { verdict, cells, differing, pairs, kills, scopes, statistics, story } = found
  const matrix = shownCells(found)
  return {
    ...{ build: BUILD, verdict, matrix, scopes, story, differing: differing.size },
    inconclusive: cells.filter(({ state }) => state === 'inconclusive').length,
    claims: CATALOGUE.map(({ id, says, section }) => ({ id, says, section })),
    again: {
      head: ['column', 'seeds', 'scenes', 'one line for the first of them, and for a scene'],
      rows: pairs.map((pair) => [
        `${pair.profile} ${pair.adversary}`,
        seedsOf(pair).join(' '),
        scenesOf(pair).join(' '),
        [
          simLine(pair),
          ...scenesOf(pair)
            .slice(0, 1)
            .map((scene) => sceneLine(pair, scene)),
        ].join('\n'),
      ]),
    },
    sentences: sentenceRows(cells),
    kills,
    statistics: {
      head: ['what', 'which', 'count'],
      rows: statisticsRows(statistics),
    },
  }
}

function sceneLine({ profile, adversary }: Pair, scene: string): string {
  return `npx strongroom sim --scene ${scene} --profile ${profile} --adversary ${adversary}`
}

function simLine({ profile, adversary }: Pair): string {
  return `npx strongroom sim --seed 1 --runs ${FIRST_SEEDS} --profile ${profile} --adversary ${adversary}`
}
