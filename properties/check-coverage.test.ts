/** Coverage with a denominator: random runs see worlds of the search, and never one that is not among them. About 3 s. */
import { describe, expect, test } from 'vitest'
import { nodeId } from '../spec/names.ts'
import { plainly } from '../src/check/concretise.ts'
import { Coverage } from '../src/check/coverage.ts'
import { explore } from '../src/check/explore.ts'
import { replayerOf } from '../src/run/check-scope.ts'
import { coverScope } from '../src/run/scope-coverage.ts'
import { replicasScope } from '../src/scopes/replicas.ts'
import type { Scope } from '../src/scopes/scope.ts'
import { fork } from '../src/sim/random.ts'
import { twoPhaseCommit } from './examples/two-phase-commit.ts'

const world = (commands: number) =>
  replicasScope({ name: 'small', size: 3, termsMax: 1, commands, inFlightMax: 2, claims: ['REP-1'] })
const scope: Scope = {
  ...{ name: 'small', says: 'One term.', profile: 'published', adversary: 'A0', claims: ['REP-1'] },
  build: () => world(0),
}
const cover = (runs: number, limits = {}) =>
  coverScope(
    scope,
    { seed: 1, runs },
    limits,
    () => {},
    () => {},
  )

describe('two-phase commit of two', () => {
  const members = ['r1', 'r2'].map(nodeId)
  const model = twoPhaseCommit(members)
  const seen = (symmetry: (typeof members)[], runs: number) => {
    const { search } = explore(model, { symmetry })
    const coverage = new Coverage(search, plainly(model))
    for (let run = 0; run < runs; run++) coverage.walk(30, fork(String(run), 'cover').int)
    return [coverage.seen, coverage.all]
  }

  test('one run sees some of its worlds, many see each of them', () => {
    const [some, all] = seen([], 1) as [number, number]
    expect(some).toBeGreaterThan(3)
    expect(some).toBeLessThan(all)
    expect(seen([], 300)).toEqual([all, all])
  })

  test('with symmetry worlds are counted in orbits', () => {
    const [, worlds] = seen([], 1) as [number, number]
    const [some, orbits] = seen([members], 200) as [number, number]
    expect(orbits).toBeLessThan(worlds)
    expect(some).toBe(orbits)
  })
})

describe('a scope of replicas, run by the simulator', () => {
  test('what is seen is some of what there is, the same each time, and more with more runs', () => {
    const few = cover(5)
    expect(cover(5)).toEqual(few)
    const more = cover(20)
    expect(more.runs.slice(0, 5)).toEqual(few.runs)
    expect(more.seen).toBeGreaterThan(few.seen as number)
    expect(more.all).toBeGreaterThan(more.seen as number)
    // The first run also sees the beginning; of the others, each counts what was not seen before.
    expect(more.runs.reduce((sum, { fresh }) => sum + fresh, 0)).toBe(more.seen)
  })

  test('there is no denominator where the search was not finished', () => {
    expect(cover(5, { worldsMax: 20 })).toMatchObject({ seen: null, all: null, runs: [] })
  })

  test('a run that leaves what was searched is a defect, not a number', () => {
    const { model, claims, setting } = world(0)
    const { search } = explore(model, { claims, setting, worldsMax: 30 })
    const coverage = new Coverage(search, replayerOf(world(0)))
    expect(() => {
      for (let run = 0; run < 20; run++) coverage.walk(40, fork(String(run), 'cover').int)
    }).toThrow(/a world that was not visited/)
  })
})
