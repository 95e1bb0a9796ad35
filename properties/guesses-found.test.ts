/**
 * ATT-6 by random search (§4.8): found in `published` under A2; not in ten times as many runs of `hardened`; found there
 * again when nothing carries over. Fleets of one HSM and no second phase, so that runs are short: six core-seconds.
 * The seeds are where a wider search found something: 1 of 60 runs, and 1 of 120 where nothing carries over.
 */
import { expect, test } from 'vitest'
import { att6 } from '../spec/claims/secrets.ts'
import type { Doors } from '../src/bugs/doors.ts'
import { vaultBugs } from '../src/bugs/vault.ts'
import { runSeed } from '../src/run/judge-run.ts'
import { swarm } from '../src/sim/swarm.ts'

const BUDGET_RUNS = 1
const HORIZON_TICKS = 30_000

/** The run, counted from 1, that broke the claim, or null. */
function search(profile: string, first: number, runs: number, doors: Doors = {}): number | null {
  for (let i = 0; i < runs; i++) {
    const seed = first + i
    const limit = 1 + (seed % 3)
    const { setup, plan } = swarm(String(seed), { profile, adversary: 'A2', crypto: 'ideal', limit })
    const small = { ...setup, fleets: setup.fleets.map((fleet) => ({ ...fleet, size: 1 })) }
    const short = { ...plan, abandoned: [], revived: [], endAt: HORIZON_TICKS }
    const run = runSeed(small, short, String(seed), { claims: [att6], doors })
    if (run.broken.length > 0) return i + 1
  }
  return null
}

test('published: found', () => {
  expect(search('published', 103, BUDGET_RUNS)).not.toBeNull()
})

test('hardened: not found with ten times the runs, and found among them when nothing carries over', () => {
  expect(search('hardened', 21, 10 * BUDGET_RUNS)).toBeNull()
  const bug = vaultBugs.find(({ id }) => id === 'nothingCarriesOver')!
  expect(search('hardened', 21, 10 * BUDGET_RUNS, bug)).not.toBeNull()
})
