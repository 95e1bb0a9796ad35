/**
 * The product's own shells under the checker, at bounds of a second or two: reductions change no verdict, a must-fail
 * scope fails as committed, and its counterexample replays. The scopes themselves are `strongroom check`. About 4 s.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CATALOGUE } from '../spec/claims/catalogue.ts'
import { bugNamed } from '../src/bugs/catalogue.ts'
import { check } from '../src/check/check.ts'
import type { Checked } from '../src/check/verdict.ts'
import { keepCounterexample } from '../src/cli/check.ts'
import { explore } from '../src/cli/explore.ts'
import { EXPECTED } from '../src/expected/scopes.ts'
import { checkScope, differencesOf, overallOf, replayerOf } from '../src/run/check-scope.ts'
import { cellsDecided } from '../src/run/decided.ts'
import { followChoices } from '../src/run/judge-run.ts'
import { scopeTrace } from '../src/run/scope-trace.ts'
import { startOf } from '../src/run/start.ts'
import { SCOPES, scopeNamed } from '../src/scopes/catalogue.ts'
import { replicasScope } from '../src/scopes/replicas.ts'
import type { Scope } from '../src/scopes/scope.ts'
import { isAdversary } from '../src/sim/adversary/table.ts'
import { parseTrace } from '../src/trace/format.ts'
import { huntedIn } from './scope-bugs.ts'

const small = () =>
  replicasScope({
    name: 'small',
    size: 3,
    termsMax: 1,
    commands: 1,
    inFlightMax: 2,
    claims: ['REP-1', 'REP-4'],
  })

function search({ groups = [] as readonly (readonly never[])[], memo = true, world = small() }): Checked {
  const { model, claims, setting } = world
  return check(model, { claims, setting, symmetry: groups, memo, replayer: replayerOf(world) })
}
const figures = ({ verdict, distinct, generated, depth }: Checked) => ({
  verdict,
  distinct,
  generated,
  depth,
})

describe('one term and one command', () => {
  const world = small()
  const orbits = search({ world, groups: world.groups as never })

  test('holds, its witnesses reached', () => {
    expect(orbits).toMatchObject({ verdict: 'holds', complete: true, notReached: [] })
  })

  test('symmetry changes no verdict and no depth, and an orbit has at most six worlds', () => {
    const full = search({})
    expect({ verdict: full.verdict, depth: full.depth }).toEqual({ verdict: 'holds', depth: orbits.depth })
    expect(full.distinct).toBeLessThanOrEqual(orbits.distinct * 6)
    expect(full.distinct).toBeGreaterThan(orbits.distinct)
  })

  test('the memo changes no count', () => {
    const other = small()
    expect(figures(search({ world: other, groups: other.groups as never, memo: false }))).toEqual(
      figures(orbits),
    )
  })
})

describe.each(['rollback-majority', 'guesses-published'])('%s, which must fail', (name) => {
  const scope = scopeNamed(name) as Scope
  const result = checkScope({ scope: name, limits: {} })
  const { trace = [], property = '' } = result.broken ?? {}
  const text = scopeTrace(scope, scope.profile, trace, property)

  test('fails as committed', () => {
    expect(result).toMatchObject({ verdict: 'broken', differences: [] })
    expect(scope.claims).toContain(EXPECTED[name]?.breaks)
    expect(overallOf([result])).toBe('expected')
  })

  test('its trace file replays and breaks the same claim', () => {
    const parsed = parseTrace(text)
    if (!parsed.ok) throw new Error(parsed.why)
    const read = startOf(parsed.trace.header.setup)
    if (!read.ok) throw new Error(read.why)
    const choices = parsed.trace.steps.map(({ c }) => c)
    const replayed = followChoices(read.start.built({}), choices, { claims: read.start.claims })
    expect(replayed.refused).toBeNull()
    expect(replayed.broken.map(({ id }) => id)).toContain(property)
  })

  test('it is kept as a trace that opens in the explorer, at the step that breaks the claim', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'strongroom-scopes-'))
    const kept = await keepCounterexample(scope, result, folder)
    const { steps, broken } = await explore(kept?.trace ?? '', join(folder, 'again.html'))
    rmSync(folder, { recursive: true, force: true })
    expect(steps).toBe(trace.length)
    expect(kept?.page).toMatch(new RegExp(`\\.html#step-${broken[property]}$`))
  })

  test('decides the cell of the claim that broke, and no other', () => {
    const { profile, adversary } = scope
    const cells = cellsDecided([result])
    const cell = { profile, adversary, claim: property, state: 'broken', by: [{ scope: name }] }
    expect(cells).toMatchObject([cell])
    // Held in one scope and broken in another, it is broken.
    const held = { ...result, scope: 'other', verdict: 'holds' as const, broken: null }
    expect(cellsDecided([held, result]).find(({ claim }) => claim === property)).toMatchObject(cell)
  })

  test('one state more or less is a difference, and too few states are no pass', () => {
    const expected = EXPECTED[name]!
    expect(differencesOf({ ...expected, distinct: expected.distinct + 1 }, expected)).toHaveLength(1)
    const cut = checkScope({ scope: name, limits: { worldsMax: 50 } })
    expect(cut.verdict).toBe('inconclusive')
    expect(overallOf([cut])).toBe('inconclusive')
    expect(cellsDecided([cut, { ...cut, scope: 'other', verdict: 'holds' as const }])).toEqual([])
  })
})

// Every pair of a scope and a bug of its claims: properties/slow/scope-bugs.ts.
test.each([
  ['guesses-log-published', 'releasedWhenAppended', 5],
  ['guesses-log-hardened', 'chargedAfterVerification', 14],
  ['guesses-replicated', 'releasedWhenAppended', 6],
  ['vault-hardened', 'liveAtOnce', 10],
  ['auditor-key-published', 'keysBeforeChecks', 7],
  ['operator-key-hardened', 'epochsNotConsecutive', 10],
])('in %s the seeded bug %s is found, and its counterexample replays', (name, id, steps) => {
  expect(huntedIn(scopeNamed(name) as Scope, bugNamed(id), 20_000)).toMatchObject({
    ...{ verdict: 'broken', steps, replayed: true },
  })
})

test('every scope is of a known adversary, builds what it says, and decides claims that there are', () => {
  for (const { adversary, profile, claims, build } of SCOPES) {
    const { model, claims: folds } = build()
    expect(isAdversary(adversary)).toBe(true)
    expect(model.bounds.profile).toBe(profile)
    expect(folds.map(({ id }) => id).sort()).toEqual([...claims].sort())
  }
})

test('a scope that holds decides a cell for each of its claims', () => {
  const { name, claims } = scopeNamed('vault-hardened') as Scope
  const cells = cellsDecided([checkScope({ scope: name, limits: {} })])
  expect(cells.map(({ claim }) => claim)).toEqual(
    CATALOGUE.filter(({ id }) => claims.includes(id)).map(({ id }) => id),
  )
  expect(cells.every(({ state, profile }) => state === 'exhaustive' && profile === 'hardened')).toBe(true)
})

// Held by `npm run typecheck`: were the spread to hide the option too many, the line below would be an error.
const misspelt = {
  name: 'small',
  size: 3,
  termsMax: 1,
  commands: 1,
  claims: ['REP-1'],
  bug: 'voteNotPersisted',
}
test('an option too many is refused by the compiler, and lets no bug in', () => {
  // @ts-expect-error there is no option `bug`
  expect(search({ world: replicasScope({ ...misspelt, inFlightMax: 1 }) }).broken).toEqual([])
})

test('every default scope has its counts committed, and no other name does', () => {
  const wanted = SCOPES.filter(({ isLarge }) => isLarge !== true).map(({ name }) => name)
  const known = SCOPES.map(({ name }) => name)
  expect(wanted.filter((name) => EXPECTED[name] === undefined)).toEqual([])
  expect(Object.keys(EXPECTED).filter((name) => !known.includes(name))).toEqual([])
})
