/** `strongroom shrink FILE`: a failing run made small. */
import { join } from 'node:path'
import type { Command } from 'commander'
import { CORPUS } from '../run/corpus.ts'
import { runChoices } from '../run/judge-run.ts'
import { claimsFor } from '../run/judges.ts'
import { shrink } from '../run/shrink.ts'
import { scenarioOf, traceOf } from '../run/trace-of.ts'
import { formatTrace } from '../trace/format.ts'
import { EXIT, UsageError } from './exit.ts'
import { keepFailure } from './failure.ts'
import { writeWhole } from './files.ts'
import { print } from './output.ts'
import { readTrace } from './replay.ts'

/** What came of it. */
export interface ShrinkReport {
  readonly file: string
  readonly claim: string
  readonly why: string
  readonly from: number
  readonly to: number
  /** Choices taken in all attempts. */
  readonly taken: number
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
    .option('--out <dir>', 'where the small run goes', 'out')
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
  const { trace, start, doors } = await readTrace(file)
  const { setup } = start
  if (setup === null) throw new UsageError(`${file}: a counterexample of the checker is as short as can be`)
  const choices = trace.steps.map(({ c }) => c)
  const claims = claimsFor(setup.crypto)
  const id =
    asked ?? trace.header.broke?.split(' ')[0] ?? runChoices(setup, choices, { claims, doors }).broken[0]?.id
  const claim = claims.find((one) => one.id === id)
  if (claim === undefined)
    throw new UsageError(`${file}: ${id === undefined ? 'no claim breaks' : `no claim ${id}`}`)
  if (claim.kind === 'eventually') {
    throw new UsageError(
      `${file}: ${id} is about what must happen in the end; less of a run always breaks it`,
    )
  }
  const small = shrink({ setup, choices, claim, doors })
  if (small === null) throw new UsageError(`${file}: ${claim.id} does not break`)
  const again = runChoices(small.setup, small.choices, { claims: [claim], doors, hashes: true })
  const { complete: _, seed: __, ...kept } = traceOf(again, undefined, claim.id, trace.header.bug).header
  const text = formatTrace({ ...traceOf(again, undefined, claim.id, trace.header.bug), header: kept })
  const name = `${claim.id.toLowerCase()}-small`
  const written = await keepFailure(out, name, text, claim.id)
  const scenario = `${written.trace.replace(/\.ndjson$/, '')}.scenario.ndjson`
  const { bug } = trace.header
  const told = { broke: trace.header.broke ?? claim.id, ...(bug === undefined ? {} : { bug }) }
  const plain = formatTrace(scenarioOf(small, told))
  writeWhole(scenario, plain)
  const corpus = keep === true ? join(CORPUS, `${claim.id.toLowerCase()}-${again.traceHash}.ndjson`) : null
  if (corpus !== null) writeWhole(corpus, plain)
  return {
    ...{
      file,
      claim: claim.id,
      why: small.why,
      from: choices.length,
      to: small.choices.length,
      taken: small.taken,
    },
    line: `npx strongroom replay ${written.trace}`,
    ...{ trace: written.trace, page: written.page, scenario, corpus },
  }
}

function shrinkText({ claim, why, from, to, line, page, scenario, corpus }: ShrinkReport): string {
  const files = [line, page, scenario, ...(corpus === null ? [] : [corpus])].map((file) => `  ${file}`)
  return [`${claim}: ${why}`, `${from} choices, now ${to}`, ...files].join('\n')
}
