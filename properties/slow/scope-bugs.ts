/**
 * Every seeded bug in every scope that names its claim: what the search finds there, each counterexample replayed in the
 * simulator and written as a trace file. Some minutes; with names of scopes, only these:
 *
 *     npx tsx properties/slow/scope-bugs.ts [SCOPE...]
 */
import { BUGS } from '../../src/bugs/catalogue.ts'
import { SCOPES } from '../../src/scopes/catalogue.ts'
import { huntedIn } from '../scope-bugs.ts'

const WORLDS_MAX = 400_000

const names = process.argv.slice(2)
for (const scope of SCOPES) {
  if (names.length > 0 ? !names.includes(scope.name) : scope.isLarge) continue
  for (const bug of BUGS) {
    if (bug.profile !== scope.profile || !scope.claims.includes(bug.breaks)) continue
    const { verdict, distinct, steps, replayed } = huntedIn(scope, bug, WORLDS_MAX)
    const found = verdict === 'broken' ? `${bug.breaks} in ${steps} steps` : verdict
    console.log(`${scope.name}\t${bug.id}\t${found}\t${distinct} states`)
    if (!replayed) throw new Error(`the counterexample of ${bug.id} in ${scope.name} does not replay`)
  }
}
