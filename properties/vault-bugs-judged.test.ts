/**
 * Claims that a judge decides when a run is over (§10.5), in the scenes of the vault's seeded bugs: honest code breaks
 * neither SEC-1 nor BKP-2 there. The bugs themselves: properties/scenes.test.ts. About a second.
 */
import { expect, test } from 'vitest'
import { vaultBugs } from '../src/bugs/vault.ts'
import { runSeed } from '../src/run/judge-run.ts'
import { claimsFor } from '../src/run/judges.ts'
import { foundPhone, SCENES } from '../src/scenes/bugs.ts'
import { type Scene, staged } from '../src/scenes/staging.ts'
import { brokenIn } from './kept.ts'

const JUDGED = claimsFor('ideal').filter(({ id }) => /^(SEC-1|BKP-2)$/.test(id))
const bugs = vaultBugs.filter(({ breaks }) => /^(SEC-1|BKP-2)$/.test(breaks))

function judged(scene: Scene) {
  const { setup, plan, complete } = staged(scene)
  return runSeed(setup, plan, 'scene', { claims: JUDGED, complete })
}

test.each(bugs)('without $id nothing is broken', ({ id, breaks }) => {
  const run = judged(SCENES[id]!.scene)
  expect(brokenIn(run)).toEqual([])
  expect(run.witnesses[breaks]).toBe(true)
})

// K is a phone's own: whoever finds it has K, and cannot test the password behind it.
test('BKP-2 says nothing of K, which SEC-1 does', () => {
  const run = judged(foundPhone('hardened', 2_300, [2_125, 'cut front phone1']))
  expect(run.broken).toMatchObject([{ id: 'SEC-1', why: expect.stringContaining('is derivable') }])
  expect(run.witnesses['BKP-2']).toBe(true)
})
