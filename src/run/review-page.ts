/**
 * The review as one page without network: the security matrix, the sentences, the scopes, the kill table. It shows what it
 * is given; a part that was not run is said to be missing, never left out silently.
 */
import { escaped } from '../trace/explorer/html.ts'
import { PALETTE } from '../trace/explorer/palette.ts'
import {
  type ClaimRow,
  type Kill,
  killTable,
  type MatrixCell,
  matrixTable,
  plainTable,
  type SentenceRow,
  sentenceTable,
} from './review-tables.ts'

/** Rows of a plain table with their head. */
export interface Rows {
  readonly head: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
}

/** Everything on the page; null for what was not run. */
export interface ReviewPageData {
  readonly build: string
  readonly verdict: string
  /** Cells that are inconclusive, and cells that are not as committed: what a reader has to know first. */
  readonly inconclusive: number
  readonly differing: number
  readonly claims: readonly ClaimRow[]
  readonly matrix: readonly MatrixCell[] | null
  /** How to run each column again: profile, adversary, one line. */
  readonly again: Rows | null
  readonly sentences: readonly SentenceRow[] | null
  readonly scopes: Rows | null
  readonly kills: readonly Kill[] | null
  readonly statistics: Rows | null
  /** What the story told, a line each. */
  readonly story: readonly string[]
}

const STYLE = `${PALETTE}
body { margin: 0 auto; max-width: 1400px; padding: 20px; background: var(--ground); color: var(--ink);
  font: 15px/1.5 ui-sans-serif, system-ui, sans-serif; }
a { color: var(--accent); } .wide { overflow-x: auto; } table { border-collapse: collapse; font-size: 13.5px; }
th, td { border: 1px solid var(--line); padding: 4px 8px; text-align: left; vertical-align: top; } th { background: var(--raised); }
.holds { color: var(--vault); } .broken { color: var(--hot); font-weight: 600; } .quiet { color: var(--quiet); }
.unexpected { outline: 3px solid var(--hot); outline-offset: -3px; } .says { max-width: 28em; min-width: 16em; font-weight: 400; }
@media print { body { max-width: none; } tr { break-inside: avoid; } }`

const POLICY = "default-src 'none'; style-src 'unsafe-inline'"

/** The whole page. */
export function reviewPage(data: ReviewPageData): string {
  const { build, verdict, inconclusive, differing, matrix, sentences, kills, story } = data
  const rowsOf = (label: string, rows: Rows | null) =>
    rows === null ? missing(label) : plainTable(label, rows.head, rows.rows)
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>strongroom review</title>
<style>${STYLE}</style></head><body><main>
<h1>strongroom review: ${escaped(verdict)}</h1>
<p><strong>${inconclusive} cells inconclusive, ${differing} not as committed.</strong>
A cell says what was seen in so many runs, never how likely it is that a claim holds.</p>
<p class="quiet">strongroom ${escaped(build)}. Generated, never written by hand.</p>
<h2 id="matrix">The security matrix</h2>${matrix === null ? missing('the matrix') : matrixTable(data.claims, matrix)}
<h2 id="again">How to run a column again</h2>${rowsOf('how to run a column again', data.again)}
<h2 id="sentences">The article's sentences</h2>${sentences === null ? missing('the sentences') : sentenceTable(sentences)}
<h2 id="scopes">The exhaustive scopes</h2>${rowsOf('the exhaustive scopes', data.scopes)}
<h2 id="kills">The kill table</h2>${kills === null ? missing('the kill table') : killTable(kills)}
<h2 id="statistics">What really happened</h2>${rowsOf('what really happened', data.statistics)}
<h2 id="story">The story</h2><ol>${story.map((line) => `<li>${escaped(line)}</li>`).join('')}</ol>
</main></body></html>
`
}

function missing(what: string): string {
  return `<p><strong>Not generated:</strong> ${what} was not run in this review.</p>`
}
