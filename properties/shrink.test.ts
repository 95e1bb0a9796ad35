/** Shrinking (§10.7): a long failure becomes a short one that breaks the same claim. bench/shrink.ts has all ten. */
import { describe, expect, test } from 'vitest'
import type { Claim } from '../spec/boundary.ts'
import { nodeId } from '../spec/names.ts'
import { bugNamed } from '../src/bugs/catalogue.ts'
import { runChoices, runSeed } from '../src/run/judge-run.ts'
import { claimsFor } from '../src/run/judges.ts'
import { shrink } from '../src/run/shrink.ts'
import { Trial } from '../src/run/shrinking.ts'
import { parseSetup } from '../src/sim/setup.ts'
import { swarm } from '../src/sim/swarm.ts'

const bug = bugNamed('staleAppendTruncates')
const claim = claimsFor('ideal').find(({ id }) => id === bug.breaks) as Claim
const { setup, plan } = swarm('2', { profile: bug.profile, adversary: bug.adversary, crypto: 'ideal' })
const long = runSeed(setup, plan, '2', { claims: [claim], doors: bug })
const at = long.broken[0]?.step as number
const task = { setup, choices: long.choices.slice(0, at + 1), claim, doors: bug }

describe('a stale append that truncates, REP-3', () => {
  const small = shrink(task)

  test('shrinks from more than a thousand choices to a page', () => {
    expect(at).toBeGreaterThan(1_000)
    expect(small?.choices.length).toBeLessThan(40)
    expect(small?.taken).toBeLessThan(100_000)
  })

  test('and what is left breaks the same claim, in its last choice, by itself', () => {
    expect(parseSetup(small?.setup).ok).toBe(true)
    const again = runChoices(small!.setup, small!.choices, { claims: [claim], doors: bug })
    expect(again.refused).toBe(null)
    expect(again.broken).toMatchObject([{ id: 'REP-3', step: small!.choices.length - 1 }])
  })

  test('none of its choices can be missed', () => {
    const trial = new Trial(small!.setup, claim, bug)
    const { choices } = small!
    const shorter = choices.map((_, i) => trial.run([...choices.slice(0, i), ...choices.slice(i + 1)]))
    expect(shorter.filter((found) => found !== null && found.choices.length < choices.length)).toEqual([])
  })

  test('the same run shrinks to the same run', () => {
    expect(shrink(task)).toEqual(small)
  })

  test('without the bug there is nothing to shrink', () => {
    expect(shrink({ ...task, doors: {} })).toBe(null)
    expect(shrink({ ...task, choices: [{ kind: 'boot', nodes: [nodeId('a1')], ordinal: 0 }] })).toBe(null)
  })
})
