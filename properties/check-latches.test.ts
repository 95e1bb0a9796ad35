/** What claims promise of their latches, on random runs: put back after each fact, they change no verdict. About 3 s. */
import { expect, test } from 'vitest'
import type { Claim, Fact, Setting } from '../spec/boundary.ts'
import { CATALOGUE } from '../spec/claims/catalogue.ts'
import { unlatched } from '../src/check/latches.ts'
import { runSeed } from '../src/run/judge-run.ts'
import { buildWorld } from '../src/run/world.ts'
import { swarm } from '../src/sim/swarm.ts'

const latched = CATALOGUE.filter(({ latches = [] }) => latches.length > 0)

function folded(claim: Claim, setting: Setting, facts: readonly Fact[], putsBack: boolean) {
  const start = claim.start(setting)
  let value = start
  let witnessed = claim.witness(value)
  for (const fact of facts) {
    if (claim.reads.includes(fact.fact)) value = claim.step(value, fact)
    witnessed ||= claim.witness(value)
    if (putsBack) value = unlatched(claim, value, start)
  }
  return { witnessed, broken: claim.broken(value), value: unlatched(claim, value, start) }
}

test('there are some', () => {
  expect(latched.map(({ id }) => id)).toContain('REP-1')
})

test.each(['A0', 'A3'] as const)('under %s', (adversary) => {
  for (const seed of [1, 2]) {
    const { setup, plan } = swarm(String(seed), { profile: 'published', adversary, crypto: 'ideal' })
    const facts: Fact[] = []
    runSeed(setup, plan, String(seed), {
      claims: [],
      onStep: ({ happened }) => facts.push(...happened.facts),
    })
    const { setting } = buildWorld(setup)
    for (const claim of latched)
      expect(folded(claim, setting, facts, true)).toEqual(folded(claim, setting, facts, false))
  }
})
