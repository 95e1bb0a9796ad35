/** The kill table on a terminal (§10.8): what became of each bug, then all of them in one table of 80 columns, then the sums. */
import { BUGS } from '../bugs/catalogue.ts'
import { TAKES } from '../expected/takes.ts'
import { CLAIMS } from '../run/claim-list.ts'
import { STRATEGIES } from '../run/hunt.ts'
import { type MutantRow, redundant, survivors } from '../run/mutants.ts'
import { wrapped } from './tables.ts'

/** A row, and the page that shows its first kill where pages were asked for. */
export type ShownRow = MutantRow & { readonly page?: string }

/** What `mutants` found. */
export interface MutantsReport {
  readonly rows: readonly ShownRow[]
  /** A line for each run of honest code that a claim of its adversary flagged. */
  readonly flagged: readonly string[]
  /** In what the rows are not as committed; null: hunted with another budget, and not compared. */
  readonly differing: readonly string[] | null
}

const COLUMNS_PLAIN = 80
/** Wider lines are not read easily. */
const COLUMNS_MAX = 120
const NAME = 28
const CELL = 9

/** The text, for a terminal so wide; 80 columns where there is none. */
export function mutantsText(
  { rows, flagged, differing }: MutantsReport,
  columns = process.stdout.columns ?? COLUMNS_PLAIN,
): string {
  const ids = [...new Set(rows.map(({ id }) => id))]
  const strategies = STRATEGIES.filter((name) => rows.some(({ strategy }) => strategy === name))
  const width = Math.min(columns, COLUMNS_MAX)
  return [
    ...ids.flatMap((id) => bugLines(id, rows, width)),
    line('bug', ['must break', ...strategies]),
    ...ids.map((id) => overview(id, strategies, rows)),
    '',
    ...sums(rows, flagged, differing).flatMap((text) => hung(text, '', width)),
  ].join('\n')
}

function bugLines(id: string, rows: readonly ShownRow[], width: number): string[] {
  const own = rows.filter((row) => row.id === id)
  const bug = BUGS.find((one) => one.id === id)
  const who = bug?.adversary === 'none' ? 'without faults' : `under ${bug?.adversary}`
  const about = `${id}: ${own[0]?.breaks}, ${bug?.profile} ${who}. ${bug?.story}`
  const takes = own.every(({ kills }) => kills > 0) ? [] : hung(`to show it takes ${TAKES[id]}`, '  ', width)
  const fates = own.flatMap((row) => hung(`${row.strategy.padEnd(11)}${fateOf(row)}`, '  ', width))
  return [...hung(about, '', width), ...fates, ...takes, '']
}

function fateOf({ kills, hunts, killedBy, where, why, page, ...row }: ShownRow): string {
  if (kills === 0) return `survives: ${why}`
  const most = hunts > 1 ? `${kills} of ${hunts} hunts, ` : ''
  const runs = `runs ${row.runsToKill} / ${row.runsToKill90}, events ${row.eventsToKill} / ${row.eventsToKill90}`
  const link = page === undefined ? '' : `; look at it: ${page}`
  return `killed by ${killedBy.join(' ')}: ${most}${runs}; first in ${where}${link}`
}

// Lines after the first are indented under it.
function hung(text: string, indent: string, width: number): string[] {
  return wrapped(text, width - indent.length - 2)
    .split('\n')
    .map((part, i) => `${indent}${i === 0 ? '' : '  '}${part}`)
}

function overview(id: string, strategies: readonly string[], rows: readonly MutantRow[]): string {
  const own = rows.filter((row) => row.id === id)
  const fates = strategies.map((name) => {
    const row = own.find(({ strategy }) => strategy === name)
    if (row === undefined || row.hunts === 0) return '.'
    return row.kills === 0 ? '-' : row.hunts > 1 ? `${row.kills} of ${row.hunts}` : 'killed'
  })
  return line(id, [own[0]?.breaks ?? '', ...fates])
}

function line(name: string, [claim, ...cells]: readonly string[]): string {
  const own = claim === 'must break' ? 'breaks' : claim
  return `${name.padEnd(NAME)}${(own ?? '').padEnd(7)}${cells.map((cell) => shortened(cell).padEnd(CELL)).join('')}`.trimEnd()
}

function shortened(cell: string): string {
  return cell.length < CELL ? cell : `${cell.slice(0, CELL - 2)}.`
}

/** What neither these hunts nor npm test killed. */
export function unkilled(rows: readonly MutantRow[]): readonly string[] {
  const shown = new Set(BUGS.flatMap(({ id, shownBy }) => (shownBy === undefined ? [] : [id])))
  return survivors(rows).filter((id) => !shown.has(id))
}

function sums(
  rows: readonly MutantRow[],
  flagged: readonly string[],
  differing: MutantsReport['differing'],
): string[] {
  const alive = survivors(rows)
  const open = unkilled(rows)
  const elsewhere = BUGS.filter(({ id }) => alive.includes(id) && !open.includes(id))
  const known = [...new Set([...CLAIMS.map(({ id }) => id), 'BKP-2'])]
  const spare = redundant(known, BUGS, rows)
  const bugs = new Set(rows.map(({ id }) => id)).size
  return [
    '-: survives; .: nothing to look in. Runs (or scopes) and events (or worlds): median / 90th percentile of the hunts that killed.',
    'guided walks were left out: they killed nothing sooner (spec/README.md §10.8, with figures).',
    // Of all bugs alone: a few need few claims.
    ...(bugs < BUGS.length
      ? []
      : [`claims that no bug here needs: ${spare.length === 0 ? 'none' : spare.join(', ')}`]),
    ...(elsewhere.length === 0
      ? []
      : [
          `not met by these hunts, killed in npm test: ${elsewhere.map(({ id, shownBy }) => `${id} (${shownBy})`).join(', ')}`,
        ]),
    ...(open.length === 0 ? [] : [`survivors: ${open.join(', ')}`]),
    ...(differing ?? []),
    differing === null
      ? 'another budget than the committed table has: not compared with it'
      : `${differing.length} rows not as committed`,
    `${bugs} bugs, ${bugs - alive.length} killed here, ${elsewhere.length} in npm test; honest code flagged ${flagged.length} times`,
  ]
}
