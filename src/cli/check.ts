/** `strongroom check`: every scope exhaustively, and each held against what is committed. */
import { type Command, InvalidArgumentError } from 'commander'
import { boundText, overallOf, type ScopeResult } from '../run/check-scope.ts'
import { scopeTrace } from '../run/scope-trace.ts'
import { SCOPES, scopeNamed } from '../scopes/catalogue.ts'
import type { Scope } from '../scopes/scope.ts'
import { EXIT } from './exit.ts'
import { keepFailure } from './failure.ts'
import { outFolder } from './files.ts'
import { whole } from './numbers.ts'
import { print } from './output.ts'
import { searchScopes } from './scope-pool.ts'
import { table } from './tables.ts'

/** Options as commander parses them. */
interface CheckFlags {
  readonly scope?: Scope
  /** MiB for each search. */
  readonly memory: number
  readonly states?: number
  readonly out: string
  readonly json?: boolean
}

/** One scope in the JSON report. */
export interface ScopeReport extends Omit<ScopeResult, 'broken'> {
  readonly seconds: number
  /** The claim that broke, why, after how many steps, the trace file, and its page at that step. */
  readonly broken: {
    readonly claim: string
    readonly why: string
    readonly steps: number
    readonly trace: string
    readonly page: string
  } | null
}

/** The report on all default scopes. */
export interface CheckReport {
  readonly verdict: 'expected' | 'broken' | 'inconclusive'
  readonly seconds: number
  readonly scopes: readonly ScopeReport[]
}

/** Adds the verb. */
export function addCheck(program: Command): void {
  program
    .command('check')
    .description('search small worlds exhaustively; exit 0 only if each comes out as committed')
    .option('--scope <NAME>', `one scope: ${SCOPES.map(({ name }) => name).join(', ')}`, knownScope)
    .option(
      '--memory <MiB>',
      'memory for each search; over it a search is inconclusive',
      whole(1, 65_536),
      2048,
    )
    .option(
      '--states <N>',
      'distinct states for each search; over it a search is inconclusive',
      whole(1, 2 ** 27),
    )
    .option('--out <dir>', 'where traces and pages of counterexamples go', outFolder, 'out/check')
    .option('--json', 'one JSON object on standard output')
    .action(async (flags: CheckFlags) => {
      const report = await checkAll(flags)
      const { scope } = flags
      print(flags.json === true, scope === undefined ? report : report.scopes[0], () =>
        reportText(report, flags),
      )
      process.exitCode = EXIT[report.verdict]
    })
}

/** A parser for commander: the scope with this name. */
export function knownScope(name: string): Scope {
  const scope = scopeNamed(name)
  if (scope === undefined) throw new InvalidArgumentError('There is no such scope; see --help.')
  return scope
}

async function checkAll({ scope, memory, states, out }: CheckFlags): Promise<CheckReport> {
  const scopes = scope === undefined ? SCOPES.filter(({ isLarge }) => isLarge !== true) : [scope]
  const limits = { bytesMax: memory * 2 ** 20, ...(states === undefined ? {} : { worldsMax: states }) }
  const began = Date.now()
  const searched = await searchScopes(scopes, limits)
  const seconds = (Date.now() - began) / 1000
  const reports: ScopeReport[] = []
  for (const [at, { result, seconds: own }] of searched.entries()) {
    reports.push({
      ...result,
      seconds: own,
      broken: await keepCounterexample(scopes[at] as Scope, result, out),
    })
  }
  return { verdict: overallOf(searched.map(({ result }) => result)), seconds, scopes: reports }
}

/** Keeps a counterexample as a trace and its page, and runs it in the simulator once more as it is written; null where nothing broke. */
export async function keepCounterexample(
  scope: Scope,
  { broken, bound }: ScopeResult,
  out: string,
): Promise<ScopeReport['broken']> {
  if (broken === null) return null
  const { property: claim, why, steps } = broken
  const text = scopeTrace(scope, String(bound.profile), broken.trace, claim)
  const { trace, link: page } = await keepFailure(out, `${scope.name}-${claim.toLowerCase()}`, text, claim)
  return { claim, why, steps, trace, page }
}

function reportText({ scopes, seconds, verdict }: CheckReport, limits: CheckFlags): string {
  const rows = scopes.map((one) => [
    one.scope,
    one.verdict === 'broken' ? `${one.broken?.claim} broken in ${one.broken?.steps} steps` : one.verdict,
    one.distinct,
    one.generated,
    one.depth,
    one.seconds.toFixed(1),
  ])
  const head = ['scope', 'verdict', 'distinct', 'generated', 'depth', 'seconds']
  return [
    table(head, rows),
    ...scopes.flatMap((one) => linesOf(one, limits)),
    `${scopes.length} scopes, ${seconds.toFixed(1)} s: ${verdict === 'expected' ? 'all as committed' : verdict}`,
  ].join('\n')
}

function linesOf(report: ScopeReport, { memory }: CheckFlags): string[] {
  const { scope, says, bound, adversary, claims, witnessed, broken, why, differences, statistics } = report
  return [
    `${scope}: ${says}`,
    `  under ${adversary}, within ${boundText(bound)}`,
    `  in ${Math.ceil(statistics.bytesAll / 2 ** 20)} MiB of at most ${memory}; states are compared in full, so none is taken for another`,
    `  claims ${claims.join(' ')}; witnesses reached: ${witnessed.join(' ') || 'none'}`,
    ...(broken === null
      ? []
      : [
          `  ${broken.claim}: ${broken.why}`,
          `  npx strongroom replay ${broken.trace}`,
          `  look at it: ${broken.page}`,
        ]),
    ...(why === '' ? [] : [`  inconclusive: ${why}`]),
    ...(differences ?? ['nothing is committed for this scope']).map((line) => `  ${line}`),
  ]
}
