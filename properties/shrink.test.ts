/** Shrinking (§10.7): a long failure becomes the shortest one that breaks the same claim. */
import { describe, expect, test } from 'vitest'
import type { Claim } from '../spec/boundary.ts'
import { nodeId } from '../spec/names.ts'
import { runChoices, runSeed } from '../src/run/judge-run.ts'
import { shrink } from '../src/run/shrink.ts'
import { Trial } from '../src/run/shrinking.ts'
import { parseSetup } from '../src/sim/setup.ts'
import { swarm } from '../src/sim/swarm.ts'

// What breaks it at least is known: two power cuts, each of a node that was booted.
const claim: Claim = {
  ...{ id: 'CUTS', kind: 'always', section: '10.7', says: 'one power cut at most', source: 'ours' },
  reads: ['crashed'],
  start: () => 0,
  step: (n) => (n as number) + 1,
  broken: (n) => ((n as number) > 1 ? `${n} power cuts` : null),
  witness: (n) => (n as number) > 0,
}

// The first seed whose run breaks it after a thousand choices.
function longFailure() {
  for (let seed = 1; seed <= 30; seed++) {
    const { setup, plan } = swarm(`${seed}`, { profile: 'published', adversary: 'A0', crypto: 'ideal' })
    const { choices, broken } = runSeed(setup, plan, `${seed}`, { claims: [claim] })
    const at = broken[0]?.step ?? 0
    if (at > 1_000) return { setup, choices: choices.slice(0, at + 1) }
  }
  throw new Error('no seed breaks it late enough')
}

describe('a failure after a thousand choices', () => {
  const task = { ...longFailure(), claim }
  const small = shrink(task)

  test('shrinks to the four that it takes', () => {
    expect(small?.choices.map(({ kind }) => kind).sort()).toEqual(['boot', 'boot', 'crash', 'crash'])
    expect(small?.choices.every(({ after, ordinal }) => after === undefined && ordinal === 0)).toBe(true)
    expect(small?.setup.acts).toEqual([])
  })

  test('and what is left breaks the same claim, in its last choice, by itself', () => {
    expect(parseSetup(small?.setup).ok).toBe(true)
    const again = runChoices(small!.setup, small!.choices, { claims: [claim] })
    expect(again.refused).toBe(null)
    expect(again.broken).toMatchObject([{ id: 'CUTS', step: 3 }])
  })

  test('the same run shrinks to the same run', () => {
    expect(shrink(task)).toEqual(small)
  })

  test('what does not break is not shrunk', () => {
    expect(shrink({ ...task, choices: [{ kind: 'boot', nodes: [nodeId('a1')], ordinal: 0 }] })).toBe(null)
  })

  test('attempts that fail leave the failing run as it was', () => {
    const trial = new Trial(small!.setup, claim, {})
    const { choices } = small!
    expect(trial.run(choices)?.choices).toEqual(choices)
    expect(trial.run(choices.slice(1))).toBe(null)
    expect(trial.run(choices)?.choices).toEqual(choices)
  })
})
