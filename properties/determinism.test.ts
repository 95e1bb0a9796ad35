/** Only the seed decides: each seed twice, equal hashes; the first differing step is printed if they are not. */
import { describe, expect, test } from 'vitest'
import { CATALOGUE } from '../spec/claims/catalogue.ts'
import { PROFILES } from '../spec/profiles.ts'
import { loadRealTwin } from '../src/crypto/real/load-twin.ts'
import { runChoices, runSeed } from '../src/run/judge-run.ts'
import { swarm } from '../src/sim/swarm.ts'

const watch = { claims: CATALOGUE, hashes: true, complete: true }

const mustLoad = (line: string): never => {
  throw new Error(line)
}
const sodium = await loadRealTwin(mustLoad)

function firstDifference(a: readonly string[], b: readonly string[]): string {
  const step = a.findIndex((hash, i) => hash !== b[i])
  return step < 0 ? 'none' : `step ${step}`
}

describe.each(Object.keys(PROFILES))('%s', (profile) => {
  test.each(['A0', 'A3'] as const)(
    'each seed twice, and replayed from its choices alone: %s',
    (adversary) => {
      for (const seed of adversary === 'A0' ? [1] : [2]) {
        const drawn = swarm(String(seed), { profile, adversary, crypto: 'ideal' })
        const first = runSeed(drawn.setup, drawn.plan, String(seed), watch)
        const second = runSeed(drawn.setup, drawn.plan, String(seed), watch)
        expect(firstDifference(first.hashes, second.hashes), `seed ${seed}`).toBe('none')
        const replayed = runChoices(drawn.setup, first.choices, watch)
        expect(replayed.refused).toBeNull()
        expect(firstDifference(first.hashes, replayed.hashes), `seed ${seed}, replayed`).toBe('none')
        expect(replayed.broken).toEqual(first.broken)
        expect(first.events).toBeGreaterThan(100)
      }
    },
  )

  test('with and without looking steps up', () => {
    const { setup, plan } = swarm('1', { profile, adversary: 'A2', crypto: 'ideal' })
    const [looked, taken] = [true, false].map((memo) => runSeed(setup, plan, '1', { ...watch, memo }))
    expect(firstDifference(looked?.hashes ?? [], taken?.hashes ?? [])).toBe('none')
  })

  test('real and ideal cryptography share one list of choices, outcomes and facts', () => {
    const { setup, plan } = swarm('5', { profile, adversary: 'A0', crypto: 'ideal' })
    const ideal = runSeed(setup, plan, '5', watch)
    const real = runChoices({ ...setup, crypto: 'real' }, ideal.choices, {
      ...watch,
      doors: { twin: sodium },
    })
    expect(real.refused).toBeNull()
    expect(real.statistics).toEqual(ideal.statistics)
    expect(real.witnesses).toEqual(ideal.witnesses)
    expect(real.broken.map(({ id, step }) => ({ id, step }))).toEqual(
      ideal.broken.map(({ id, step }) => ({ id, step })),
    )
  })
})

// Phones have held, lost and regained keys by then: a minute more of the same costs noble seconds and shows nothing new.
const NOBLE_TICKS = 15_000

test('one seed hashes alike on either backend of the real twin, which without libsodium says so once', async () => {
  const notices: string[] = []
  const load = () => Promise.reject(new Error('not installed'))
  const noble = await loadRealTwin((line) => notices.push(line), { load })
  expect(notices).toEqual([
    'ristretto255 runs on noble, ten times slower: libsodium did not start (not installed)',
  ])
  const { setup, plan } = swarm('5', { profile: 'hardened', adversary: 'A0', crypto: 'real' })
  const [onSodium, onNoble] = [sodium, noble].map((twin) =>
    runSeed(setup, { ...plan, endAt: NOBLE_TICKS }, '5', { ...watch, complete: false, doors: { twin } }),
  )
  expect(firstDifference(onSodium?.hashes ?? [], onNoble?.hashes ?? [])).toBe('none')
  expect(onSodium?.traceHash).toBe(onNoble?.traceHash)
  expect(onSodium?.statistics.outcomes).not.toEqual({})
})
