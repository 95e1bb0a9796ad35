/** Tables for the terminal, as wide as it is; colour is never the only carrier of meaning. */
import Table from 'cli-table3'
import type { SimRun } from '../run/sim-run.ts'
import { type Statistics, statisticsRows } from '../run/statistics.ts'

/** Columns of a terminal that does not say, and of a pipe. */
const COLUMNS_PLAIN = 80

/** Narrower than this no column gets, borders and padding left out. */
const COLUMN_MIN = 6

/** A table that fits the terminal's width (80 columns where there is none); cells are wrapped, nothing is cut off. */
export function table(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  width = process.stdout.columns ?? COLUMNS_PLAIN,
): string {
  const cells = rows.map((row) => row.map(String))
  const widths = fitted(head, cells, width)
  const made = new Table({
    head: head.map((cell, i) => wrapped(cell, widths[i] as number)),
    style: { head: [], border: [], compact: true },
  })
  for (const row of cells) made.push(row.map((cell, i) => wrapped(cell, widths[i] as number)))
  return made.toString()
}

// Each column as wide as its longest cell; while the table is too wide, the widest gives way.
function fitted(head: readonly string[], rows: readonly (readonly string[])[], width: number): number[] {
  const widths = head.map((cell, i) =>
    Math.max(1, ...[cell, ...rows.map((row) => row[i] ?? '')].map(longest)),
  )
  // A border and a space on either side of each cell, and the last border.
  const room = width - 3 * head.length - 1
  while (sum(widths) > room && Math.max(...widths) > COLUMN_MIN) {
    const widest = widths.indexOf(Math.max(...widths))
    widths[widest] = (widths[widest] as number) - 1
  }
  return widths
}

function longest(cell: string): number {
  return Math.max(...cell.split('\n').map((line) => line.length))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0)
}

/** Text in lines of at most so many characters: broken at spaces, and inside a word that alone is too long. */
export function wrapped(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => {
      const lines: string[] = ['']
      for (const word of line.split(' ')) {
        const last = lines[lines.length - 1] as string
        if (last !== '' && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
        else if (last === '') lines[lines.length - 1] = word
        else lines.push(word)
      }
      return lines.flatMap((one) => one.match(new RegExp(`.{1,${width}}`, 'g')) ?? [''])
    })
    .join('\n')
}

/** Statistics as a table: group, name, count. */
export function statisticsTable(statistics: Statistics): string {
  return table(['what', 'which', 'count'], statisticsRows(statistics))
}

/** The account of guesses of each run (§4.10). */
export function guessesTable(runs: readonly Pick<SimRun, 'seed' | 'guesses'>[]): string {
  const rows = runs.flatMap(({ seed, guesses }) =>
    guesses.map(({ secret, records, charges, evaluations }) => [seed, secret, records, charges, evaluations]),
  )
  return table(['seed', 'secret', 'records', 'charges committed', 'distinct evaluations'], rows)
}
