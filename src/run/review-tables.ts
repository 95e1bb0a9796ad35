/** The tables of the review page (§10.9): words carry the meaning, colour repeats it. */
import { escaped } from '../trace/explorer/html.ts'
import type { MutantRow } from './mutants.ts'
import type { BugRow } from './review-bugs.ts'

/** A sentence of the article with its verdicts. */
export interface SentenceRow {
  readonly quote: string
  readonly bearings: string
  readonly published: string
  readonly hardened: string
  readonly remark: string
}

/** What is claimed, for the first column. */
export interface ClaimRow {
  readonly id: string
  readonly says: string
}

/** The kill table: a row for each bug, a column for each strategy that was tried. */
export function killTable(bugs: readonly BugRow[]): string {
  const strategies = [
    ...new Set(bugs.flatMap(({ byStrategy }) => byStrategy.map(({ strategy }) => strategy))),
  ]
  const rows = bugs.map((bug) => {
    const { id, breaks, profile, adversary, story, takes, byStrategy } = bug
    const about = `${escaped(story)} To show it takes ${escaped(takes)}.`
    const name = `<th scope="row">${escaped(id)}<br><span class="quiet">${about}</span></th>`
    const fates = strategies.map((strategy) => fateHtml(byStrategy.find((row) => row.strategy === strategy)))
    const where = `${escaped(breaks)}<br><span class="quiet">${escaped(`${profile} ${adversary}`)}</span>`
    return `<tr>${name}<td>${where}</td>${fates.join('')}<td>${elsewhere(bug)}</td></tr>`
  })
  return scrolled('the kill table', ['bug', 'must break', ...strategies, 'besides'], rows)
}

// Median and 90th percentile of the hunts that killed; of a survivor, what was tried.
function fateHtml(row: MutantRow | undefined): string {
  if (row === undefined) return '<td class="quiet">not tried</td>'
  const { kills, hunts, killedBy, runsToKill, runsToKill90, eventsToKill, eventsToKill90, why } = row
  if (kills === 0)
    return `<td><span class="open">survives</span><br><span class="quiet">${escaped(why ?? '')}</span></td>`
  const figures = `runs ${runsToKill} / ${runsToKill90}, events ${eventsToKill} / ${eventsToKill90}`
  const how = hunts > 1 ? `${kills} of ${hunts} hunts, ${figures}` : figures
  return `<td><span class="holds">killed</span> by ${escaped(killedBy.join(', '))}<br><span class="quiet">${how}</span></td>`
}

function elsewhere({ byStrategy, shownBy }: BugRow): string {
  if (shownBy !== undefined) return `in npm test: ${escaped(shownBy)}`
  return byStrategy.some(({ kills }) => kills > 0) ? '' : '<span class="broken">survivor</span>'
}

/** The article's sentences. */
export function sentenceTable(sentences: readonly SentenceRow[]): string {
  const rows = sentences.map(({ quote, bearings, published, hardened, remark }) => {
    const cells = [bearings, published, hardened, remark].map((cell) => `<td>${escaped(cell)}</td>`)
    return `<tr><th scope="row" class="says">${escaped(quote)}</th>${cells.join('')}</tr>`
  })
  return scrolled('the sentences', ['sentence', 'carried by', 'published', 'hardened', 'remark'], rows)
}

/** A plain table of text. */
export function plainTable(
  label: string,
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const lines = rows.map(
    ([first, ...rest]) =>
      `<tr><th scope="row">${escaped(String(first))}</th>${rest.map((cell) => `<td>${escaped(String(cell))}</td>`).join('')}</tr>`,
  )
  return scrolled(label, head, lines)
}

/** A table that scrolls by itself where it is too wide. */
export function scrolled(label: string, head: readonly string[], rows: readonly string[]): string {
  const cells = head.map((one) => `<th scope="col">${escaped(one)}</th>`).join('')
  return `<div class="wide" tabindex="0" role="group" aria-label="${label}"><table><thead><tr>${cells}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`
}
