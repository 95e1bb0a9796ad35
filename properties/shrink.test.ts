/** Shrinking (§10.7): a long failure becomes the shortest one that breaks the same claim. */
import { describe, expect, test } from 'vitest'
import type { Claim } from '../spec/boundary.ts'
import { nodeId } from '../spec/names.ts'
import { bugNamed } from '../src/bugs/catalogue.ts'
import { rerun } from '../src/run/corpus.ts'
import { runChoices, runSeed } from '../src/run/judge-run.ts'
import { claimsFor } from '../src/run/judges.ts'
import { shrink } from '../src/run/shrink.ts'
import { Trial } from '../src/run/shrinking.ts'
import { scenarioOf } from '../src/run/trace-of.ts'
import type { Plan } from '../src/sim/plan.ts'
import type { Setup } from '../src/sim/setup.ts'
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

const late = longFailure()

describe('a failure after a thousand choices', () => {
  const task = { ...late, claim }
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

// Honest code breaks it too: whoever is named in the setup is powered at least once.
const booted: Claim = {
  ...{ id: 'BOOTS', kind: 'always', section: '10.7', says: 'nobody is powered', source: 'ours' },
  reads: ['booted'],
  start: () => 0,
  step: (n) => (n as number) + 1,
  broken: (n) => ((n as number) > 2 ? `${n} were powered` : null),
  witness: () => true,
}

describe('a run with a seeded bug', () => {
  const bug = bugNamed('needsEverybody')

  test('must not break the claim without it; where the run itself does, that is said', () => {
    const { setup, choices } = late
    const small = shrink({ setup, choices, claim: booted, doors: bug })
    expect(small).toMatchObject({ alsoWithoutBug: true, choices: { length: 3 } })
    expect(new Trial(setup, booted, bug).run(choices)).toBe(null)
    expect(shrink({ setup, choices, claim: booted })).toMatchObject({ alsoWithoutBug: false })
  })

  // A fleet of three loses all of its HSMs, two of them come back, and with this bug that is too few.
  const setup: Setup = {
    ...{ crypto: 'ideal', profile: 'published', limit: 3, fleets: [{ name: 'a', size: 3 }] },
    clients: [{ node: 'phone1', account: 'user1' }],
    acts: [{ node: 'phone1', do: 'enrol', secret: 'word1', key: 'K' }],
    ...{ budgets: { crash: 9 }, drawSeed: 'late' },
  }
  const faults = [
    ...[
      { at: 900, kind: 'crash', nodes: ['a2'] },
      { at: 1_000, kind: 'begin', nodes: ['phone1'] },
    ],
    ...[
      { at: 2_000, kind: 'crash', nodes: ['a3'] },
      { at: 2_100, kind: 'crash', nodes: ['a1'] },
    ],
    ...[
      { at: 2_500, kind: 'boot', nodes: ['a1'] },
      { at: 2_600, kind: 'boot', nodes: ['a2'] },
    ],
  ]
  const planned = faults.map(({ nodes, ...one }) => ({ ...one, nodes: nodes.map(nodeId) }))
  const plan: Plan = {
    ...{ delay: { min: 2, max: 9 }, lossPerMille: 0, duplicatePerMille: 0, rates: {}, planned },
    ...{ healAt: 8_001, revived: [], abandoned: [], endAt: 8_000 },
  }
  const liv2 = claimsFor('ideal').find(({ id }) => id === bug.breaks) as Claim

  test('that breaks what must happen eventually keeps its time, and loses acts and faults', () => {
    const { choices, broken } = runSeed(setup, plan, '1', { claims: [liv2], doors: bug })
    expect(broken).toMatchObject([{ id: 'LIV-2' }])
    const small = shrink({ setup, choices, claim: liv2, doors: bug })
    expect(small?.why).toBe('fleet a had no leader within its bound')
    expect(small?.setup.acts).toEqual([])
    expect(small?.choices.filter(({ kind }) => kind === 'crash')).toHaveLength(1)
    expect(small!.choices.length).toBeLessThan(choices.length)
    const again = runChoices(small!.setup, small!.choices, { claims: [liv2], doors: bug, complete: true })
    expect(again).toMatchObject({ refused: null, broken: [{ id: 'LIV-2' }] })
    // Kept in the corpus, it breaks with the bug, and not without: there what is sent arrives.
    const kept = scenarioOf(small!, { broke: 'LIV-2', bug: bug.id, complete: true })
    expect(rerun(kept, small!.setup, bug).broken).toBe(small?.why)
    expect(rerun(kept, small!.setup, {}).broken).toBeNull()
  })
})
