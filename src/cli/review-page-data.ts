/** From a review's report to its page. */
import { CLAIMS } from '../run/claim-list.ts'
import { bugRows } from '../run/review-bugs.ts'
import { columnRows, scopeRows } from '../run/review-data.ts'
import type { ReviewPageData } from '../run/review-page.ts'
import { statisticsRows } from '../run/statistics.ts'
import { CAPABILITIES } from '../sim/adversary/table.ts'
import type { ReviewReport } from './review.ts'

/** The page's data. */
export function pageData(report: ReviewReport): ReviewPageData {
  const { verdict, inconclusive, differing, matrix, sentences, scopes, mutants, story } = report
  return {
    ...{ versions: report.versions, verdict, inconclusive, differing, matrix, sentences },
    claims: CLAIMS.map(({ id, says }) => ({ id, says })),
    adversaries: {
      head: ['who', 'includes', 'can'],
      rows: CAPABILITIES.map(({ id, includes, says }) => [id, includes.join(' '), says]),
    },
    scopes: {
      head: ['scope', 'what happens', 'where', 'claims', 'verdict', 'figures', 'bounds', 'run it again'],
      rows: scopeRows(scopes),
    },
    bugs: bugRows(mutants),
    columns: { head: ['column', 'seeds', 'scenes', 'one line for all of them'], rows: columnRows() },
    statistics: { head: ['what', 'which', 'count'], rows: statisticsRows(report.statistics) },
    story: story.events.map(({ at, says }) => `${at} ms: ${says}`),
  }
}
