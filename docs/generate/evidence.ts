/**
 * The matrix and the kill table, as the last review on this checkout left them; never written by hand. Without a review,
 * the committed cells stand there, and it is said that the next review is held against them.
 */

import type { ReviewReport } from '../../src/cli/review.ts'
import { CLAIMS } from '../../src/run/claim-list.ts'
import { COMMITTED_KILLS } from '../../src/run/mutants.ts'
import { committedCells } from '../../src/run/review.ts'
import { bugRows } from '../../src/run/review-bugs.ts'
import { matrixTable, stateWords } from '../../src/run/review-matrix.ts'
import { killTable, sentenceTable } from '../../src/run/review-tables.ts'
import { bugsTable, expectedTables, sentencesTable } from './expected.ts'
import { exists, read } from './files.ts'
import { type Page, table, text } from './layout.ts'

/** Where a review leaves what it found. */
export const REVIEW = 'out/review'

/** Where its pages go within the site. */
export const REVIEW_PAGES = 'review'

/** The page. */
export function evidencePage(): Page {
  const file = `${REVIEW}/review.json`
  const review = exists(file) ? (JSON.parse(read(file)) as ReviewReport) : null
  const body = [
    '<h2 id="matrix">The security matrix</h2>',
    review === null ? committedMatrix() : matrixOf(review),
    '<h2 id="expected">What is expected of it</h2>',
    '<p>Committed, and signed by reviewers: a cell of the matrix that comes out otherwise fails the tests. Nothing here is a result. <em>Must break</em>: search has to find the break. Where a cell is <em>not claimed</em>, the protocol promises nothing against that adversary.</p>',
    expectedTables(),
    '<h2 id="kill-table">The kill table</h2>',
    '<p>Runs and events are median and 90th percentile of the hunts that killed. Each bug has to die by one strategy, or in a suite of <code>npm test</code>.</p>',
    killTable(bugRows(review?.mutants ?? COMMITTED_KILLS)),
    '<h3 id="bugs">The seeded bugs</h3>',
    bugsTable(),
    '<h2 id="sentences">A public article, sentence by sentence</h2>',
    review === null ? sentencesTable() : sentenceTable(review.sentences),
  ].join('\n')
  const made = `Generated from ${file}, if there is one, and from src/expected and src/bugs.`
  return { file: 'evidence.html', title: 'Matrix and kill table', body, made }
}

function committedMatrix(): string {
  const own = `<p>As it is committed: <code>npm start</code> runs it anew, holds it against these cells, and leaves here what it saw
and the traces behind each break.</p>`
  const tables = Object.entries(committedCells()).map(([profile, columns]) => {
    const adversaries = Object.keys(columns)
    const claims = [...new Set(Object.values(columns).flatMap((column) => Object.keys(column)))].sort()
    const rows = claims.map((claim) => [
      text(claim),
      ...adversaries.map((who) => {
        const state = columns[who]?.[claim]
        return state === undefined ? 'no cell' : stateWords(state)
      }),
    ])
    return `<h3>${text(profile)}, committed</h3>${table(['claim', ...adversaries], rows)}`
  })
  return own + tables.join('\n')
}

// Traces' pages lie beside the review's own page, which the site has a copy of.
function matrixOf({ matrix, verdict }: ReviewReport): string {
  const cells = matrix.map((cell) => ({
    ...cell,
    pages: cell.pages.map((page) => `${REVIEW_PAGES}/${page}`),
  }))
  const own = `<p>The last review: ${text(verdict)}. <a href="${REVIEW_PAGES}/index.html">Its own page</a> has the scopes, the statistics and the story.</p>`
  return own + matrixTable(CLAIMS, cells, `${REVIEW_PAGES}/index.html`)
}
