/** The pages behind broken cells: of each its earliest break, as a trace and its page. */
import { join } from 'node:path'
import type { Cell } from '../run/matrix.ts'
import { keyOf } from '../run/review-data.ts'
import { breakText } from '../run/sim-run.ts'
import { keepFailure } from './failure.ts'
import { progress } from './output.ts'

/** Writes them; returns where each broken cell's page is, relative to `out`, by the cell's key. */
export async function evidencePages(
  cells: readonly Cell[],
  out: string,
): Promise<Readonly<Record<string, string>>> {
  const broken = cells.filter(({ shortest }) => shortest !== null)
  const bar = progress('traces', broken.length)
  const pages: Record<string, string> = {}
  for (const cell of broken) {
    const { claim, profile, adversary, shortest } = cell
    const { seed, step, scene } = shortest as NonNullable<Cell['shortest']>
    const settings = { profile, adversary, crypto: 'ideal' as const }
    const name = `${profile}-${adversary}-${claim}`.toLowerCase().replaceAll(' ', '-')
    const text = breakText(seed, scene === undefined ? settings : { ...settings, scene }, claim, step)
    await keepFailure(join(out, 'traces'), name, text, claim)
    pages[keyOf(cell)] = `traces/${name}.html#step-${step}`
    bar.advance()
  }
  bar.end()
  return pages
}
