/**
 * The review as one page without network: the security matrix, the kill table, the verdict. It shows what it is given;
 * a part that was not run is said to be missing, never left out silently.
 */
import { escaped } from '../trace/explorer/html.ts'
import { PALETTE } from '../trace/explorer/palette.ts'

/** One cell of the matrix. */
export interface MatrixCell {
  readonly claim: string
  readonly profile: string
  readonly adversary: string
  readonly state: 'exhaustive' | 'sampled' | 'broken' | 'inconclusive' | 'notClaimed'
  /** The bound of an exhaustive verdict, how many runs were sampled, or why it is broken. */
  readonly detail: string
  /** Is it as committed? */
  readonly expected: boolean
  /** The explorer's page of the shortest trace, relative to this page, for example `rep-3.html#step-41`. */
  readonly page?: string
}

/** One seeded bug of the kill table. */
export interface Kill {
  readonly id: string
  readonly breaks: string
  /** The claims that broke, or an empty list for a survivor. */
  readonly killedBy: readonly string[]
  readonly strategy: string
  readonly runsToKill: number
  readonly eventsToKill: number
  /** The explorer's page of the kill, relative to this page. */
  readonly page?: string
}

/** Everything on the page; null for what was not run. */
export interface ReviewPageData {
  readonly build: string
  readonly verdict: string
  readonly claims: readonly { readonly id: string; readonly says: string; readonly section: string }[]
  readonly matrix: readonly MatrixCell[] | null
  readonly kills: readonly Kill[] | null
  /** What the story told, a line each. */
  readonly story: readonly string[]
}

// Words first; colour repeats what the words say.
const STATES: Readonly<Record<MatrixCell['state'], readonly [words: string, tone: string]>> = {
  exhaustive: ['holds, exhaustively', 'holds'],
  sampled: ['holds in samples', 'holds'],
  broken: ['broken', 'broken'],
  inconclusive: ['inconclusive', 'quiet'],
  notClaimed: ['not claimed', 'quiet'],
}

const STYLE = `${PALETTE}
body { margin: 0 auto; max-width: 1400px; padding: 20px; background: var(--ground); color: var(--ink);
  font: 15px/1.5 ui-sans-serif, system-ui, sans-serif; }
a { color: var(--accent); } .wide { overflow-x: auto; } table { border-collapse: collapse; font-size: 13.5px; }
th, td { border: 1px solid var(--line); padding: 4px 8px; text-align: left; vertical-align: top; } th { background: var(--raised); }
.holds { color: var(--vault); } .broken { color: var(--hot); font-weight: 600; } .quiet { color: var(--quiet); }
.unexpected { outline: 3px solid var(--hot); outline-offset: -3px; } .says { max-width: 28em; }
@media print { body { max-width: none; } tr { break-inside: avoid; } }`

const POLICY = "default-src 'none'; style-src 'unsafe-inline'"

/** The whole page. */
export function reviewPage(data: ReviewPageData): string {
  const { build, verdict, matrix, kills, story } = data
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>strongroom review</title>
<style>${STYLE}</style></head><body><main>
<h1>strongroom review: ${escaped(verdict)}</h1><p class="quiet">strongroom ${escaped(build)}. Generated, never written by hand.</p>
<h2 id="matrix">The security matrix</h2>${matrix === null ? missing('the matrix') : matrixTable(data.claims, matrix)}
<h2 id="kills">The kill table</h2>${kills === null ? missing('the kill table') : killTable(kills)}
<h2 id="story">The story</h2><ol>${story.map((line) => `<li>${escaped(line)}</li>`).join('')}</ol>
</main></body></html>
`
}

function missing(what: string): string {
  return `<p><strong>Not generated:</strong> ${what} was not run in this review.</p>`
}

/** The matrix as a table: a row for each claim, a column for each profile under each adversary that has a cell. */
export function matrixTable(claims: ReviewPageData['claims'], cells: readonly MatrixCell[]): string {
  const columns = [...new Set(cells.map(({ profile, adversary }) => `${profile} ${adversary}`))]
  const rows = claims.map(({ id, says, section }) => {
    const found = columns.map((column) =>
      cells.find(({ claim, profile, adversary }) => claim === id && `${profile} ${adversary}` === column),
    )
    const name = `<th scope="row" id="${escaped(id)}">${escaped(id)}<br><span class="quiet">§${escaped(section)}</span></th>`
    return `<tr>${name}<td class="says">${escaped(says)}</td>${found.map(cellHtml).join('')}</tr>`
  })
  return scrolled('the security matrix', ['claim', 'says', ...columns], rows)
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
    const plain = [
      escaped(breaks),
      killed + trace,
      escaped(strategy),
      String(runsToKill),
      String(eventsToKill),
    ]
    return `<tr><th scope="row">${escaped(id)}</th>${plain.map((cell) => `<td>${cell}</td>`).join('')}</tr>`
  })
  return scrolled('the kill table', ['bug', 'must break', 'killed by', 'strategy', 'runs', 'events'], rows)
}

function scrolled(label: string, head: readonly string[], rows: readonly string[]): string {
  const cells = head.map((one) => `<th scope="col">${escaped(one)}</th>`).join('')
  return `<div class="wide" tabindex="0" role="group" aria-label="${label}"><table><thead><tr>${cells}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`
}
