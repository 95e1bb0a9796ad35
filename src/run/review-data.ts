/** From what a review found to what is shown of it: cells, each with one line by which it is found again. */

import { isClaimed } from '../expected/cells.ts'
import { SENTENCES } from '../expected/sentences.ts'
import { scenesOf } from '../scenes/columns.ts'
import { boundText } from './check-scope.ts'
import type { Cell } from './matrix.ts'
import { PAIRS, type Pair, seedsOf, sentenceVerdict } from './review.ts'
import { type BugRow, bugsAgainst } from './review-bugs.ts'
import type { MatrixCell } from './review-matrix.ts'
import type { ScopeFinding } from './review-scopes.ts'
import type { SentenceRow } from './review-tables.ts'

/** A cell's name in one word. */
export function keyOf({ profile, adversary, claim }: Pick<Cell, 'profile' | 'adversary' | 'claim'>): string {
  return `${profile} ${adversary} ${claim}`
}

/** What stands beside the cells. */
export interface Beside {
  /** Keys of cells that are not as committed. */
  readonly differing: ReadonlySet<string>
  readonly bugs: readonly BugRow[]
  /** A cell's pages of evidence, relative to the review's page. */
  readonly pagesOf: (cell: Cell) => readonly string[]
}

/** The cells as they are shown. */
export function shownCells(
  cells: readonly Cell[],
  { differing, bugs, pagesOf }: Beside,
): readonly MatrixCell[] {
  return cells.map((cell) => {
    const { claim, profile, adversary, runs, scenes, events, witnessed, brokenIn, brokenInScenes } = cell
    return {
      ...{ claim, profile, adversary, state: shownState(cell, cells) },
      claimed: isClaimed(claim, profile, adversary),
      expected: !differing.has(keyOf(cell)),
      ...{ runs, scenes, events, witnessed, brokenIn, brokenInScenes, bugs: bugsAgainst(cell, bugs) },
      ...{ brief: briefOf(cell), detail: detailOf(cell), again: againOf(cell), pages: pagesOf(cell) },
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
      (one.state === 'holds' || one.state === 'exhaustive'),
  )
  return state === 'broken' && adversary === 'A9' && claim.startsWith('SEC-1') && isSeen ? 'detected' : state
}

/** Was it a search that found the shortest break? */
export function isBrokenInScope({ decided, shortest }: Cell): boolean {
  const steps = decided?.break?.steps
  return steps !== undefined && (shortest === null || steps <= shortest.step + 1)
}

// The few words that the matrix has room for.
function briefOf(cell: Cell): string {
  const { state, decided, shortest, runs, scenes, shownUnder } = cell
  switch (state) {
    case 'exhaustive':
      return `depth ${Math.max(...(decided?.by ?? []).map(({ depth }) => depth))}`
    case 'broken':
      if (isBrokenInScope(cell)) return `${decided?.break?.steps} steps`
      return `step ${shortest?.step}${shortest?.scene === undefined ? '' : ', scene'}`
    case 'holds':
      if (shownUnder !== undefined) return `as in ${shownUnder}`
      return `${runs - scenes} runs${scenes === 0 ? '' : `, ${scenes} scenes`}`
    default:
      return ''
  }
}

function detailOf(cell: Cell): string {
  const { state, events, witnessed, shortest, shownUnder, decided } = cell
  const bounds = (decided?.by ?? []).map(
    ({ scope, depth, bound }) => `scope ${scope} to depth ${depth}, within ${boundText(bound)}`,
  )
  const isHeld = decided?.state === 'exhaustive'
  const fell = decided?.break ?? null
  return [
    ...(isHeld ? [`every world of ${bounds.join('; and of ')}`] : []),
    ...(fell === null ? [] : [`${fell.steps} steps in scope ${fell.scope}: ${fell.why}`]),
    ...(shortest === null
      ? []
      : [`${brokenText(cell)}; earliest: ${placeOf(shortest)}, step ${shortest.step}: ${shortest.why}`]),
    ...(shownUnder === undefined
      ? []
      : [`its situation arose only under ${shownUnder}, who can do all of this`]),
    ...(state === 'notFound'
      ? [
          `must be found broken${shortest === null ? ', and was not' : ' by search, and only a directed scene shows it'}`,
        ]
      : []),
    `${runsText(cell)}, ${events} events, witness in ${witnessed} of them`,
  ].join('. ')
}

// What was told for the purpose is no search: it is counted apart.
function runsText({ runs, scenes }: Pick<Cell, 'runs' | 'scenes'>): string {
  return `${runs - scenes} drawn runs${scenes === 0 ? '' : ` and ${scenes} directed scenes`}`
}

function brokenText({ runs, scenes, brokenIn, brokenInScenes }: Cell): string {
  const drawn = `in ${brokenIn - brokenInScenes} of ${runs - scenes} drawn runs`
  return scenes === 0 ? drawn : `${drawn} and ${brokenInScenes} of ${scenes} directed scenes`
}

function placeOf({ seed, scene }: NonNullable<Cell['shortest']>): string {
  return scene === undefined ? `seed ${seed}` : `directed scene ${scene}`
}

/** One line that comes to this cell's verdict again. */
export function againOf(cell: Cell): string {
  const { claim, profile, adversary, state, shortest, shownUnder, decided } = cell
  if (state === 'exhaustive' || (state === 'broken' && isBrokenInScope(cell))) {
    const scopes =
      state === 'broken' ? [decided?.break?.scope] : (decided?.by ?? []).map(({ scope }) => scope)
    return scopes.map((scope) => `npx strongroom check --scope ${scope}`).join(' && ')
  }
  if (shortest === null) return columnLine({ profile, adversary: shownUnder ?? adversary })
  const { seed, scene } = shortest
  const run = scene === undefined ? `--seed ${seed}` : `--scene ${scene}`
  const pairs = claim === 'SEC-2' || claim === 'SEC-3' ? ' --pairs' : ''
  return `npx strongroom sim ${run} --profile ${profile} --adversary ${adversary}${pairs}`
}

/** One line for all runs of a column. */
export function columnLine({ profile, adversary }: Pair): string {
  return `npx strongroom review --column "${profile} ${adversary}"`
}

/** Which runs decide each column. */
export function columnRows(): readonly (readonly string[])[] {
  return PAIRS.map((pair) => [
    `${pair.profile} ${pair.adversary}`,
    seedsOf(pair).join(' '),
    scenesOf(pair).join(' '),
    columnLine(pair),
  ])
}

/** The scopes as rows: what was searched, to which figures, and one line for each. */
export function scopeRows(findings: readonly ScopeFinding[]): readonly (readonly string[])[] {
  return findings.map((one) => {
    const { scope, says, profile, adversary, claims, verdict, broken, isSearched, differences, bound } = one
    const { distinct, generated, depth } = one
    const fell = broken === null ? verdict : `${broken.property} broken in ${broken.steps} steps`
    const source = isSearched ? 'searched in this review' : 'as committed; not searched in this review'
    return [
      ...[scope, says, `${profile} under ${adversary}`, claims.join(', '), fell],
      `${distinct} states, ${generated} transitions, depth ${depth}: ${[source, ...differences].join('; ')}`,
      boundText(bound),
      `npx strongroom check --scope ${scope}`,
    ]
  })
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
