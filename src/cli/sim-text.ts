/** The report of `sim` as text: what broke, how to see it again, what was seen. */
import type { SimSettings } from '../run/sim-run.ts'
import { pasted, verdictText } from './output.ts'
import type { SimOptions, SimReport } from './sim.ts'
import { guessesTable, statisticsTable, table } from './tables.ts'

// The same run again.
function lineFor(seed: number, { profile, adversary, crypto, scene, pairs }: SimSettings): string {
  const rest = [...(scene === undefined ? [] : ['--scene', scene]), ...(pairs === true ? ['--pairs'] : [])]
  const line = ['npx strongroom sim --seed', seed, '--profile', profile, '--adversary', adversary]
  return [...line, '--crypto', crypto, ...rest].join(' ')
}

/** The whole report. */
export function simText(options: SimOptions, report: SimReport): string {
  const { stats, runs: asked } = options
  const { runs, verdict, statistics, witnesses } = report
  const lines: string[] = []
  for (const run of runs.filter((one) => one.verdict === 'broken')) {
    for (const [id, state] of Object.entries(run.claims)) if (state !== 'holds') lines.push(`${id} ${state}`)
    const trace = pasted(run.trace as string)
    lines.push(
      `  ${lineFor(run.seed, options)}`,
      `  npx strongroom replay ${trace}`,
      `  look at it: ${run.page}`,
    )
    lines.push(`  keep it for npm test: npx strongroom shrink ${trace} --keep`)
  }
  if (asked === 1 && runs[0] !== undefined)
    lines.push(`seed ${runs[0].seed}: trace hash ${runs[0].traceHash}`)
  lines.push(table(['claim', 'runs with witness'], Object.entries(witnesses)))
  if (stats === true) lines.push(statisticsTable(statistics), guessesTable(runs))
  const events = runs.reduce((sum, run) => sum + run.events, 0)
  lines.push(`${runs.length} runs, ${events} events: ${verdictText(verdict)}`)
  return lines.join('\n')
}
