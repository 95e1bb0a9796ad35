/** The matrix and the kill table, as the last `npm start` and `strongroom mutants` on this checkout left them; never written by hand. */
import { CATALOGUE } from '../../spec/claims/catalogue.ts'
import { type MatrixCell, matrixTable } from '../../src/run/review-tables.ts'
import { bugsTable, expectedTables, sentencesTable } from './expected.ts'
import { exists, read } from './files.ts'
import { type Page, table, text } from './layout.ts'

const REVIEW = 'out/review/review.json'
const REVIEW_PAGE = 'out/review/index.html'
const MUTANTS = 'out/review/mutants.json'

type Row = Readonly<Record<string, unknown>>

// Traces' pages lie beside the review's own page, not in the site.
function withoutPage({ page: _page, ...cell }: MatrixCell): MatrixCell {
  return cell
}

function isMatrix(rows: unknown): rows is readonly MatrixCell[] {
  return (
    Array.isArray(rows) &&
    rows.length > 0 &&
    rows.every((row: Partial<MatrixCell>) => typeof row.claim === 'string' && typeof row.state === 'string')
  )
}

/** The page. What was not generated is said to be so. */
export function evidencePage(): Page {
  const review = exists(REVIEW) ? (JSON.parse(read(REVIEW)) as Row) : undefined
  const mutants = review?.mutants ?? (exists(MUTANTS) ? JSON.parse(read(MUTANTS)) : undefined)
  const body = [
    '<h2 id="matrix">The security matrix</h2>',
    isMatrix(review?.matrix)
      ? matrixTable(CATALOGUE, review.matrix.map(withoutPage))
      : section(review?.matrix ?? review?.cells, 'npm start'),
    reviewLink(),
    '<h2 id="expected">What is expected of it</h2>',
    '<p>Committed, and signed by reviewers: a cell of the matrix that comes out otherwise fails the tests. Nothing here is a result. <em>Must break</em>: search has to find the break. Where a cell is <em>not claimed</em>, the protocol promises nothing against that adversary.</p>',
    expectedTables(),
    '<h2 id="kill-table">The kill table</h2>',
    section(mutants, 'npx strongroom mutants --json'),
    '<h3 id="bugs">The seeded bugs</h3>',
    bugsTable(),
    '<h2 id="sentences">A public article, sentence by sentence</h2>',
    sentencesTable(),
    '<h2 id="swarm">The last swarm</h2>',
    swarm(review),
  ].join('\n')
  return {
    file: 'evidence.html',
    title: 'Matrix and kill table',
    body,
    made: `Generated from ${REVIEW}, if there is one, and from src/expected and src/bugs.`,
  }
}

function section(rows: unknown, command: string): string {
  const list = Array.isArray(rows) ? (rows as readonly Row[]) : []
  if (list.length === 0)
    return `<p><strong>Not generated</strong> on this checkout: run <code>${text(command)}</code> first.</p>`
  const columns = [...new Set(list.flatMap(Object.keys))]
  return table(
    columns.map(text),
    list.map((row) => columns.map((column) => cell(row[column]))),
  )
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return ''
  const plain = typeof value === 'object' ? JSON.stringify(value) : String(value)
  const tone = /^broken/.test(plain) ? 'broken' : /^holds/.test(plain) ? 'holds' : ''
  return tone === '' ? text(plain) : `<span class="${tone}">${text(plain)}</span>`
}

function reviewLink(): string {
  if (!exists(REVIEW_PAGE)) return ''
  return `<p>The page that the review itself wrote, with links to traces: <code>${REVIEW_PAGE}</code>.</p>`
}

function swarm(review: Row | undefined): string {
  const report = review?.swarm as
    | {
        readonly runs?: readonly unknown[]
        readonly verdict?: string
        readonly witnesses?: Record<string, number>
      }
    | undefined
  if (report?.witnesses === undefined)
    return '<p><strong>Not generated</strong> on this checkout: run <code>npm start</code> first.</p>'
  const rows = Object.entries(report.witnesses).map(([id, seen]) => [
    `<a href="claims.html#${id}">${id}</a>`,
    String(seen),
  ])
  return `<p>${report.runs?.length ?? 0} runs: ${cell(report.verdict)}.</p>${table(['claim', 'runs in which its witness arose'], rows)}`
}
