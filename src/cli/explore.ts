/** `strongroom explore TRACE`: a trace as one page to look at, without server or network. */
import { basename } from 'node:path'
import type { Command } from 'commander'
import { BUGS } from '../bugs/catalogue.ts'
import { type Label, labelled, record } from '../run/record.ts'
import { explorerPage } from '../trace/explorer/html.ts'
import { EXIT, UsageError } from './exit.ts'
import { outFile, writeWhole } from './files.ts'
import { print } from './output.ts'
import { counts, type ReadTrace, readTrace } from './replay.ts'

/** A longer trace is to be shrunk first: nobody reads it, and its page would not open. */
const STEPS_MAX = 200_000

interface ExploreFlags {
  readonly out?: string
  readonly json?: boolean
}

/** What was written. */
export interface ExploreReport {
  readonly page: string
  readonly steps: number
  /** Claims that the run breaks, and where. */
  readonly broken: Readonly<Record<string, number>>
}

/** Adds the verb. */
export function addExplore(program: Command): void {
  program
    .command('explore')
    .description('write a trace as one self-contained HTML page: lanes, messages, states, what changed')
    .argument('<file>', 'a trace, as sim and check write them')
    .option('--out <file>', 'where the page goes; by default beside the trace, as .html', outFile)
    .option('--json', 'one JSON object on standard output')
    .action(async (file: string, { out, json }: ExploreFlags) => {
      const report = await explore(file, out ?? pageFor(file))
      print(json === true, report, () => exploreText(report))
      process.exitCode = EXIT.expected
    })
}

/** Where a trace's page goes unless somebody says otherwise. */
export function pageFor(file: string): string {
  return `${file.replace(/\.(ndjson|json|jsonl)$/, '')}.html`
}

/** Writes the page of a trace file. */
export async function explore(file: string, out: string): Promise<ExploreReport> {
  return writePage(file, await readTrace(file), out)
}

/** Writes the page of a trace that was read; `file` is its name for people. */
export function writePage(file: string, { trace, start, doors }: ReadTrace, out: string): ExploreReport {
  if (trace.steps.length === 0) throw new UsageError(`${file}: it has no steps`)
  if (trace.steps.length > STEPS_MAX) {
    throw new UsageError(
      `${file}: ${trace.steps.length} steps are more than a page shows (${STEPS_MAX}); shrink it first`,
    )
  }
  const labels: Label[] = []
  // Looked-up steps would not be heard, so every step is taken.
  const listening = { ...doors, reorder: labelled(labels, doors.reorder) }
  const { build, profile, setup, seed = null, broke = null } = trace.header
  const seeded = BUGS.find(({ id }) => id === trace.header.bug)
  const bug = seeded === undefined ? null : `${seeded.id} (${seeded.story})`
  const recorded = record({
    ...{ ...start.built(listening, false), claims: start.claims, labels },
    choices: trace.steps.map(({ c }) => c),
    complete: trace.header.complete === true,
    counts: (cell) => counts(trace, start, cell),
    header: {
      ...{ file: basename(file), build, profile, crypto: start.crypto, seed, broke, bug, setup },
      traceHash: trace.hash ?? 'none: written by hand',
    },
  })
  if (!recorded.ok) throw new UsageError(`${file}: step ${recorded.step} cannot happen: ${recorded.why}`)
  const { claims, steps } = recorded.data
  writeWhole(out, explorerPage(recorded.data))
  const broken = claims.flatMap(({ id, claimed, broken: fell }) =>
    fell === null || !claimed ? [] : [[id, fell.step] as const],
  )
  return { page: out, steps: steps.length, broken: Object.fromEntries(broken) }
}

function exploreText({ page, steps, broken }: ExploreReport): string {
  const fell = Object.entries(broken).map(
    ([id, step]) => `${id} breaks at step ${step}: open ${page}#step-${step}`,
  )
  return [...fell, `${page}: ${steps} steps`].join('\n')
}
