/** The tables of the review page (§10.9): words carry the meaning, colour repeats it. */
import { escaped } from '../trace/explorer/html.ts'
import type { CellState } from './matrix.ts'
import type { MutantRow } from './mutants.ts'

/** One cell of the matrix as it is shown. */
export interface MatrixCell {
  readonly claim: string
  readonly profile: string
  readonly adversary: string
  readonly state: CellState | 'exhaustive' | 'detected'
  /** The bound of an exhaustive verdict, how many runs were sampled, or why it is broken. */
  readonly detail: string
  /** Is it as committed? */
  readonly expected: boolean
  /** The explorer's page of the shortest trace, relative to this page, for example `rep-3.html#step-41`. */
  readonly page?: string
}

/** One seeded bug of the kill table, as the verb `mutants` prints it. */
export interface Kill
  extends Pick<MutantRow, 'id' | 'breaks' | 'killedBy' | 'strategy' | 'runsToKill' | 'eventsToKill'> {
  /** The explorer's page of the kill, relative to this page. */
  readonly page?: string
}

/** A sentence of the article with its verdicts. */
export interface SentenceRow {
  readonly quote: string
  readonly bearings: string
  readonly published: string
  readonly hardened: string
  readonly remark: string
}

/** What is claimed, for the first column. */
export interface ClaimRow {
  readonly id: string
  readonly says: string
  readonly section: string
}

const STATES: Readonly<Record<MatrixCell['state'], readonly [words: string, tone: string]>> = {
  exhaustive: ['holds, exhaustively', 'holds'],
  holds: ['holds in samples', 'holds'],
  broken: ['broken', 'broken'],
  detected: ['broken; detected, not prevented', 'broken'],
  inconclusive: ['inconclusive', 'quiet'],
  notFound: ['break not found', 'quiet'],
  notClaimed: ['not claimed', 'quiet'],
}

/** A state in words. */
export function stateWords(state: MatrixCell['state']): string {
  return STATES[state][0]
}

/** The matrix as a table: a row for each claim, a column for each profile under each adversary that has a cell. */
export function matrixTable(claims: readonly ClaimRow[], cells: readonly MatrixCell[]): string {
  const columns = [...new Set(cells.map(({ profile, adversary }) => `${profile} ${adversary}`))]
  const rows = rowsFor(claims, cells).map(({ id, says, section }) => {
    const found = columns.map((column) =>
      cells.find(({ claim, profile, adversary }) => claim === id && `${profile} ${adversary}` === column),
    )
    const name = `<th scope="row" id="${escaped(id.replace(' ', '-'))}">${escaped(id)}<br><span class="quiet">§${escaped(section)}</span></th>`
    return `<tr>${name}<td class="says">${escaped(says)}</td>${found.map(cellHtml).join('')}</tr>`
  })
  return scrolled('the security matrix', ['claim', 'says', ...columns], rows)
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
  return [...kinds, ...others.map((id) => ({ id, says: '', section: '10.1' }))]
}

function cellHtml(cell: MatrixCell | undefined): string {
  if (cell === undefined) return '<td class="quiet">no cell</td>'
  const [words, tone] = STATES[cell.state]
  const surprise = cell.expected ? '' : ' <strong>not as committed</strong>'
  const trace = cell.page === undefined ? '' : ` <a href="${escaped(cell.page)}">its trace</a>`
  const detail = cell.detail === '' ? '' : `<br><span class="quiet">${escaped(cell.detail)}</span>`
  return `<td class="${cell.expected ? '' : 'unexpected'}"><span class="${tone}">${words}</span>${surprise}${detail}${trace}</td>`
}

/** The kill table. */
export function killTable(kills: readonly Kill[]): string {
  const rows = kills.map(({ id, breaks, killedBy, strategy, runsToKill, eventsToKill, page }) => {
    const killed =
      killedBy.length === 0 ? '<span class="broken">survives</span>' : escaped(killedBy.join(', '))
    const trace = page === undefined ? '' : ` <a href="${escaped(page)}">its trace</a>`
    const plain = [breaks, strategy, String(runsToKill ?? '-'), String(eventsToKill ?? '-')].map(escaped)
    plain.splice(1, 0, killed + trace)
    return `<tr><th scope="row">${escaped(id)}</th>${plain.map((cell) => `<td>${cell}</td>`).join('')}</tr>`
  })
  return scrolled('the kill table', ['bug', 'must break', 'killed by', 'strategy', 'runs', 'events'], rows)
}

/** The article's sentences. */
export function sentenceTable(sentences: readonly SentenceRow[]): string {
  const rows = sentences.map(({ quote, bearings, published, hardened, remark }) => {
    const cells = [bearings, published, hardened, remark].map((cell) => `<td>${escaped(cell)}</td>`)
    return `<tr><th scope="row" class="says">${escaped(quote)}</th>${cells.join('')}</tr>`
  })
  return scrolled('the sentences', ['sentence', 'carried by', 'published', 'hardened', 'remark'], rows)
}

/** A plain table of text. */
export function plainTable(
  label: string,
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const lines = rows.map(
    ([first, ...rest]) =>
      `<tr><th scope="row">${escaped(String(first))}</th>${rest.map((cell) => `<td>${escaped(String(cell))}</td>`).join('')}</tr>`,
  )
  return scrolled(label, head, lines)
}

function scrolled(label: string, head: readonly string[], rows: readonly string[]): string {
  const cells = head.map((one) => `<th scope="col">${escaped(one)}</th>`).join('')
  return `<div class="wide" tabindex="0" role="group" aria-label="${label}"><table><thead><tr>${cells}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`
}
