/**
 * SEC-2 and SEC-3 for the refusals (§10.5): the same choices twice, with one secret changed. In `hardened` a right
 * password, a wrong one, a record that ran out and one that never was look alike to the front end and to every host,
 * until the session is settled. The seeded bugs that show in these scenes: properties/scenes.test.ts. About two seconds.
 */
import { describe, expect, test } from 'vitest'
import type { Choice } from '../spec/boundary.ts'
import { shapeOf } from '../spec/claims/shapes.ts'
import { nodeId } from '../spec/names.ts'
import { bugNamed } from '../src/bugs/catalogue.ts'
import type { Doors } from '../src/bugs/doors.ts'
import { createIdealTwin } from '../src/crypto/ideal/twin.ts'
import { runChoices, runSeed } from '../src/run/judge-run.ts'
import { runPair, watchSecrecy } from '../src/run/secrecy.ts'
import { RIGHT_OR_WRONG, type Staged, WRONG_OR_EXHAUSTED } from '../src/scenes/bugs.ts'
import { staged } from '../src/scenes/staging.ts'
import type { Step } from '../src/sim/generator.ts'

function pair({ scene, other }: Required<Staged>) {
  const { setup, plan } = staged(scene)
  return runPair(setup, staged(other).setup, plan, 'scene')
}

const outcomesOf = ({ one, other }: ReturnType<typeof pair>) =>
  [one, other].map(({ statistics }) =>
    Object.keys(statistics.outcomes).filter((name) => /^recovery/.test(name)),
  )

/** What front end and hosts see of a guess at this account, its name left out: somebody enrolled `user1`. */
function shownOf(account: string, doors: Doors = {}, choices?: readonly Choice[]) {
  const { setup, plan } = staged(RIGHT_OR_WRONG.other)
  const clients = setup.clients.map((client) => (client.node === 'phone2' ? { ...client, account } : client))
  const twin = createIdealTwin()
  const watch = watchSecrecy(twin, 'none', [])
  const writes: string[] = []
  const onStep = ({ happened: { facts } }: Step) => {
    for (const fact of facts)
      if (fact.fact === 'persisted' && fact.node === nodeId('a1'))
        writes.push(`${fact.cell} ${shapeOf(fact.value, twin.port, false)}`)
  }
  const watching = { claims: watch.claims, doors: { ...doors, twin }, complete: false, onStep }
  const named = { ...setup, clients }
  const run =
    choices === undefined ? runSeed(named, plan, 'scene', watching) : runChoices(named, choices, watching)
  const lines = watch.shapes()['SEC-2'].lines.map((line) => line.replaceAll(account, 'user1'))
  return { run, lines, writes }
}

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

  test('a wrong password and a record that never was look alike to the front end and to the host', () => {
    const wrong = shownOf('user1')
    const unknown = shownOf('user8', {}, wrong.run.choices)
    expect(wrong.run.statistics.outcomes).toMatchObject({ 'recoveryEnded: wrongPassword': 1 })
    expect(unknown.run.statistics.outcomes).toMatchObject({ 'recoveryEnded: notEnrolled': 1 })
    expect(wrong.lines.length).toBeGreaterThan(10)
    expect(unknown.lines).toEqual(wrong.lines)
    expect(unknown.writes).toEqual(wrong.writes)
  })

  test('a record that never was and falls silent shows', () => {
    const bug = bugNamed('unknownRecordFallsSilent')
    const wrong = shownOf('user1', bug)
    expect(shownOf('user8', bug, wrong.run.choices).lines).not.toEqual(wrong.lines)
  })
})
