/**
 * How often the situations that the claims of replication and BKP-3 are about arise in `sim` (§10.2): fails where they
 * became rare, since a green run in which nothing happened is no evidence. Too slow for npm test; about two minutes.
 */

import { runSeed } from '../../src/run/judge-run.ts'
import { claimsFor } from '../../src/run/judges.ts'
import { swarm } from '../../src/sim/swarm.ts'

const SEEDS = 40
const CLAIMS = claimsFor('ideal').filter(({ id }) => /^(REP|LIV|BKP-3)/.test(id))

/** Of so many seeds of each profile, by adversary: about half of what was measured. */
const FLOORS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  A0: {
    ...{ 'REP-1': 14, 'REP-2': 1, 'REP-3': 33, 'REP-4': 39, 'REP-5': 19, 'REP-6': 20 },
    ...{ 'LIV-1': 30, 'LIV-2': 30, 'BKP-3': 3 },
  },
  A3: { 'REP-7': 29, 'REP-8': 23 },
}

for (const [adversary, floors] of Object.entries(FLOORS)) {
  const seen: Record<string, number> = {}
  for (const profile of ['published', 'hardened']) {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { setup, plan } = swarm(`${seed}`, { profile, adversary, crypto: 'ideal' })
      const { witnesses } = runSeed(setup, plan, `${seed}`, { claims: CLAIMS })
      for (const [id, isSeen] of Object.entries(witnesses)) if (isSeen) seen[id] = (seen[id] ?? 0) + 1
    }
  }
  console.log(`${adversary}, ${2 * SEEDS} runs: ${JSON.stringify(seen)}`)
  for (const [id, floor] of Object.entries(floors)) {
    if ((seen[id] ?? 0) >= floor) continue
    console.error(
      `${id} was witnessed in ${seen[id] ?? 0} runs under ${adversary}, at least ${floor} expected`,
    )
    process.exitCode = 1
  }
}
