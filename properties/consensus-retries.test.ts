/**
 * A command takes effect once (§5.7): retried at any replica, over leader changes, restarts and state transfers, with a
 * table that forgets after a few entries. About four seconds.
 */
import { describe, expect, test } from 'vitest'
import type { Context } from '../spec/consensus/context.ts'
import { hardened, published } from '../spec/profiles.ts'
import { fork } from '../src/sim/random.ts'
import { type Ledger, noting, replicas } from './consensus-fleet.ts'
import { runFleet } from './consensus-runs.ts'

const REMEMBERED = 5
const TRIES = 6

// Each command has one id and one last index, whoever sends it, and is sent again and again.
function retries(seed: string, size: number, commands: number) {
  const random = fork(seed, 'retries')
  const nodes = replicas(size)
  return Array.from({ length: commands * TRIES }, (_, i) => {
    const command = i % commands
    const notAfter = 3 + 2 * command + (command % 4)
    return noting(nodes[random.int(0, size - 1)]!, `c${command}`, { notAfter })
  })
}

function runs(profile: typeof published, adversary: 'A0' | 'A3', seeds: number, tuning = {}) {
  const outcomes: Record<string, number> = {}
  const seen = { again: 0, leaders: new Set<string>(), installed: 0 }
  for (let i = 0; i < seeds; i++) {
    const seed = `${profile.name}/retries/${i}`
    const result = runFleet({
      ...{ seed, size: 3, profile, adversary, faults: 8 },
      tuning: { snapshotEntries: 4, rememberedEntriesMax: REMEMBERED, ...tuning },
      operations: retries(seed, 3, 16),
      onStep: (_, { choice, happened: { world, facts } }) => {
        for (const fact of facts) {
          if (fact.fact !== 'told' || fact.machine !== 'vault') continue
          const { type, repeated, leads } = fact.event as {
            type: string
            repeated?: boolean
            leads?: boolean
          }
          if (type === 'applied' && repeated) seen.again++
          if (type === 'installed' && choice.kind === 'deliver') seen.installed++
          if (type === 'roleChanged' && leads) seen.leaders.add(`${i}/${fact.node}`)
        }
        for (const { machines } of world.locals) {
          const { seen: ids = {} } = (machines.consensus?.context ?? {}) as Partial<Context>
          expect(Object.keys(ids).length).toBeLessThanOrEqual(2 * REMEMBERED)
          const effects = (machines.vault?.context as Ledger | undefined)?.effects ?? []
          if (new Set(effects).size < effects.length) throw new Error(`twice: ${effects.join(' ')}`)
        }
      },
    })
    expect(result.failures()).toEqual([])
    for (const [outcome, count] of Object.entries(result.outcomes))
      outcomes[outcome] = (outcomes[outcome] ?? 0) + count
  }
  return { outcomes, seen }
}

describe.each([
  { profile: published, adversary: 'A0' },
  { profile: hardened, adversary: 'A3' },
] as const)('$profile.name under $adversary', ({ profile, adversary }) => {
  test('no command takes effect twice, and whoever comes too late is told', () => {
    const { outcomes, seen } = runs(profile, adversary, 6)
    expect(outcomes.noted).toBeGreaterThan(20)
    expect(outcomes.expired).toBeGreaterThan(50)
    expect(seen.again).toBeGreaterThan(5)
    expect(seen.leaders.size).toBeGreaterThan(6)
    expect(seen.installed).toBeGreaterThan(0)
  })
})
