/**
 * Writes src/expected/scopes.json: what each scope of the checker comes to. `npm run counts [NAME...]`: after a change
 * that is meant to change them, and read as part of that change. Nothing else writes the file.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { searchScopes } from '../src/cli/scope-pool.ts'
import { found } from '../src/run/check-scope.ts'
import { SCOPES } from '../src/scopes/catalogue.ts'

const FILE = new URL('../src/expected/scopes.json', import.meta.url)

const names = process.argv.slice(2)
const wanted = SCOPES.filter(({ name, isLarge }) => (names.length === 0 ? !isLarge : names.includes(name)))
const known = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, unknown>
for (const { result, seconds } of await searchScopes(wanted, {})) {
  if (result.verdict === 'inconclusive') throw new Error(`${result.scope} is inconclusive: ${result.why}`)
  known[result.scope] = found(result)
  process.stdout.write(`${result.scope} ${JSON.stringify(found(result))} ${seconds.toFixed(1)} s\n`)
}
const kept = SCOPES.flatMap(({ name }) => (known[name] === undefined ? [] : [[name, known[name]] as const]))
writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`)
