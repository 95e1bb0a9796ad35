/**
 * A run that breaks what it must not is kept, and the assertion that fails says where: `expect(brokenIn(run)).toEqual([])`
 * prints claim, step, reason and the page under out/test that shows it.
 */
import { join, relative } from 'node:path'
import type { Choice, Claim } from '../spec/boundary.ts'
import type { Doors } from '../src/bugs/doors.ts'
import { pageFor, writePage } from '../src/cli/explore.ts'
import { writeWhole } from '../src/cli/files.ts'
import type { RunResult } from '../src/run/judge-run.ts'
import { cellOf } from '../src/run/judges.ts'
import { record } from '../src/run/record.ts'
import { startOf } from '../src/run/start.ts'
import { traceOf } from '../src/run/trace-of.ts'
import type { Built } from '../src/run/world.ts'
import { explorerPage } from '../src/trace/explorer/html.ts'
import { formatTrace, type Trace } from '../src/trace/format.ts'
import { ROOT } from './command.ts'

const OUT = join(ROOT, 'out/test')

/** Which breaks count as failures, and the doors that the run had. */
interface Counting {
  readonly counts?: (cell: string) => boolean
  readonly doors?: Doors
}

/** What broke, a line each, with the page of the run; nothing is written for a run in which nothing broke. */
export function brokenIn(run: RunResult, { counts = () => true, doors = {} }: Counting = {}): string[] {
  const fell = run.broken.map(({ id, why, step }) => ({ cell: cellOf(id, why), why, step }))
  const failures = fell.filter(({ cell }) => counts(cell))
  const [first] = failures
  if (first === undefined) return []
  const page = kept(run, first.cell, doors)
  return failures.map(
    ({ cell, why, step }) => `${cell} at step ${step}: ${why}; look at it: ${page}#step-${step}`,
  )
}

/** Ids of the claims that broke; where the one that must break is not among them, the page of the run that spares it too. */
export function fellIn(run: RunResult, mustBreak: string, { doors = {} }: Counting = {}): string[] {
  const ids = run.broken.map(({ id }) => id)
  return ids.includes(mustBreak) ? ids : [...ids, `look at it: ${kept(run, mustBreak, doors)}`]
}

// Named by claim and hash: what fast-check shrinks to is the last that is written, and every run keeps its own.
function kept(run: RunResult, cell: string, doors: Doors): string {
  return pageOfTrace(
    `${cell.toLowerCase().replace(' ', '-')}-${run.traceHash}`,
    traceOf(run, undefined, cell),
    doors,
  )
}

/** Writes a trace and its page under out/test. Returns the page's path. */
export function pageOfTrace(name: string, trace: Trace, doors: Doors): string {
  const file = join(OUT, `${name}.ndjson`)
  writeWhole(file, formatTrace(trace))
  const read = startOf(trace.header.setup)
  if (!read.ok) throw new Error(read.why)
  const page = pageFor(file)
  writePage(file, { trace, start: read.start, doors }, page)
  return relative(ROOT, page)
}

/** The page of a run in a world that no setup names: a fleet of replicas alone. Returns its path. */
export function pageOf(
  name: string,
  built: Built,
  claims: readonly Claim[],
  choices: readonly Choice[],
): string {
  const recorded = record({
    ...{ ...built, claims, choices },
    header: {
      ...{ file: name, build: 'test', profile: 'as in the suite', crypto: built.twin.name, seed: null },
      ...{ broke: null, bug: null, setup: { suite: name }, traceHash: 'not kept' },
    },
  })
  if (!recorded.ok) throw new Error(`step ${recorded.step} cannot happen: ${recorded.why}`)
  const page = join(OUT, `${name.replace(/[^a-z0-9.-]+/gi, '-')}.html`)
  writeWhole(page, explorerPage(recorded.data))
  return relative(ROOT, page)
}
