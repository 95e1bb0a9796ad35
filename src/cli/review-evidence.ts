/**
 * The evidence behind broken cells: of each its shortest break, as a trace and its page. What breaks under a less able adversary
 * is broken under a more able one by the same trace, which is written once.
 */
import { join } from 'node:path'
import type { ScopeResult } from '../run/check-scope.ts'
import type { Cell } from '../run/matrix.ts'
import { pairTexts } from '../run/pairs-run.ts'
import { isBrokenInScope } from '../run/review-data.ts'
import { scopeTrace } from '../run/scope-trace.ts'
import { breakText } from '../run/sim-run.ts'
import { scopeNamed } from '../scopes/catalogue.ts'
import type { Scope } from '../scopes/scope.ts'
import { includes } from '../sim/adversary/table.ts'
import { keepFailure } from './failure.ts'
import { writeWhole } from './files.ts'
import { progress } from './output.ts'
import { settingsOf } from './review-runs.ts'

/** Where a review's evidence is written, and how it is found. */
export interface Evidence {
  /** Writes what is not there yet; of breaks that a search found, those among its results. */
  readonly write: (cells: readonly Cell[], results: readonly ScopeResult[]) => Promise<void>
  /** A cell's pages, relative to the review's page. */
  readonly pagesOf: (cell: Cell, cells: readonly Cell[]) => readonly string[]
}

/** Evidence in `out`/traces. */
export function createEvidence(out: string): Evidence {
  const written = new Map<string, readonly string[]>()
  return {
    write: async (cells, results) => {
      const broken = cells.filter((cell) => cell.state === 'broken' && leastAble(cell, cells) === cell)
      const wanting = broken.filter((cell) => !written.has(nameOf(cell)))
      const bar = progress('traces', wanting.length)
      for (const cell of wanting) {
        const pages = await pagesWritten(out, cell, results)
        if (pages !== null) written.set(nameOf(cell), pages)
        bar.advance()
        // Lets the workers hand in what they have, and take more.
        await new Promise((resolve) => setImmediate(resolve))
      }
      bar.end()
    },
    pagesOf: (cell, cells) =>
      cell.state === 'broken' ? (written.get(nameOf(leastAble(cell, cells))) ?? []) : [],
  }
}

// Adversaries come in the order of their table, each after those that it includes.
function leastAble(cell: Cell, cells: readonly Cell[]): Cell {
  return cells.find(
    ({ claim, profile, adversary, state }) =>
      state === 'broken' &&
      claim === cell.claim &&
      profile === cell.profile &&
      includes(cell.adversary, adversary),
  ) as Cell
}

/** A longer trace is kept without a page, which would take longer to write and to open than anybody reads it. */
const PAGE_STEPS_MAX = 5_000

function nameOf(cell: Cell): string {
  const { claim, profile, adversary, decided } = cell
  const where = isBrokenInScope(cell)
    ? `${decided?.break?.scope} ${claim}`
    : `${profile} ${adversary} ${claim}`
  return where.toLowerCase().replaceAll(' ', '-')
}

async function pagesWritten(
  out: string,
  cell: Cell,
  results: readonly ScopeResult[],
): Promise<readonly string[] | null> {
  const { claim, profile, adversary, shortest, decided } = cell
  const keep = async (name: string, text: string) => {
    const { link } = await keepFailure(join(out, 'traces'), name, text, claim)
    return `traces${link.slice(join(out, 'traces').length)}`
  }
  if (isBrokenInScope(cell)) {
    const found = results.find(({ scope }) => scope === decided?.break?.scope)
    if (found?.broken == null) return null
    const text = scopeTrace(scopeNamed(found.scope) as Scope, profile, found.broken.trace, claim)
    return [await keep(nameOf(cell), text)]
  }
  const { seed, scene, step } = shortest as NonNullable<Cell['shortest']>
  if (claim === 'SEC-2' || claim === 'SEC-3') {
    const [right, wrong] = pairTexts(seed, profile, adversary)
    return [await keep(`${nameOf(cell)}-right`, right), await keep(`${nameOf(cell)}-wrong`, wrong)]
  }
  const run = { pair: { profile, adversary }, seed, ...(scene === undefined ? {} : { scene }) }
  const text = breakText(seed, settingsOf(run), claim, step)
  if (step > PAGE_STEPS_MAX) {
    writeWhole(join(out, 'traces', `${nameOf(cell)}.ndjson`), text)
    return [`traces/${nameOf(cell)}.ndjson`]
  }
  const page = await keep(nameOf(cell), text)
  return [page.replace(/(#step-\d+)?$/, `#step-${step}`)]
}
