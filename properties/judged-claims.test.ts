/** Claims with a judge (§10.2): asked when the run is over, about the first step at which they broke. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Claim, Fact, Setting } from '../spec/boundary.ts'
import { nodeId } from '../spec/names.ts'
import { createMonitor } from '../src/judge/monitor.ts'
import { runSeed } from '../src/run/judge-run.ts'
import { cellOf, claimsFor } from '../src/run/judges.ts'
import { pairOf } from '../src/run/pairs-run.ts'
import type { Setup } from '../src/sim/setup.ts'
import { swarm } from '../src/sim/swarm.ts'

const a1 = nodeId('a1')
const setting: Setting = { fleets: { a: [a1] }, clients: [], quorums: { a: 1 }, limit: 3 }
const crash: Fact = { fact: 'crashed', node: a1 }

// Counts crashes; its judge forgives so many.
const counting: Claim = {
  ...{ id: 'C', kind: 'history', section: '10.2', says: 'few crashes', source: 'ours', reads: ['crashed'] },
  start: () => 0,
  step: (n) => (n as number) + 1,
  broken: () => null,
  witness: () => true,
  judge: 'linearizable',
}

describe('the monitor', () => {
  test('names the first step that broke what its judge decides', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 60 }), fc.nat(20), (steps, forgiven) => {
        const judge = (n: unknown) => ((n as number) > forgiven ? `${n} crashes` : null)
        const monitor = createMonitor([counting], setting, { linearizable: judge })
        for (const crashes of steps) monitor.observe(crashes ? [crash] : [])
        monitor.conclude(true)
        const crashed = steps.flatMap((yes, i) => (yes ? [i] : []))
        const expected =
          crashed[forgiven] === undefined
            ? null
            : { why: `${forgiven + 1} crashes`, step: crashed[forgiven] as number }
        expect(monitor.report()[0]).toMatchObject({ broken: expected, unjudged: false })
      }),
      { seed: 3, numRuns: 200 },
    )
  })

  test('says of a claim without its judge that it is unjudged', () => {
    const monitor = createMonitor([counting], setting)
    monitor.conclude()
    expect(monitor.report()[0]).toMatchObject({ broken: null, unjudged: true })
  })

  test('shows claims nothing of what a malicious replica says of itself', () => {
    const adversary = { who: 'A6', owned: [a1], clients: {}, given: [] }
    const judges = { linearizable: (n: unknown) => ((n as number) > 0 ? 'crashed' : null) }
    const monitor = createMonitor([counting], { ...setting, adversary }, judges)
    monitor.observe([crash])
    monitor.conclude()
    expect(monitor.report()[0]?.broken).toBe(null)
  })
})

describe.each(['published', 'hardened'])('secrets under adversaries, %s', (profile) => {
  // A calm network, one enrolment, and whoever is at work.
  const cells = (who: string, secret: string) => {
    const { setup, plan } = swarm('1', { profile, adversary: 'none', crypto: 'ideal' })
    const node = setup.clients[0]!.node
    const owned = who === 'A6' ? ['a1'] : []
    const attacked: Setup = {
      ...{ ...setup, adversary: { who, owned, holds: [] }, budgets: { leak: 1 } },
      acts: [{ node, do: 'enrol', secret, key: 'K' }],
    }
    const begin = { at: 4_000, kind: 'begin', nodes: [nodeId(node)] }
    const leak = { at: 12_000, kind: 'leak', nodes: [a1] }
    const planned = who === 'A4' ? [begin, leak] : [begin]
    const claims = claimsFor('ideal').filter(({ id }) => /^SEC/.test(id))
    const run = runSeed(attacked, { ...plan, planned, healAt: 15_000, endAt: 16_000 }, '1', { claims })
    expect(run.statistics.outcomes).toMatchObject({ 'enrollmentEnded: enrolled': 1 })
    return run.broken.map(({ id, why }) => cellOf(id, why))
  }

  test('a front end learns no password, a leaked record tests it in published alone, a replica in both', () => {
    expect(cells('A2', 'word1')).not.toContain('SEC-1 password')
    expect(cells('A4', 'word1').includes('SEC-1 password')).toBe(profile === 'published')
    expect(cells('A6', 'word1')).toContain('SEC-1 password')
  })

  test('a code stays a code', () => {
    const code = 'ABCDEFGH'.repeat(5)
    expect([...cells('A4', code), ...cells('A6', code)]).not.toContain('SEC-1 code')
  })

  test('right and wrong passwords look alike in hardened alone', () => {
    const pair = pairOf(1, profile, 'none')
    expect(pair.witnessed).toBe(true)
    expect(pair['SEC-2'] === null).toBe(profile === 'hardened')
    if (profile === 'hardened') expect(pair['SEC-3']).toBe(null)
  })
})
