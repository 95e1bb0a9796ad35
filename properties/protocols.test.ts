/**
 * One suite for each protocol: over seeds that fast-check picks, under each adversary that the profile's claims are
 * made for, no claim that is made breaks; every seed runs twice and hashes the same; and enough really happened. The
 * run ends with its second phase, so that what must happen eventually is judged too.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PROFILES } from '../spec/profiles.ts'
import { isClaimed } from '../src/expected/cells.ts'
import { runSeed } from '../src/run/judge-run.ts'
import { claimsFor } from '../src/run/judges.ts'
import { addUp, below, type Floors, type Statistics } from '../src/run/statistics.ts'
import { swarm } from '../src/sim/swarm.ts'
import { brokenIn } from './kept.ts'

// Witnesses that these seeds must see, by protocol; the others need an adversary of their own suite.
const SUITES: readonly {
  readonly protocol: string
  readonly claims: RegExp
  readonly seen: readonly string[]
}[] = [
  { protocol: 'enrolment', claims: /^ENR/, seen: ['ENR-1', 'ENR-4'] },
  { protocol: 'recovery', claims: /^REC/, seen: ['REC-1', 'REC-3'] },
  { protocol: 'attempts', claims: /^ATT/, seen: ['ATT-1', 'ATT-2', 'ATT-3'] },
  { protocol: 'consensus', claims: /^(REP|LIV)/, seen: ['REP-3', 'REP-4'] },
  { protocol: 'fleet keys', claims: /^(FLT|TRN|LIV-3)/, seen: [] },
  { protocol: 'secrecy', claims: /^SEC/, seen: ['SEC-1', 'SEC-5'] },
]
// The most able ones, below which the others are (cells.ts).
const ADVERSARIES: Readonly<Record<string, readonly string[]>> = {
  published: ['A0', 'A1', 'A8'],
  hardened: ['A0', 'A3', 'A4', 'A8'],
}
const RUNS: Readonly<Record<string, number>> = { A0: 2, A3: 2 }
// Of all runs of a profile together.
const FLOORS: Floors = {
  operations: { enrol: 5, recover: 8 },
  outcomes: { 'enrollmentEnded: enrolled': 2, 'recoveryEnded: recovered': 1 },
  choices: { crash: 3, drop: 10, duplicate: 1, replay: 1, inject: 1 },
  effects: { A0: 3, A1: 1, A2: 1, A8: 1 },
}
const EFFECTS: Readonly<Record<string, Record<string, number>>> = {
  published: {},
  hardened: { A3: 1, A4: 1 },
}

describe.each(Object.keys(PROFILES))('%s', (profile) => {
  const broken: string[] = []
  const witnessed = new Set<string>()
  const statistics: Statistics[] = []
  for (const adversary of ADVERSARIES[profile] ?? []) {
    fc.assert(
      fc.property(fc.nat(1_000_000), (seed) => {
        const { setup, plan } = swarm(String(seed), { profile, adversary, crypto: 'ideal' })
        const result = runSeed(setup, plan, String(seed), { claims: claimsFor('ideal') })
        const again = runSeed(setup, plan, String(seed), { claims: [] })
        expect(again.traceHash).toBe(result.traceHash)
        broken.push(...brokenIn(result, { counts: (cell) => isClaimed(cell, profile, adversary) }))
        for (const [id, seen] of Object.entries(result.witnesses)) if (seen) witnessed.add(id)
        statistics.push(result.statistics)
      }),
      { seed: 3, numRuns: RUNS[adversary] ?? 1 },
    )
  }

  test.each(SUITES)('$protocol: what is claimed holds', ({ claims, seen }) => {
    expect(broken.filter((line) => claims.test(line))).toEqual([])
    expect(seen.filter((id) => !witnessed.has(id))).toEqual([])
  })

  test('enough really happened', () => {
    const floors = { ...FLOORS, effects: { ...FLOORS.effects, ...EFFECTS[profile] } }
    expect(below(addUp(statistics), floors)).toEqual([])
  })
})
