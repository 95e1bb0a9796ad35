/** The checker against figures of others, and against itself with its reductions switched off. About 4 s. */
import { describe, expect, test } from 'vitest'
import { nodeId } from '../spec/names.ts'
import { check } from '../src/check/check.ts'
import { always, sometimes } from '../src/check/properties.ts'
import tlc from '../src/expected/counts-tlc.json' with { type: 'json' }
import { atMostOneLeader, election } from './examples/leader-election.ts'
import { twoPhaseCommit } from './examples/two-phase-commit.ts'

const members = (count: number) => Array.from({ length: count }, (_, i) => nodeId(`rm${i + 1}`))
const voters = (count: number) => Array.from({ length: count }, (_, i) => nodeId(`v${i + 1}`))

const consistent = [
  always<{ value: unknown }>('no two managers decide differently', ({ locals }) => {
    const values = locals.map(({ value }) => value)
    return !(values.includes('committed') && values.includes('aborted'))
  }),
  sometimes<{ value: unknown }>('some manager commits', ({ locals }) =>
    locals.some(({ value }) => value === 'committed'),
  ),
  sometimes<{ value: unknown }>('a manager that was prepared aborts', ({ locals, inFlight }) =>
    locals.some(
      ({ value }, at) =>
        value === 'aborted' && at > 0 && inFlight().some(({ message }) => message.type === 'prepared'),
    ),
  ),
]

const figures = ({ distinct, generated, depth }: { distinct: number; generated: number; depth: number }) => ({
  distinct,
  generated,
  depth,
})

describe('two-phase commit has the counts that TLC gives', () => {
  test.each(Object.entries(tlc.twoPhaseCommit))('with %s resource managers', (count, expected) => {
    const checked = check(twoPhaseCommit(members(Number(count))), { properties: consistent })
    expect(figures(checked)).toEqual(expected)
    expect(checked.verdict).toBe('holds')
    expect(checked.complete).toBe(true)
  })
})

describe('the memo changes no count', () => {
  test.each([2, 3, 4])('two-phase commit with %i', (count) => {
    const [on, off] = [true, false].map((memo) => check(twoPhaseCommit(members(count)), { memo }))
    expect(figures(off!)).toEqual(figures(on!))
    expect(off!.statistics.steps).toBeGreaterThan(5 * on!.statistics.steps)
  })

  test('an election with a crash, symmetry on and off', () => {
    for (const symmetry of [[], [voters(2)]]) {
      const [on, off] = [true, false].map((memo) =>
        check(election(voters(2), 2, { crash: 1 }), { memo, symmetry }),
      )
      expect(figures(off!)).toEqual(figures(on!))
      expect(off!.verdict).toBe('holds')
    }
  })
})

describe('symmetry changes no verdict', () => {
  test('two-phase commit: orbits are the multisets of the managers', () => {
    for (const [count, orbits] of [
      [3, 80],
      [4, 166],
      [6, 553],
    ] as const) {
      const group = members(count)
      const checked = check(twoPhaseCommit(group), { properties: consistent, symmetry: [group] })
      expect(checked.verdict).toBe('holds')
      expect(checked.distinct).toBe(orbits)
    }
  })

  test('the depth is the same, and no orbit has more than n! worlds', () => {
    const properties = [always('one', atMostOneLeader)]
    const full = check(election(voters(3), 2), { properties })
    const orbits = check(election(voters(3), 2), { properties, symmetry: [voters(3)] })
    expect(orbits.verdict).toBe(full.verdict)
    expect(orbits.depth).toBe(full.depth)
    expect(orbits.distinct).toBeLessThan(full.distinct)
    expect(orbits.distinct * 6).toBeGreaterThanOrEqual(full.distinct)
  })
})

describe('a search that was not finished is no pass', () => {
  test('too many worlds', () => {
    const checked = check(twoPhaseCommit(members(5)), { properties: consistent, worldsMax: 1000 })
    expect(checked.verdict).toBe('inconclusive')
    expect(checked.why).toContain('1000 worlds')
    expect(checked.complete).toBe(false)
  })

  test('too much memory', () => {
    const checked = check(twoPhaseCommit(members(5)), { properties: consistent, bytesMax: 50_000 })
    expect(checked.verdict).toBe('inconclusive')
    expect(checked.why).toContain('bytes')
  })

  test('a situation that did not arise', () => {
    const never = sometimes<{ value: unknown }>('pigs fly', () => false)
    const checked = check(twoPhaseCommit(members(2)), { properties: [never] })
    expect(checked.verdict).toBe('inconclusive')
    expect(checked.notReached).toEqual(['pigs fly'])
  })
})
