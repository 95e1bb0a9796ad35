/** The matrix on the review's page (§10.9): a small table for each profile, and a row for every cell that says something. */
import { escaped } from '../trace/explorer/html.ts'
import type { CellState } from './matrix.ts'
import type { Killed } from './review-bugs.ts'
import { type ClaimRow, scrolled } from './review-tables.ts'

/** One cell of the matrix as it is shown. */
export interface MatrixCell {
  readonly claim: string
  readonly profile: string
  readonly adversary: string
  readonly state: CellState | 'detected'
  /** Is the claim made, in this profile against this adversary? */
  readonly claimed: boolean
  /** Is it as committed? */
  readonly expected: boolean
  /** Drawn runs and directed scenes; and of these, how many were scenes. */
  readonly runs: number
  readonly scenes: number
  /** Events of all runs. */
  readonly events: number
  /** Runs in which the claim's witness occurred, and runs in which it broke. */
  readonly witnessed: number
  readonly brokenIn: number
  readonly brokenInScenes: number
  /** Seeded bugs against it, and how many so many drawn runs killed. */
  readonly bugs: Killed
  /** A few words: the depth of a search, how many runs, the step of a break. */
  readonly brief: string
  /** What was seen, in sentences. */
  readonly detail: string
  /** One line that comes to the same again. */
  readonly again: string
  /** Pages of the shortest trace, relative to this page, for example `traces/rep-3.html#step-41`; of a pair of runs, two. */
  readonly pages: readonly string[]
}

const STATES: Readonly<Record<MatrixCell['state'], readonly [words: string, tone: string]>> = {
  exhaustive: ['HOLDS', 'holds all'],
  holds: ['holds', 'holds'],
  broken: ['BROKEN', 'broken'],
  detected: ['BROKEN, seen', 'broken'],
  inconclusive: ['inconclusive', 'open'],
  notFound: ['not found', 'open'],
  notClaimed: ['not claimed', 'quiet'],
}

/** A state in words. */
export function stateWords(state: MatrixCell['state']): string {
  return STATES[state][0]
}

/** How the words are to be read. */
export const LEGEND: readonly (readonly [string, string])[] = [
  ['HOLDS', 'in every world of the scopes that name this cell, within their printed bounds'],
  [
    'holds',
    'in the runs that were drawn and the scenes that were told; none broke it, and the situation that could have broken it arose',
  ],
  [
    'BROKEN',
    'by a run or a search; the step is a link to its trace, and scene says that the earliest is a directed one. Where the claim is not made, a finding',
  ],
  ['BROKEN, seen', 'broken, not prevented, and detected by whoever reads the public log'],
  ['inconclusive', 'claimed, and the situation that could have broken it never arose: no pass'],
  [
    'not found',
    'must be found broken, and was not, or by a directed scene alone: a gap in the search, no pass',
  ],
  ['not claimed', 'nobody promises it against this adversary, and nothing broke it'],
]

/** The matrix: for each profile a row for each claim and a column for each adversary. Cells link to rows on page `home`. */
export function matrixTable(claims: readonly ClaimRow[], cells: readonly MatrixCell[], home = ''): string {
  const profiles = [...new Set(cells.map(({ profile }) => profile))]
  return profiles
    .map((profile) => {
      const own = cells.filter((cell) => cell.profile === profile)
      const adversaries = [...new Set(own.map(({ adversary }) => adversary))]
      const rows = rowsFor(claims, own).map(({ id, says }) => {
        const found = adversaries.map((who) => own.find((one) => one.claim === id && one.adversary === who))
        const name = `<th class="claim" scope="row" id="${profile}-${anchor(id)}">${escaped(id)}<br><span class="quiet">${escaped(says)}</span></th>`
        return `<tr>${name}${found.map((cell) => briefHtml(cell, home)).join('')}</tr>`
      })
      const label = `the security matrix, ${profile}`
      return `<h3 id="matrix-${profile}">${escaped(profile)}</h3>${scrolled(label, ['claim', ...adversaries], rows)}`
    })
    .join('\n')
}

// Some claims have a cell for each kind of secret (`SEC-1 code`), and some are judged by none of the catalogue's folds:
// no cell is left out because its claim has no row of its own.
function rowsFor(claims: readonly ClaimRow[], cells: readonly MatrixCell[]): readonly ClaimRow[] {
  const names = [...new Set(cells.map(({ claim }) => claim))]
  const kinds = claims.flatMap((claim) => {
    const own = names.filter((name) => name.startsWith(`${claim.id} `))
    return own.length === 0 ? [claim] : own.map((id) => ({ ...claim, id }))
  })
  const others = names.filter((name) => kinds.every(({ id }) => id !== name))
  const known = kinds.filter(({ id }) => names.includes(id))
  return [...known, ...others.map((id) => ({ id, says: '' }))]
}

function anchor(text: string): string {
  return text.replaceAll(' ', '-')
}

function rowId({ profile, adversary, claim }: MatrixCell): string {
  return `${profile}-${adversary}-${anchor(claim)}`
}

function briefHtml(cell: MatrixCell | undefined, home: string): string {
  if (cell === undefined) return '<td class="quiet">no cell</td>'
  const { state, expected, brief, pages } = cell
  const [words, tone] = STATES[state]
  const surprise = expected ? '' : ' <strong>not as committed</strong>'
  const word = isSaying(cell) ? `<a class="${tone}" href="${home}#${rowId(cell)}">${words}</a>` : words
  const [page] = pages
  const under = page === undefined ? escaped(brief) : `<a href="${escaped(page)}">${escaped(brief)}</a>`
  return `<td class="${expected ? tone : 'unexpected'}">${word}${surprise}${brief === '' ? '' : `<br>${under}`}</td>`
}

function isSaying({ state, expected }: MatrixCell): boolean {
  return state !== 'notClaimed' || !expected
}

/** Every cell that says something: what was seen, how many seeded bugs its runs would have noticed, one line to see it again. */
export function cellsTable(cells: readonly MatrixCell[]): string {
  const rows = cells.filter(isSaying).map((cell) => {
    const { claim, profile, adversary, state, claimed, expected, detail, again, pages } = cell
    const [words, tone] = STATES[state]
    const said = `${claimed ? 'claimed' : 'not claimed'}${expected ? '' : ', <strong>not as committed</strong>'}`
    const links = pages.map((page, i) => {
      const alone = page.endsWith('.ndjson') ? 'its trace file' : 'its trace'
      const name = pages.length === 1 ? alone : i === 0 ? 'the right word' : 'the wrong word'
      return ` <a href="${escaped(page)}">${name}</a>`
    })
    return `<tr id="${rowId(cell)}"><th scope="row">${escaped(claim)}<br><span class="quiet">${escaped(`${profile} ${adversary}`)}</span></th>
<td><span class="${tone}">${words}</span><br><span class="quiet">${said}</span></td>
<td class="says">${escaped(detail)}.${links.join('')}</td><td>${bugsHtml(cell)}</td><td><code>${escaped(again)}</code></td></tr>`
  })
  return scrolled('every cell', ['cell', 'state', 'what was seen', 'seeded bugs', 'run it again'], rows)
}

function bugsHtml({ bugs: { of, killed }, runs, scenes, state }: MatrixCell): string {
  if (state === 'broken' || state === 'detected') return '<span class="quiet">-</span>'
  return of === 0
    ? '<span class="quiet">none against it</span>'
    : `${killed} of ${of} killed in ${runs - scenes} drawn runs`
}
