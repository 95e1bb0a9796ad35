/**
 * SEC-2 and SEC-3 for the refusals (§10.5): the same choices twice, with one secret changed. In `hardened` a right
 * password, a wrong one, a record that ran out, one that never was and a delay look alike to the front end; a right, a
 * wrong one and a record that never was to every host, until the session is settled. Other seeded bugs that show in these
 * scenes: properties/scenes.test.ts. About two core-seconds.
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
import { RIGHT_OR_WRONG, type Staged } from '../src/scenes/bugs.ts'
import { type Line, type Scene, staged } from '../src/scenes/staging.ts'
import { ENROL } from '../src/scenes/vault-bugs.ts'
import type { Step } from '../src/sim/generator.ts'

function pair({ scene, other }: Required<Staged>) {
  const { setup, plan } = staged(scene)
  return runPair(setup, staged(other).setup, plan, 'scene')
}

const outcomesOf = ({ one, other }: ReturnType<typeof pair>) =>
  [one, other].map(({ statistics }) =>
    Object.keys(statistics.outcomes).filter((name) => /^recovery/.test(name)),
  )

/** One phone enrols `word1`; another one guesses these words in turn, at this account: what front end and HSM's host see. */
interface Guessing {
  readonly words: readonly string[]
  readonly account?: string
  /** One guess after another, in ticks. */
  readonly every?: number
  readonly limit?: number
}

function shown(
  profile: Scene['profile'],
  { words, account = 'user1', every = 500, limit = 3 }: Guessing,
  doors: Doors = {},
  choices?: readonly Choice[],
) {
  const guesses = words.map((word, i): Line => [3_000 + every * i, `phone2 recover ${word}`])
  const { setup, plan } = staged({ profile, limit, until: 9_000, lines: [ENROL, ...guesses] })
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
  const outcomes = Object.keys(run.statistics.outcomes).filter((name) => /^recovery/.test(name))
  return { choices: run.choices, outcomes, lines, writes }
}

/** What differs between a wrong password and this refusal, by the last guess of each: one secret, or whose the record is. */
const REFUSALS: Readonly<Record<string, readonly [wrong: Guessing, other: Guessing]>> = {
  notEnrolled: [{ words: ['wrong'] }, { words: ['wrong'], account: 'user8' }],
  exhausted: [
    { words: ['wrong', 'wrong', 'word1', 'wrong'] },
    { words: ['wrong', 'wrong', 'wrong', 'wrong'] },
  ],
  // The fourth guess comes before the next tick of the log.
  delayed: [
    { words: ['wrong', 'wrong', 'word1', 'wrong'], every: 200, limit: 5 },
    { words: ['wrong', 'wrong', 'wrong', 'wrong'], every: 200, limit: 5 },
  ],
}

describe('hardened', () => {
  test('a right and a wrong password look alike', () => {
    const found = pair(RIGHT_OR_WRONG)
    expect(outcomesOf(found)).toEqual([['recoveryEnded: recovered'], ['recoveryEnded: wrongPassword']])
    expect([found['SEC-2'], found['SEC-3']]).toEqual([null, null])
  })

  // Told to the client alone (§6.4): the front end sees the same, in this order and size.
  test.each(Object.keys(REFUSALS))('a wrong password and %s look alike to the front end', (refusal) => {
    const [one, other] = REFUSALS[refusal]!
    const wrong = shown('hardened', one)
    const refused = shown('hardened', other, {}, wrong.choices)
    expect(refused.outcomes).toContain(`recoveryEnded: ${refusal}`)
    expect(wrong.outcomes).not.toContain(`recoveryEnded: ${refusal}`)
    expect(wrong.lines.length).toBeGreaterThan(10)
    expect(refused.lines).toEqual(wrong.lines)
    // A host sees that a record that ran out is erased; one that never was looks like any other.
    if (refusal === 'notEnrolled') expect(refused.writes).toEqual(wrong.writes)
  })

  test.each(Object.keys(REFUSALS))('%s shows where its session is over with the first answer', (refusal) => {
    const [one, other] = REFUSALS[refusal]!
    const bug = bugNamed('unknownRecordFallsSilent')
    const wrong = shown('hardened', one, bug)
    expect(shown('hardened', one, {}).lines).toEqual(wrong.lines)
    expect(shown('hardened', other, bug, wrong.choices).lines).not.toEqual(wrong.lines)
  })
})

// Answers are in the clear there, and SEC-2 is not claimed.
test.each(Object.keys(REFUSALS).filter((refusal) => refusal !== 'delayed'))(
  'published: a wrong password and %s differ',
  (refusal) => {
    const [one, other] = REFUSALS[refusal]!
    const wrong = shown('published', one)
    expect(shown('published', other, {}, wrong.choices).lines).not.toEqual(wrong.lines)
  },
)
