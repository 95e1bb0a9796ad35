/**
 * One suite for each protocol: over seeds that fast-check picks, no claim that is made breaks, and the witnesses
 * of the claims that the seeds can reach are seen. A green run in which nothing happened fails.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CATALOGUE } from '../spec/claims/catalogue.ts'
import { PROFILES } from '../spec/profiles.ts'
import { isClaimed } from '../src/expected/cells.ts'
import { runSeed } from '../src/run/judge-run.ts'
import type { Adversary } from '../src/sim/adversary/table.ts'
import { swarm } from '../src/sim/swarm.ts'

// Witnesses that these seeds must see, by protocol; the others need an adversary of their own suite.
const SUITES: readonly {
  readonly protocol: string
  readonly claims: RegExp
  readonly seen: readonly string[]
}[] = [
  { protocol: 'enrolment', claims: /^ENR/, seen: ['ENR-1', 'ENR-4'] },
  { protocol: 'recovery', claims: /^REC/, seen: ['REC-1', 'REC-3'] },
  { protocol: 'attempts', claims: /^ATT/, seen: ['ATT-1', 'ATT-2', 'ATT-3'] },
  { protocol: 'consensus', claims: /^REP/, seen: ['REP-3', 'REP-4', 'REP-5'] },
  { protocol: 'fleet keys', claims: /^(FLT|TRN|LIV-3)/, seen: [] },
]
const RUNS = 6

describe.each(Object.keys(PROFILES))('%s', (profile) => {
  const adversaries: Adversary[] = ['A0', profile === 'published' ? 'A1' : 'A3']
  const broken: string[] = []
  const witnessed = new Set<string>()
  let ended = 0
  for (const adversary of adversaries) {
    fc.assert(
      fc.property(fc.nat(1_000_000), (seed) => {
        const { setup, plan } = swarm(String(seed), { profile, adversary, crypto: 'ideal' })
        const result = runSeed(setup, plan, String(seed), { claims: CATALOGUE })
        for (const { id, why } of result.broken) {
          if (isClaimed(id, profile, adversary)) broken.push(`${id} under ${adversary}, seed ${seed}: ${why}`)
        }
        for (const [id, seen] of Object.entries(result.witnesses)) if (seen) witnessed.add(id)
        ended += Object.values(result.statistics.outcomes).reduce((sum, n) => sum + n, 0)
      }),
      { seed: 11, numRuns: RUNS },
    )
  }

  test.each(SUITES)('$protocol: what is claimed holds', ({ claims, seen }) => {
    expect(broken.filter((line) => claims.test(line))).toEqual([])
    expect(seen.filter((id) => !witnessed.has(id))).toEqual([])
  })

  test('operations really ended', () => {
    expect(ended).toBeGreaterThan(RUNS * adversaries.length * 2)
  })
})
