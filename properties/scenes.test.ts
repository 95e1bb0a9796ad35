/**
 * Scenes (§10.8, §10.9): each seeded bug that has one dies in it by the claim that it names, that claim's witness seen;
 * and those of the matrix show what they are there for. The vault's bugs have a suite of their own. About six seconds.
 */
import { describe, expect, test } from 'vitest'
import { bugNamed } from '../src/bugs/catalogue.ts'
import { isClaimed } from '../src/expected/cells.ts'
import { mustBreak } from '../src/expected/found.ts'
import { runSeed } from '../src/run/judge-run.ts'
import { cellOf, claimsFor } from '../src/run/judges.ts'
import { PAIRS } from '../src/run/review.ts'
import { runPair } from '../src/run/secrecy.ts'
import { simulateSeed } from '../src/run/sim-run.ts'
import { SCENES } from '../src/scenes/bugs.ts'
import { COLUMN_SCENES } from '../src/scenes/columns.ts'
import { staged } from '../src/scenes/staging.ts'
import { VAULT_SCENES } from '../src/scenes/vault-bugs.ts'
import { fellIn } from './kept.ts'

const own = Object.entries(SCENES)
  .filter(([id]) => !(id in VAULT_SCENES))
  .map(([id, scenes]) => ({ bug: bugNamed(id), id, ...scenes }))

describe('a seeded bug dies in its scene by the claim that it names', () => {
  test.each(own.filter(({ other }) => other === undefined))('$id', ({ bug, scene }) => {
    const { setup, plan, complete } = staged(scene)
    const run = runSeed(setup, plan, 'scene', { claims: claimsFor('ideal'), doors: bug, complete })
    expect(fellIn(run, bug.breaks, { doors: bug })).toContain(bug.breaks)
    expect(run.witnesses[bug.breaks]).toBe(true)
  })

  test.each(own.filter(({ other }) => other !== undefined))('$id, of two runs', ({ bug, scene, other }) => {
    const [{ setup, plan }, second] = [staged(scene), staged(other ?? scene)]
    const claim = bug.breaks as 'SEC-2' | 'SEC-3'
    expect(runPair(setup, second.setup, plan, 'scene', bug)[claim]).toEqual(expect.any(String))
  })
})

const FORKED = ['REP-1', 'REP-2', 'REP-3', 'REP-4', 'REP-5', 'REP-7', 'ATT-1', 'ATT-2']

describe('a scene of the matrix', () => {
  test('has a name of its own, and stands in columns that there are', () => {
    expect(new Set(COLUMN_SCENES.map(({ name }) => name)).size).toBe(COLUMN_SCENES.length)
    const columns = PAIRS.map(({ profile, adversary }) => `${profile} ${adversary}`)
    for (const scene of COLUMN_SCENES) expect(columns).toEqual(expect.arrayContaining([...scene.columns]))
  })

  test.each([
    ['planted-record', 'published', 'A2', ['REC-1']],
    ['old-copy', 'published', 'A3', [...FORKED, 'SEC-1 password']],
    ['old-copy', 'hardened', 'A3', []],
    ['overlap-over', 'published', 'A2', ['FLT-2']],
    ['lying-snapshot', 'hardened', 'A6', ['ENR-2', 'ATT-3']],
    ['guesses', 'hardened', 'A3', []],
  ])(
    '%s breaks in %s under %s what it must, and nothing that is claimed',
    (scene, profile, adversary, must) => {
      const { run } = simulateSeed(0, { profile, adversary, crypto: 'ideal', scene }, {})
      const broken = Object.keys(run.claims).filter((id) => run.claims[id]?.startsWith('broken'))
      expect(broken).toEqual(expect.arrayContaining(must))
      for (const id of must)
        expect({ id, must: mustBreak(cellOf(id, ''), profile, adversary) }).toEqual({ id, must: true })
      expect(broken.filter((id) => isClaimed(id, profile, adversary))).toEqual([])
    },
  )
})
