/**
 * The kill table (§10.8): each bug is killed by the seed that is committed for it, by the claim that it names, with the
 * claim's witness; and the same run of honest code is not flagged. `strongroom mutants` looks for kills anew.
 */
import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { CATALOGUE } from '../spec/claims/catalogue.ts'
import { BUGS, bugNamed } from '../src/bugs/catalogue.ts'
import { mutantsText } from '../src/cli/mutants-text.ts'
import { TAKES } from '../src/expected/takes.ts'
import { type Hunted, type HuntTask, SAMPLED, STRATEGIES, type Strategy } from '../src/run/hunt.ts'
import { huntBy } from '../src/run/hunting.ts'
import { followChoices } from '../src/run/judge-run.ts'
import { killText } from '../src/run/kill-trace.ts'
import {
  COMMITTED_KILLS,
  type MutantRow,
  needed,
  percentile,
  redundant,
  rowDifferences,
  rowsOf,
  survivors,
} from '../src/run/mutants.ts'
import { startOf } from '../src/run/start.ts'
import { whyAlive } from '../src/run/survivors.ts'
import { parseTrace } from '../src/trace/format.ts'

const rows = COMMITTED_KILLS
/** A drawn kill that takes longer is shown by `strongroom mutants` alone; scenes have a suite of their own. */
const EVENTS_MAX = 3_000

test('ids are unique, every bug is in the committed table, and names a claim that there is', () => {
  expect(new Set(BUGS.map(({ id }) => id)).size).toBe(BUGS.length)
  const claims = [...CATALOGUE.map(({ id }) => id), 'SEC-1', 'SEC-2', 'SEC-3', 'SEC-4', 'BKP-2']
  for (const { id, breaks } of BUGS) {
    expect({ id, known: rows.some((row) => row.id === id) }).toEqual({ id, known: true })
    expect(claims).toContain(breaks)
  }
})

test('every bug is killed by a committed hunt, or caught where it says', () => {
  const killed = (id: string) => rows.some((row) => row.id === id && row.kills > 0)
  for (const { id, shownBy } of BUGS)
    if (shownBy !== undefined) expect({ id, exists: existsSync(shownBy) }).toEqual({ id, exists: true })
  const open = BUGS.filter(({ id, shownBy }) => shownBy === undefined && !killed(id)).map(({ id }) => id)
  expect(open).toEqual([])
})

test('a strategy that did not kill a bug has its argument', () => {
  expect(Object.keys(TAKES).sort()).toEqual(BUGS.map(({ id }) => id).sort())
  for (const bug of BUGS) {
    for (const strategy of STRATEGIES) {
      const row = rows.find(({ id, strategy: by }) => id === bug.id && by === strategy)
      const { kills: killed, why } = row ?? { kills: 0, why: 'no row' }
      expect({ id: bug.id, strategy, killed, why }).toMatchObject(
        killed > 0 ? { why: null } : { why: expect.any(String) },
      )
      expect(why).not.toBe('no row')
      // Where there is nothing to look in, that is so by the catalogues alone.
      if (row?.hunts === 0) expect(why).toBe(whyAlive(bug, strategy, []))
    }
  }
})

describe('the committed kill of', () => {
  const shown = BUGS.flatMap(({ id, profile, adversary }) => {
    const [row] = rows
      .filter((one) => one.id === id && SAMPLED.some((name) => name === one.strategy) && one.seed !== null)
      .sort((a, b) => (a.eventsToKill ?? 0) - (b.eventsToKill ?? 0))
    const isShort = row !== undefined && (row.eventsToKill ?? 0) <= EVENTS_MAX
    return isShort ? [{ id, profile, adversary, row }] : []
  })
  test.each(shown)('$id', ({ id, profile, adversary, row }) => {
    const task: HuntTask = {
      ...{ profile, adversary, strategy: row.strategy as Strategy, bug: id },
      ...{ firstSeed: row.seed as number, runsMax: 1 },
    }
    expect(huntBy(task).kill?.seed).toBe(row.seed)
  })
})

test('a kill is kept as a trace that breaks the claim with its bug alone; a comparison of two runs is none', () => {
  const bug = bugNamed('liveAtOnce')
  const { id, profile, adversary, breaks: claim } = bug
  const task: HuntTask = { ...{ bug: id, profile, adversary, strategy: 'random' }, firstSeed: 1, runsMax: 1 }
  const kill = huntBy(task).kill as NonNullable<Hunted['kill']>
  const parsed = parseTrace(killText({ task, kill, claim }) ?? '')
  if (!parsed.ok) throw new Error(parsed.why)
  const { header, steps, hash } = parsed.trace
  expect(header).toMatchObject({ bug: id, broke: claim })
  const read = startOf(header.setup)
  if (!read.ok) throw new Error(read.why)
  const { built, claims } = read.start
  const choices = steps.map(({ c }) => c)
  const [seeded, honest] = [bug, {}].map((doors) =>
    followChoices(built(doors), choices, { claims, hashes: true }),
  )
  expect(seeded?.broken.map((one) => one.id)).toContain(claim)
  expect(seeded?.traceHash).toBe(hash)
  expect(honest?.broken.map((one) => one.id)).not.toContain(claim)
  expect(killText({ task, kill, claim: 'SEC-2' })).toBeNull()
})

describe('the table', () => {
  const bug = BUGS[0] as (typeof BUGS)[number]
  const ended = (kill: Hunted['kill'], runs: number, broken: readonly string[]) => ({
    task: { bug: bug.id, strategy: 'swarm' as Strategy } as HuntTask,
    hunted: { runs, events: 100 * runs, kill, broken, cut: 0 },
  })

  test('counts kills alone in its medians, and survivors as such', () => {
    const kill = { seed: 5, step: 1 }
    const [row] = rowsOf([bug], [ended(kill, 1, ['A']), ended(kill, 3, ['B']), ended(null, 9, ['C'])])
    expect(row).toMatchObject({
      hunts: 3,
      kills: 2,
      killedBy: ['A', 'B'],
      runsToKill: 1,
      runsToKill90: 3,
      seed: 5,
    })
    expect(survivors([row as MutantRow])).toEqual([])
    const [alive] = rowsOf([bug], [ended(null, 9, [])])
    expect(survivors([alive as MutantRow])).toEqual([bug.id])
    expect([percentile([], 50), percentile([4, 2, 9], 50)]).toEqual([null, 4])
  })

  test('a claim is needed by a bug that it alone caught', () => {
    const kill = { seed: 1, step: 1 }
    const alone = rowsOf([bug], [ended(kill, 1, [bug.breaks])])
    const { id, breaks } = bug
    const unshown = [{ id, breaks }]
    expect(needed(unshown, alone)).toEqual({ [breaks]: id })
    expect(redundant([breaks, 'other'], unshown, alone)).toEqual(['other'])
    expect(needed(unshown, rowsOf([bug], [ended(kill, 1, [breaks, 'other'])]))).toEqual({})
  })

  test('a claim is needed by a bug that its suite alone catches', () => {
    const alive = rowsOf([bug], [ended(null, 9, [])])
    expect(needed([{ id: bug.id, breaks: bug.breaks }], alive)).toEqual({})
    const shown = { id: bug.id, breaks: bug.breaks, shownBy: 'there' }
    expect(needed([shown], alive)).toEqual({ [bug.breaks]: bug.id })
  })

  test('is held against the committed one, field by field', () => {
    const [row] = rowsOf([bug], [ended({ seed: 1, step: 1 }, 1, [bug.breaks])]) as [MutantRow]
    expect(rowDifferences([row], [row])).toEqual([])
    expect(rowDifferences([row], [{ ...row, eventsToKill: 7 }])).toEqual([
      `${bug.id} swarm: not as committed in eventsToKill`,
    ])
    expect(rowDifferences([row], [])).toEqual([`${bug.id} swarm: nothing is committed`])
  })

  test.each([80, 200])('fits a terminal of %i columns, and says why each survivor survives', (columns) => {
    const text = mutantsText({ rows, flagged: [], differing: [] }, columns)
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(columns)
    expect(text).toContain('guided walks were left out')
  })
})
