/** Tables for the terminal; colour is never the only carrier of meaning. */
import Table from 'cli-table3'
import type { Statistics } from '../run/statistics.ts'

/** A table that fits the terminal's width (80 columns where there is none). */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const made = new Table({ head: [...head], style: { head: [], border: [], compact: true }, wordWrap: true })
  for (const row of rows) made.push(row.map(String))
  return made.toString()
}

/** Statistics as a table: group, name, count. */
export function statisticsTable(statistics: Statistics): string {
  const rows = Object.entries(statistics).flatMap(([group, counts]) =>
    Object.entries(counts as Record<string, number>).map(([name, count]) => [group, name, count] as const),
  )
  return table(['what', 'which', 'count'], rows)
}
