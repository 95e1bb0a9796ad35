/** A rotation in the middle of enrolments and recoveries, in the whole world: nobody is lost, nobody guesses more (§7.3). */
import { describe, expect, test } from 'vitest'
import { CATALOGUE } from '../spec/claims/catalogue.ts'
import { nodeId } from '../spec/names.ts'
import { type RunResult, runSeed } from '../src/run/judge-run.ts'
import type { Plan, Planned } from '../src/sim/plan.ts'
import { fork } from '../src/sim/random.ts'
import type { Act, Setup } from '../src/sim/setup.ts'
import { brokenIn } from './kept.ts'

const WATCHED = CATALOGUE.filter(({ id }) => /^(FLT|TRN|LIV-3|ENR-[14]|REC-1|ATT-[126])/.test(id))
const HEAL = 25_000

/** Phones enrol and recover at times of their own while the operator rotates; messages are lost, HSMs crash. */
function rotated(seed: string, profile: string): { setup: Setup; plan: Plan } {
  const random = fork(seed, 'overlap')
  const acts: Act[] = [{ node: 'operator', do: 'rotate', key: 'b' }]
  const rotateAt = random.int(3_000, 12_000)
  const planned: Planned[] = [{ at: random.int(3_000, 12_000), kind: 'begin', nodes: [nodeId('operator')] }]
  for (const node of ['phone1', 'phone2', 'phone3']) {
    const secret = `code ${node}`
    acts.push({ node, do: 'enrol', secret, key: `K-${node}` })
    for (let i = random.int(1, 2); i > 0; i--)
      acts.push({ node, do: 'recover', secret: random.chance(300) ? 'no' : secret })
    for (const act of acts) {
      if (act.node === node)
        planned.push({ at: random.int(1_500, 20_000), kind: 'begin', nodes: [nodeId(node)] })
    }
  }
  const crashes = ['a1', 'a2', 'b1', 'b2', 'front', 'auditor', 'operator']
  const victim = nodeId(crashes[random.int(0, crashes.length - 1)] as string)
  // Within the rotation, which takes some 150 ticks where nothing is lost.
  const at = rotateAt + random.int(10, 120)
  planned.push(
    { at, kind: 'crash', nodes: [victim] },
    { at: at + random.int(100, 2_000), kind: 'boot', nodes: [victim] },
  )
  const setup: Setup = {
    crypto: 'ideal',
    profile,
    limit: 3,
    fleets: [
      { name: 'a', size: 3 },
      { name: 'b', size: 3 },
    ],
    clients: ['phone1', 'phone2', 'phone3'].map((node) => ({ node, account: `user${node.slice(5)}` })),
    acts,
    budgets: { drop: 1_000_000, duplicate: 1_000_000, crash: 10 },
    drawSeed: seed,
  }
  const lossPerMille = random.int(0, 60)
  return {
    setup,
    plan: {
      delay: { min: 2, max: 40 },
      lossPerMille,
      duplicatePerMille: lossPerMille,
      rates: {},
      planned,
      healAt: HEAL,
      revived: [],
      abandoned: [],
      endAt: 45_000,
    },
  }
}

const run = (seed: string, profile: string): RunResult => {
  const { setup, plan } = rotated(seed, profile)
  return runSeed(setup, plan, seed, { claims: WATCHED })
}

describe.each(['published', 'hardened'])('%s', (profile) => {
  const runs = ['1', '2', '3'].map((seed) => run(seed, profile))

  test('nobody is lost, nobody gets an extra guess, and the rotation ends', () => {
    expect(runs.flatMap((run) => brokenIn(run))).toEqual([])
    for (const { statistics } of runs)
      expect(Object.keys(statistics.outcomes)).toContain('rotationEnded: activated')
  })

  test('phones came by in the overlap, and some phone was shown keys of both fleets', () => {
    const seen = runs.flatMap(({ witnesses }) =>
      Object.entries(witnesses)
        .filter(([, yes]) => yes)
        .map(([id]) => id),
    )
    expect(seen).toEqual(expect.arrayContaining(['FLT-3', 'ENR-4', 'LIV-3']))
  })
})
