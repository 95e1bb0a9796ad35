/**
 * `npm run cells`: writes the committed cells anew, on purpose. First it looks for seeds by which what must be found broken
 * and was not (with --all also what is inconclusive) comes to be shown; then it writes what every column's seeds give, with
 * what is committed of the scopes. `npm start` reads these files and never writes them.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { runAll } from '../src/cli/review-runs.ts'
import { asCommitted, FIRST_SEEDS, PAIRS, type Pair, runsOf, seedsOf } from '../src/run/review.ts'
import { columnCells, matrixOf, type Ran } from '../src/run/review-cells.ts'
import { scopeFindings } from '../src/run/review-scopes.ts'

const { values } = parseArgs({
  options: { most: { type: 'string', default: '120' }, all: { type: 'boolean' } },
})
const most = Number(values.most)
/** Seeds tried at a time. */
const BATCH = 6
const open = values.all === true ? ['inconclusive', 'notFound'] : ['notFound']

const searches = scopeFindings([])
const seeds = new Map<Pair, number[]>(PAIRS.map((pair) => [pair, [...seedsOf(pair)]]))
const ran = [...(await runAll(PAIRS.flatMap(runsOf)))]
let wanting = written()
for (let next = FIRST_SEEDS + 1; next <= most && wanting.size > 0; next += BATCH) {
  const lines = [...wanting].map(([pair, claims]) => `${nameOf(pair)}: ${[...claims].join(' ')}`)
  process.stderr.write(`seeds from ${next}: ${lines.join('; ')}\n`)
  const tried = Array.from({ length: BATCH }, (_, i) => next + i)
  const runs = [...wanting.keys()].flatMap((pair) => tried.map((seed) => ({ pair, seed })))
  for (const one of await runAll(runs)) keep(one)
  wanting = written()
}

function nameOf({ profile, adversary }: Pair): string {
  return `${profile} ${adversary}`
}

// A run is kept if alone it shows something that its column still lacks.
function keep(one: Ran): void {
  const { pair, seed } = one
  const lacking = wanting.get(pair) as Set<string>
  const shown = columnCells(pair, [one]).filter(
    ({ claim, state }) => lacking.has(claim) && !open.includes(state),
  )
  if (shown.length === 0) return
  ran.push(one)
  seeds.get(pair)?.push(seed)
  for (const { claim } of shown) lacking.delete(claim)
}

// Writes what there is, after each round, so that a search that is stopped leaves what it found; returns what is not shown
// yet, by column.
function written(): Map<Pair, Set<string>> {
  const cells = matrixOf(ran, searches)
  const own = Object.fromEntries(
    [...seeds].flatMap(([pair, all]) => {
      const later = all.filter((seed) => seed > FIRST_SEEDS)
      return later.length === 0 ? [] : [[nameOf(pair), later]]
    }),
  )
  writeFileSync('src/expected/seeds.json', `${JSON.stringify(own, null, 2)}\n`)
  writeFileSync('src/expected/matrix.json', `${JSON.stringify(asCommitted(cells), null, 2)}\n`)
  const columns = PAIRS.map((pair) => {
    const lacking = cells.filter(
      ({ state, profile, adversary }) =>
        open.includes(state) && profile === pair.profile && adversary === pair.adversary,
    )
    return [pair, new Set(lacking.map(({ claim }) => claim))] as const
  })
  return new Map(columns.filter(([, lacking]) => lacking.size > 0))
}
