/** A review on the terminal: the story, the matrix in 80 columns, what is open, what differs. */
import type { MatrixCell } from '../run/review-matrix.ts'
import type { ReviewReport } from './review.ts'
import { wrapped } from './tables.ts'

/** The states in a few letters. */
export const SHORT: Readonly<Record<MatrixCell['state'], string>> = {
  ...{ exhaustive: 'ALL', holds: 'ok', broken: 'BRK', detected: 'SEEN' },
  ...{ inconclusive: '?', notFound: 'miss', notClaimed: '.' },
}

const LEGEND = [
  'ALL   holds in every world of a scope, within its bounds',
  'ok    holds in the runs that were drawn',
  'BRK   broken             SEEN  broken, and detected in the public log',
  '?     inconclusive       miss  must be found broken, and was not',
  '.     nobody claims it   !     not as committed',
]

const LINES_MAX = 20
const WIDTH = 80
/** Columns of a cell: four letters, a mark, a space. */
const CELL = 6

/** The text. */
export function reviewText(report: ReviewReport, page: string): string {
  const { verdict, inconclusive, differing, matrix, story, scopes, seconds, furtherRuns } = report
  const profiles = [...new Set(matrix.map(({ profile }) => profile))]
  const missed = matrix.filter(({ state }) => state === 'notFound').length
  const ran = scopes.filter(({ isSearched }) => isSearched).length
  const open = matrix.filter(({ state }) => state === 'inconclusive' || state === 'notFound')
  return [
    ...story.events.map(({ at, says }) => `${String(at).padStart(7)} ms  ${says}`),
    `decrypted under the recovered K: ${story.compared} bytes, ${story.same ? 'all equal' : 'NOT equal'}`,
    '',
    ...profiles.flatMap((profile) => [
      ...matrixLines(
        profile,
        matrix.filter((cell) => cell.profile === profile),
      ),
      '',
    ]),
    ...LEGEND,
    '',
    `${inconclusive} cells inconclusive, ${missed} breaks not found, ${differing.length} not as committed`,
    ...openLines(open),
    ...differing.slice(0, LINES_MAX).map((line) => `  ${line}`),
    ...(differing.length > LINES_MAX ? [`  and ${differing.length - LINES_MAX} more, in review.json`] : []),
    `${ran} of ${scopes.length} scopes searched, the others as committed (npx strongroom check)`,
    ...(furtherRuns > 0 ? [`${furtherRuns} further runs`] : []),
    `review: ${verdict}, in ${seconds.toFixed(0)} s; each cell with one line to run it again: ${page}`,
  ].join('\n')
}

function matrixLines(profile: string, cells: readonly MatrixCell[]): string[] {
  const adversaries = [...new Set(cells.map(({ adversary }) => adversary))]
  const claims = [...new Set(cells.map(({ claim }) => claim))]
  // The last column needs no space after it.
  const first = WIDTH + 1 - CELL * adversaries.length
  const line = (name: string, words: readonly string[]) =>
    `${name.padEnd(first)}${words.map((word) => word.padEnd(CELL)).join('')}`.trimEnd()
  const rows = claims.map((claim) =>
    line(
      claim,
      adversaries.map((adversary) => {
        const cell = cells.find((one) => one.claim === claim && one.adversary === adversary)
        return cell === undefined ? '' : `${SHORT[cell.state]}${cell.expected ? '' : '!'}`
      }),
    ),
  )
  return [line(profile, adversaries), ...rows]
}

// Open cells by column, as a reader has to know them.
function openLines(open: readonly MatrixCell[]): string[] {
  const columns = [...new Set(open.map(({ profile, adversary }) => `${profile} ${adversary}`))]
  return columns.flatMap((column) => {
    const claims = open.filter(({ profile, adversary }) => `${profile} ${adversary}` === column)
    const text = `${column}: ${claims.map(({ claim }) => claim).join(', ')}`
    return wrapped(text, WIDTH - 4)
      .split('\n')
      .map((part, i) => (i === 0 ? `  ${part}` : `    ${part}`))
  })
}
