/** A review on the terminal: the matrix, what differs, the sentences in short. */
import type { MatrixCell } from '../run/review-tables.ts'
import type { ReviewReport } from './review.ts'
import { table } from './tables.ts'

const SHORT: Readonly<Record<MatrixCell['state'], string>> = {
  ...{ exhaustive: 'HOLDS', holds: 'holds', broken: 'BROKEN', detected: 'SEEN' },
  ...{ inconclusive: '?', notFound: 'missed', notClaimed: '.' },
}

const LINES_MAX = 20

/** The text. */
export function reviewText(report: ReviewReport, page: string): string {
  const { verdict, inconclusive, differing, matrix, story } = report
  const profiles = [...new Set(matrix.map(({ profile }) => profile))]
  return [
    ...story.events.map(({ at, says }) => `${String(at).padStart(7)} ms  ${says}`),
    `decrypted under the recovered K: ${story.compared} bytes, ${story.same ? 'all equal' : 'NOT equal'}`,
    ...profiles.flatMap((profile) => [
      `${profile}:`,
      matrixText(matrix.filter((cell) => cell.profile === profile)),
    ]),
    'HOLDS exhaustively; holds in samples; BROKEN; SEEN: broken, and detected; ? inconclusive; missed: break not found; . not claimed',
    `${inconclusive} cells inconclusive, ${differing.length} not as committed`,
    ...differing.slice(0, LINES_MAX).map((line) => `  ${line}`),
    ...(differing.length > LINES_MAX ? [`  and ${differing.length - LINES_MAX} more, in review.json`] : []),
    `review: ${verdict}; the page: ${page}`,
  ].join('\n')
}

function matrixText(cells: readonly MatrixCell[]): string {
  const adversaries = [...new Set(cells.map(({ adversary }) => adversary))]
  const claims = [...new Set(cells.map(({ claim }) => claim))]
  const rows = claims.map((claim) => [
    claim,
    ...adversaries.map((adversary) => {
      const cell = cells.find((one) => one.claim === claim && one.adversary === adversary)
      return cell === undefined ? '' : `${SHORT[cell.state]}${cell.expected ? '' : '!'}`
    }),
  ])
  return table(['claim', ...adversaries], rows)
}
