/**
 * SEC-2 and SEC-3 for the refusals (§10.5): the same choices twice, with one secret changed. In `hardened` a right
 * password, a wrong one and a record that ran out look alike to the front end and to every host, until the session is
 * settled. The seeded bugs that show in these scenes: properties/scenes.test.ts. About a second.
 */
import { describe, expect, test } from 'vitest'
import { runPair } from '../src/run/secrecy.ts'
import { RIGHT_OR_WRONG, type Staged, WRONG_OR_EXHAUSTED } from '../src/scenes/bugs.ts'
import { staged } from '../src/scenes/staging.ts'

function pair({ scene, other }: Required<Staged>) {
  const { setup, plan } = staged(scene)
  return runPair(setup, staged(other).setup, plan, 'scene')
}

const outcomesOf = ({ one, other }: ReturnType<typeof pair>) =>
  [one, other].map(({ statistics }) =>
    Object.keys(statistics.outcomes).filter((name) => /^recovery/.test(name)),
  )

describe('hardened', () => {
  test('a right and a wrong password look alike', () => {
    const found = pair(RIGHT_OR_WRONG)
    expect(outcomesOf(found)).toEqual([['recoveryEnded: recovered'], ['recoveryEnded: wrongPassword']])
    expect([found['SEC-2'], found['SEC-3']]).toEqual([null, null])
  })

  test('a wrong password and a record that ran out look alike', () => {
    const found = pair(WRONG_OR_EXHAUSTED)
    expect(outcomesOf(found)[1]).toContain('recoveryEnded: exhausted')
    expect(outcomesOf(found)[0]).not.toContain('recoveryEnded: exhausted')
    expect(found['SEC-2']).toBeNull()
  })
})
