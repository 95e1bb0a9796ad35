/** Runs to look at: one that breaks a claim, and a long one. */
import { CATALOGUE } from '../../spec/claims/catalogue.ts'
import { nodeId } from '../../spec/names.ts'
import { runSeed } from '../../src/run/judge-run.ts'
import { traceOf } from '../../src/run/trace-of.ts'
import type { Plan, Planned } from '../../src/sim/plan.ts'
import type { Setup } from '../../src/sim/setup.ts'
import { swarm } from '../../src/sim/swarm.ts'
import { formatTrace } from '../../src/trace/format.ts'

const [a1, a2, a3] = [nodeId('a1'), nodeId('a2'), nodeId('a3')]
const phone = nodeId('phone1')

/**
 * One rollback under a majority without rejoin (`published`): two of three HSMs hold the record, the host of one puts
 * back a copy from before, and that one makes a majority with the third, which never heard of the record.
 */
export function rollbackTrace(): string {
  const setup: Setup = {
    ...{ crypto: 'ideal', profile: 'published', limit: 3, drawSeed: 'rollback' },
    fleets: [{ name: 'a', size: 3 }],
    clients: [{ node: 'phone1', account: 'alice' }],
    acts: [
      { node: 'phone1', do: 'enrol', secret: 'word1', key: 'K' },
      { node: 'phone1', do: 'recover', secret: 'word2' },
      { node: 'phone1', do: 'recover', secret: 'word1' },
    ],
    budgets: { drop: 1e6, isolate: 10, crash: 10, rollback: 1 },
  }
  for (let copy = 1; copy < 60; copy++) {
    const result = runSeed(setup, plan(copy), 'rollback', { claims: CATALOGUE, hashes: true })
    const broke = result.broken.find(({ id }) => id === 'REP-3' || id === 'REP-4')?.id
    if (broke !== undefined) return formatTrace(traceOf(result, undefined, broke))
  }
  throw new Error('no copy is old enough: a rollback under a plain majority must break REP-3')
}

function plan(copy: number): Plan {
  const planned: Planned[] = [
    // Only a1 and a2 can make each other leader, and both hold what the phone enrols.
    { at: 100, kind: 'isolate', nodes: [a3] },
    { at: 3_000, kind: 'begin', nodes: [phone] },
    { at: 5_000, kind: 'begin', nodes: [phone] },
    { at: 8_000, kind: 'crash', nodes: [a2] },
    { at: 8_100, kind: 'rollback', nodes: [a2], ordinal: copy },
    { at: 8_200, kind: 'heal', nodes: [] },
    { at: 8_201, kind: 'isolate', nodes: [a1] },
    { at: 8_300, kind: 'boot', nodes: [a2] },
    { at: 11_000, kind: 'begin', nodes: [phone] },
  ]
  return {
    ...{ delay: { min: 5, max: 30 }, lossPerMille: 5, duplicatePerMille: 0, rates: {}, planned },
    ...{ healAt: 14_000, revived: [a1, a2, a3, phone], abandoned: [], endAt: 16_000 },
  }
}

/** A run of more than ten thousand steps. */
export function longTrace(): string {
  for (let seed = 1; seed < 200; seed++) {
    const { setup, plan: drawn } = swarm(String(seed), {
      profile: 'published',
      adversary: 'A0',
      crypto: 'ideal',
    })
    if ((setup.fleets[0]?.size ?? 0) < 7) continue
    const result = runSeed(setup, drawn, String(seed), { claims: CATALOGUE, hashes: true })
    if (result.events >= 10_000) return formatTrace(traceOf(result, String(seed)))
  }
  throw new Error('no seed gives ten thousand steps')
}
