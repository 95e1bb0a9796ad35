/** `strongroom shrink FILE`: a failing run made small. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import type { Claim } from '../../spec/boundary.ts'
import { CORPUS } from '../run/corpus.ts'
import { runChoices } from '../run/judge-run.ts'
import { claimsFor } from '../run/judges.ts'
import { type Shrunk, shrink } from '../run/shrink.ts'
import { scenarioOf, traceOf } from '../run/trace-of.ts'
import type { Setup } from '../sim/setup.ts'
import { formatTrace } from '../trace/format.ts'
import { EXIT, UsageError } from './exit.ts'
import { keepFailure } from './failure.ts'
import { outFolder, writeWhole } from './files.ts'
import { pasted, print } from './output.ts'
import { type ReadTrace, readTrace } from './replay.ts'

/** What came of it. */
export interface ShrinkReport {
  readonly file: string
  readonly claim: string
  readonly why: string
  readonly from: number
  readonly to: number
  /** What all attempts together have cost, in steps of machines. */
  readonly cost: number
  /** The seeded bug was not needed: the run that was given breaks the claim without it as well. */
  readonly alsoWithoutBug: boolean
  /** To paste. */
  readonly line: string
  readonly trace: string
  readonly page: string
  /** The same without hashes: it outlives changes that leave its choices possible, and can be committed. */
  readonly scenario: string
  /** Where it was put to be run by `npm test`, with --keep. */
  readonly corpus: string | null
}

interface Flags {
  readonly claim?: string
  readonly out: string
  readonly keep?: boolean
  readonly json?: boolean
}

/** Adds the verb. */
export function addShrink(program: Command): void {
  program
    .command('shrink')
    .description('make a failing run small: fewer choices and nodes, the same claim broken')
    .argument('<file>', 'a trace, as sim writes it')
    .option(
      '--claim <ID>',
      'which claim; left out: the one for which the file was kept, or the first that breaks',
    )
    .option('--out <dir>', 'where the small run goes', outFolder, 'out')
    .option('--keep', `put it into ${CORPUS} too, whose failures npm test runs again`)
    .option('--json', 'one JSON object on standard output')
    .action(async (file: string, flags: Flags) => {
      const report = await shrinkFile(file, flags)
      print(flags.json === true, report, () => shrinkText(report))
      process.exitCode = EXIT.expected
    })
}

/** Shrinks a file, and writes what is left as a trace, a page and a scenario. */
export async function shrinkFile(file: string, { claim: asked, out, keep }: Flags): Promise<ShrinkReport> {
  if (keep === true && !existsSync(CORPUS))
    throw new UsageError(`--keep: there is no ${CORPUS} here; npm test reads it in the project's own folder`)
  const read = await readTrace(file)
  const { trace, start, doors } = read
  const { setup } = start
  if (setup === null) throw new UsageError(`${file}: a counterexample of the checker is as short as can be`)
  const choices = trace.steps.map(({ c }) => c)
  const claim = claimOf(file, read, setup, asked)
  const small = shrink({ setup, choices, claim, doors })
  if (small === null)
    throw new UsageError(
      claim.kind === 'eventually'
        ? `${file}: ${claim.id} does not break when its acts and faults are told again without losses`
        : `${file}: ${claim.id} does not break`,
    )
  const { line, corpus, ...files } = await writeSmall(small, claim, read, out, keep === true)
  const { why, cost, alsoWithoutBug } = small
  const sizes = { from: choices.length, to: small.choices.length, cost }
  return { file, claim: claim.id, why, ...sizes, alsoWithoutBug, line, ...files, corpus }
}

function claimOf(file: string, { trace, doors }: ReadTrace, setup: Setup, asked?: string): Claim {
  const claims = claimsFor(setup.crypto)
  const { broke, complete = false } = trace.header
  const choices = trace.steps.map(({ c }) => c)
  const first = () => runChoices(setup, choices, { claims, doors, complete }).broken[0]?.id
  const id = asked ?? broke?.split(' ')[0] ?? first()
  const claim = claims.find((one) => one.id === id)
  if (claim === undefined)
    throw new UsageError(
      `${file}: ${id === undefined ? 'no claim breaks' : `there is no claim ${id} about one run`}`,
    )
  if (claim.kind === 'eventually' && !complete)
    throw new UsageError(`${file}: ${id} is judged at the end of a run, and this is not a whole one`)
  return claim
}

async function writeSmall(
  small: Shrunk,
  claim: Claim,
  { trace, doors }: ReadTrace,
  out: string,
  keep: boolean,
): Promise<Pick<ShrinkReport, 'line' | 'trace' | 'page' | 'scenario' | 'corpus'>> {
  const complete = claim.kind === 'eventually'
  const { bug, broke = claim.id } = trace.header
  const again = runChoices(small.setup, small.choices, { claims: [claim], doors, complete, hashes: true })
  const { header, ...rest } = traceOf(again, undefined, broke, bug)
  const text = formatTrace({ header: { ...header, complete }, ...rest })
  const written = await keepFailure(out, `${claim.id.toLowerCase()}-small`, text, claim.id)
  const plain = formatTrace(scenarioOf(small, { broke, complete, ...(bug === undefined ? {} : { bug }) }))
  const scenario = `${written.trace.replace(/\.ndjson$/, '')}.scenario.ndjson`
  writeWhole(scenario, plain)
  const corpus = keep ? join(CORPUS, `${claim.id.toLowerCase()}-${again.traceHash}.ndjson`) : null
  if (corpus !== null) writeWhole(corpus, plain)
  return {
    ...{ line: `npx strongroom replay ${pasted(written.trace)}`, trace: written.trace, page: written.page },
    ...{ scenario, corpus },
  }
}

function shrinkText(report: ShrinkReport): string {
  const { claim, why, from, to, line, page, scenario, corpus, alsoWithoutBug } = report
  const files = [line, page, scenario, ...(corpus === null ? [] : [corpus])].map((file) => `  ${file}`)
  const also = alsoWithoutBug
    ? ['it breaks without the seeded bug as well, so it says nothing about the bug']
    : []
  return [`${claim}: ${why}`, ...also, `${from} choices, now ${to}`, ...files].join('\n')
}
