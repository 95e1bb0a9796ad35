/**
 * The cryptographic hot path beside its peers: `npx tsx bench/crypto.ts [--rounds N] [--json FILE]`. Prints tables,
 * and writes the same as one object. About a minute on an idle machine at 40 rounds.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { comparisons } from './crypto/comparisons.ts'
import { report, tables } from './crypto/report.ts'
import { measure } from './crypto/rounds.ts'

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '40' }, json: { type: 'string' } },
})
const rounds = Number(values.rounds)
if (!Number.isSafeInteger(rounds) || rounds < 1) {
  console.error(`--rounds wants a number from 1 up, not ${values.rounds}`)
  process.exit(2)
}

const tick = (done: number): void => {
  if (process.stderr.isTTY) process.stderr.write(`\rmeasuring: ${Math.round(100 * done)} %`)
}
const result = report(await measure(await comparisons(), rounds, tick), rounds)
if (process.stderr.isTTY) process.stderr.write('\r')
console.log(tables(result))
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`)
