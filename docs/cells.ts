/**
 * `npm run cells`: writes the committed cells anew, on purpose. First it looks for seeds by which what must be found broken
 * and was not (with --all also what is inconclusive) comes to be shown; then it writes what every column's seeds give. `npm start`
 * reads both files and never writes them.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { matrixOf, runAll } from '../src/cli/review.ts'
import { asCommitted, FIRST_SEEDS, PAIRS, type Pair, runsOf, seedsOf } from '../src/run/review.ts'

const { values } = parseArgs({
  options: { most: { type: 'string', default: '120' }, all: { type: 'boolean' } },
})
const most = Number(values.most)
/** Seeds tried at a time. */
const BATCH = 6
const open = values.all === true ? ['inconclusive', 'notFound'] : ['notFound']

const seeds = new Map<string, number[]>(PAIRS.map((pair) => [nameOf(pair), [...seedsOf(pair)]]))
const ran = [...(await runAll(PAIRS.flatMap(runsOf)))]
write()
for (let next = FIRST_SEEDS + 1; next <= most; next += BATCH) {
  const wanting = needs()
  if (wanting.size === 0) break
  process.stderr.write(
    `seeds from ${next}: ${[...wanting].map(([pair, claims]) => `${pair}: ${claims.join(' ')}`).join('; ')}\n`,
  )
  const tried = Array.from({ length: BATCH }, (_, i) => next + i)
  const pairs = PAIRS.filter((pair) => wanting.has(nameOf(pair)))
  const more = await runAll(pairs.flatMap((pair) => tried.map((seed) => ({ pair, seed }))))
  for (const one of more) {
    const before = needs().get(nameOf(one.pair))?.length ?? 0
    ran.push(one)
    const useful = (needs().get(nameOf(one.pair))?.length ?? 0) < before
    if (useful) seeds.get(nameOf(one.pair))?.push(one.judged.run.seed)
    else ran.pop()
  }
  write()
}

function nameOf({ profile, adversary }: Pair): string {
  return `${profile} ${adversary}`
}

// What is not shown yet, by pair.
function needs(): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const { claim, state, ...pair } of matrixOf(ran)) {
    if (open.includes(state)) found.set(nameOf(pair), [...(found.get(nameOf(pair)) ?? []), claim])
  }
  return found
}

// Written after each round, so that a search that is stopped leaves what it found.
function write(): void {
  const own = Object.fromEntries(
    [...seeds].flatMap(([pair, all]) => {
      const later = all.filter((seed) => seed > FIRST_SEEDS)
      return later.length === 0 ? [] : [[pair, later]]
    }),
  )
  writeFileSync('src/expected/seeds.json', `${JSON.stringify(own, null, 2)}\n`)
  writeFileSync('src/expected/matrix.json', `${JSON.stringify(asCommitted(matrixOf(ran)), null, 2)}\n`)
}
