/** `strongroom replay FILE`: a run again, from its choices alone. */
import type { Command } from 'commander'
import { BUGS } from '../bugs/catalogue.ts'
import type { Doors } from '../bugs/doors.ts'
import { isClaimed } from '../expected/cells.ts'
import { followChoices, type Replayed } from '../run/judge-run.ts'
import { cellOf } from '../run/judges.ts'
import { type Start, startOf } from '../run/start.ts'
import { doorsFor } from '../run/twins.ts'
import { CAPABILITIES } from '../sim/adversary/table.ts'
import { parseTrace, type Trace } from '../trace/format.ts'
import { EXIT, UsageError } from './exit.ts'
import { readWhole } from './files.ts'
import { note, print, verdictText } from './output.ts'

/** What a replay tells. */
export interface ReplayReport {
  readonly file: string
  readonly events: number
  readonly ticks: number
  readonly traceHash: string
  readonly verdict: 'holds' | 'broken'
  readonly claims: Readonly<Record<string, string>>
  /** Did each step hash as the file says? A scenario written by hand says nothing. */
  readonly matches: boolean | null
}

/** Adds the verb. */
export function addReplay(program: Command): void {
  program
    .command('replay')
    .description('run a trace file again, from its choices alone; exit 1 if a claim that is made breaks')
    .argument('<file>', 'a trace, as sim and check write them')
    .option('--json', 'one JSON object on standard output')
    .action(async (file: string, { json }: { json?: boolean }) => {
      const report = await replay(file)
      print(json === true, report, () => replayText(report))
      process.exitCode = report.verdict === 'broken' ? EXIT.broken : EXIT.expected
    })
}

/** A trace, what it starts from, and the doors of its world: its seeded bug, its twin. */
export interface ReadTrace {
  readonly trace: Trace
  readonly start: Start
  readonly doors: Doors
}

/** Reads a trace file, or says in one line what is wrong with it. */
export async function readTrace(file: string): Promise<ReadTrace> {
  const parsed = parseTrace(readWhole(file))
  if (!parsed.ok) throw new UsageError(`${file}: ${parsed.why}`)
  const read = startOf(parsed.trace.header.setup)
  if (!read.ok) throw new UsageError(`${file}: ${read.why}`)
  const { bug } = parsed.trace.header
  const seeded = bug === undefined ? {} : BUGS.find(({ id }) => id === bug)
  if (seeded === undefined) throw new UsageError(`${file}: this build has no seeded bug ${bug}`)
  const doors = { ...seeded, ...(await doorsFor(read.start.crypto, note)) }
  return { trace: parsed.trace, start: read.start, doors }
}

/** Replays a file. */
export async function replay(file: string): Promise<ReplayReport> {
  const { trace, start, doors } = await readTrace(file)
  const choices = trace.steps.map(({ c }) => c)
  const result = followChoices(start.built(doors), choices, {
    claims: start.claims,
    hashes: true,
    exact: true,
    complete: trace.header.complete === true,
  })
  if (result.refused !== null) {
    throw new UsageError(`${file}: step ${result.refused.step} cannot happen: ${result.refused.why}`)
  }
  const differs = firstDifference(trace, result)
  if (differs !== null) {
    const by = trace.header.build
    throw new UsageError(
      `${file}: step ${differs} has another hash: edited, or not written by this build (${by})`,
    )
  }
  return {
    file,
    events: result.events,
    ticks: result.ticks,
    traceHash: result.traceHash,
    verdict: result.broken.some(({ id, why }) => counts(trace, start, cellOf(id, why))) ? 'broken' : 'holds',
    claims: Object.fromEntries(
      result.broken.map(({ id, why, step }) => [id, `broken at step ${step}: ${why}`]),
    ),
    matches: trace.hash === null ? null : true,
  }
}

/**
 * Is a break of this cell a failure of the run? Of the claim for which it was kept, and of those that are made under
 * its adversary, or under any where none is named.
 */
export function counts({ header: { broke } }: Trace, { setup }: Start, cell: string): boolean {
  if (cell === broke || setup === null) return true
  const { profile, adversary } = setup
  const under = adversary === undefined ? CAPABILITIES.map(({ id }) => id) : [adversary.who]
  return under.some((who) => isClaimed(cell, profile, who))
}

/** The first step whose hash is not the file's, or null. */
function firstDifference({ steps, hash }: Trace, { hashes, traceHash }: Replayed): number | null {
  for (const [i, { h }] of steps.entries()) if (h !== undefined && h !== hashes[i]) return i
  return hash !== null && hash !== traceHash ? steps.length : null
}

function replayText({ events, ticks, traceHash, claims, verdict, matches }: ReplayReport): string {
  const fell = Object.entries(claims).map(([id, state]) => `${id} ${state}`)
  const same = matches === true ? ', as in the file' : ''
  return [
    ...fell,
    `${events} events, ${ticks} ticks, trace hash ${traceHash}${same}: ${verdictText(verdict)}`,
  ].join('\n')
}
