/** `strongroom sim --scope`: random runs of a small world that is known in full, and how much of it they see. */
import { boundText } from '../run/check-scope.ts'
import { coverScope, type Runs, type ScopeCoverage, STEPS_MAX } from '../run/scope-coverage.ts'
import type { Scope } from '../scopes/scope.ts'
import { EXIT } from './exit.ts'
import { print, progress } from './output.ts'
import { searchText } from './scope-pool.ts'

/** Runs a scope and reports; ends with 3 where the scope could not be searched to its end. */
export function simulateScope(scope: Scope, runs: Runs & { readonly json?: boolean }): void {
  const bar = progress(scope.name, runs.runs)
  const told = searchText(scope.name)
  const report = coverScope(
    scope,
    runs,
    {},
    (now) => bar.say(told(now)),
    () => bar.advance(),
  )
  bar.end()
  print(runs.json === true, report, () => coverageText(scope, report))
  process.exitCode = report.seen === null ? EXIT.inconclusive : EXIT.expected
}

function coverageText({ says }: Scope, { scope, bound, seen, all, why, runs }: ScopeCoverage): string {
  const head = [`${scope}: ${says}`, `  within ${boundText(bound)}`]
  if (seen === null || all === null) return [...head, `  inconclusive: ${why}`].join('\n')
  const sum = (list: ScopeCoverage['runs'], field: 'steps' | 'fresh') =>
    list.reduce((total, run) => total + run[field], 0)
  const tenth = runs.slice(-Math.ceil(runs.length / 10))
  return [
    ...head,
    `  ${runs.length} runs of at most ${STEPS_MAX} steps, ${sum(runs, 'steps')} in all`,
    `  ${seen} of ${all} states seen, ${((100 * seen) / all).toFixed(2)} %; ${sum(tenth, 'fresh')} of them first in the last ${tenth.length} runs`,
  ].join('\n')
}
