/**
 * SEC-2 and SEC-3 for the refusals (§10.5): the same choices twice, with one secret changed. In `hardened` a right
 * password, a wrong one and a record that ran out look alike to the front end and to every host, until the session is
 * settled; two seeded bugs show. About three seconds.
 */
import { describe, expect, test } from 'vitest'
import { vaultBugs } from '../src/bugs/vault.ts'
import { runPair } from '../src/run/secrecy.ts'
import type { Doors } from '../src/run/world.ts'
import { type Line, type Scene, staged } from './vault-scenes.ts'

const guessing = (limit: number, ...secrets: string[]): Scene => ({
  profile: 'hardened',
  limit,
  until: 9_000,
  lines: [
    [2_000, 'phone1 enrol right'],
    ...secrets.map((secret, i): Line => [3_000 + 500 * i, `phone2 recover ${secret}`]),
  ],
})

function pair(one: Scene, other: Scene, doors: Doors = {}) {
  const { setup, plan } = staged(one)
  return runPair(setup, staged(other).setup, plan, 'scene', doors)
}

const outcomesOf = ({ one, other }: ReturnType<typeof pair>) =>
  [one, other].map(({ statistics }) =>
    Object.keys(statistics.outcomes).filter((name) => /^recovery/.test(name)),
  )

const rightOrWrong = [guessing(3, 'right'), guessing(3, 'wrong')] as const
const wrongOrExhausted = [guessing(3, 'wrong', 'wrong'), guessing(1, 'wrong', 'wrong')] as const

describe('hardened', () => {
  test('a right and a wrong password look alike', () => {
    const found = pair(...rightOrWrong)
    expect(outcomesOf(found)).toEqual([['recoveryEnded: recovered'], ['recoveryEnded: wrongPassword']])
    expect([found['SEC-2'], found['SEC-3']]).toEqual([null, null])
  })

  test('a wrong password and a record that ran out look alike', () => {
    const found = pair(...wrongOrExhausted)
    expect(outcomesOf(found)[1]).toContain('recoveryEnded: exhausted')
    expect(outcomesOf(found)[0]).not.toContain('recoveryEnded: exhausted')
    expect(found['SEC-2']).toBeNull()
  })

  test.each([
    ['wrongProofWritesNothing', 'SEC-3', rightOrWrong],
    ['unknownRecordFallsSilent', 'SEC-2', wrongOrExhausted],
  ] as const)('%s is caught by %s', (id, claim, scenes) => {
    const bug = vaultBugs.find((one) => one.id === id)!
    expect(bug.breaks).toBe(claim)
    expect(pair(...scenes, bug)[claim]).toEqual(expect.any(String))
  })
})
