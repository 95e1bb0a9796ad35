/** ATT-6 by random search (§4.8), in fleets of one HSM and without a second phase, so that runs are short. */
import { att6 } from '../spec/claims/secrets.ts'
import type { Doors } from '../src/bugs/doors.ts'
import { runSeed } from '../src/run/judge-run.ts'
import { swarm } from '../src/sim/swarm.ts'

const HORIZON_TICKS = 30_000

/** The first of so many seeds, from this one on, whose run under A2 breaks ATT-6; null: none does. */
export function breaksFirst(profile: string, from: number, runs: number, doors: Doors = {}): number | null {
  for (let seed = from; seed < from + runs; seed++) {
    const limit = 1 + (seed % 3)
    const { setup, plan } = swarm(String(seed), { profile, adversary: 'A2', crypto: 'ideal', limit })
    const small = { ...setup, fleets: setup.fleets.map((fleet) => ({ ...fleet, size: 1 })) }
    const short = { ...plan, abandoned: [], revived: [], endAt: HORIZON_TICKS }
    const { broken } = runSeed(small, short, String(seed), { claims: [att6], doors })
    if (broken.length > 0) return seed
  }
  return null
}
