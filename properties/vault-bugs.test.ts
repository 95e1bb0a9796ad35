/**
 * The seeded bugs of enrolment, recovery and counting: each has a scene in which the claim that it names falls, its
 * witness seen; the same choices without the bug break nothing. SEC-2, SEC-3 and BKP-2 are judged after the run, each
 * in its own suite. The file takes about eight seconds.
 */
import { describe, expect, test } from 'vitest'
import { vaultBugs } from '../src/bugs/vault.ts'
import { runSeed } from '../src/run/judge-run.ts'
import { story } from '../src/run/story.ts'
import { VAULT_SCENES } from '../src/scenes/vault-bugs.ts'
import { brokenIn, fellIn } from './kept.ts'
import { play, VAULT_CLAIMS } from './vault-scenes.ts'

const JUDGED_LATER = /^(SEC-[1-4]|BKP)/
const watched = vaultBugs.filter(({ breaks }) => !JUDGED_LATER.test(breaks))

test('every scene has its bug, and every bug its scene', () => {
  expect(Object.keys(VAULT_SCENES).sort()).toEqual(watched.map(({ id }) => id).sort())
})

describe.each(watched)('$id', (bug) => {
  const scene = VAULT_SCENES[bug.id]!

  test(`is caught by ${bug.breaks}`, () => {
    const run = play(scene, bug)
    expect(fellIn(run, bug.breaks, { doors: bug })).toContain(bug.breaks)
    expect(run.witnesses[bug.breaks]).toBe(true)
  })

  test('nothing is broken without it', () => {
    const run = play(scene)
    expect(brokenIn(run)).toEqual([])
    expect(Object.keys(run.statistics.outcomes)).not.toEqual([])
  })
})

// Whatever is released shows these two.
const SHOWN_BY_ALL = ['releasedWhenAppended', 'liveAtOnce', 'liveAtOnceWithItsOwnBudget']

test.each(vaultBugs.filter(({ id }) => !SHOWN_BY_ALL.includes(id)))(
  '$id: 1,000 events of an honest run are green',
  (bug) => {
    const { profile } = bug
    const { setup, plan } = story({ seed: '1', profile, crypto: 'ideal', size: 1, limit: 10 })
    const honest = { ...plan, planned: plan.planned.filter(({ kind }) => kind === 'begin'), endAt: 36_000 }
    const run = runSeed(setup, honest, '1', { claims: VAULT_CLAIMS, doors: bug, complete: false })
    expect(brokenIn(run, { doors: bug })).toEqual([])
    expect(run.events).toBeGreaterThan(1_000)
  },
)
