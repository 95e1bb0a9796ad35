/** Only the seed decides: each seed twice, equal hashes; the first differing step is printed if they are not. */
import { describe, expect, test } from 'vitest'
import { CATALOGUE } from '../spec/claims/catalogue.ts'
import type { Twin } from '../spec/crypto.ts'
import { PROFILES } from '../spec/profiles.ts'
import { createIdealTwin } from '../src/crypto/ideal/twin.ts'
import { loadRealTwin } from '../src/crypto/real/load-twin.ts'
import { type RunResult, runChoices, runSeed, type Watch } from '../src/run/judge-run.ts'
import { type Scene, staged } from '../src/scenes/staging.ts'
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

/** Short runs, with a rotation. */
const SEED = '638'

describe.each(Object.keys(PROFILES))('%s', (profile) => {
  test.each(['A0', 'A3'])('a seed twice, and replayed from its choices alone: %s', (adversary) => {
    const { setup, plan } = swarm(SEED, { profile, adversary, crypto: 'ideal' })
    const [first, second] = [1, 2].map(() => runSeed(setup, plan, SEED, watch)) as [RunResult, RunResult]
    expect(firstDifference(first.hashes, second.hashes)).toBe('none')
    const replayed = runChoices(setup, first.choices, watch)
    expect(replayed.refused).toBeNull()
    expect(firstDifference(first.hashes, replayed.hashes)).toBe('none')
    expect(replayed.broken).toEqual(first.broken)
    expect(first.events).toBeGreaterThan(1_000)
  })

  test('with and without looking steps up', () => {
    const { setup, plan } = swarm(SEED, { profile, adversary: 'A2', crypto: 'ideal' })
    const short = { ...plan, endAt: 15_000 }
    const [looked, taken] = [true, false].map((memo) =>
      runSeed(setup, short, SEED, { ...watch, complete: false, memo }),
    )
    expect(looked?.events).toBeGreaterThan(500)
    expect(firstDifference(looked?.hashes ?? [], taken?.hashes ?? [])).toBe('none')
  })

  // Octets stand for themselves by when they first appeared: what is equal in one run is equal in the other.
  test('real and ideal cryptography: one list of choices, the same facts, in every machine', () => {
    const { setup, plan } = staged(everything(profile as Scene['profile']))
    const ideal = factsOf(createIdealTwin(), (more) => runSeed(setup, plan, 'scene', { ...watch, ...more }))
    const real = factsOf(sodium, (more) =>
      runChoices({ ...setup, crypto: 'real' }, ideal.run.choices, { ...watch, ...more }),
    )
    const at = ideal.facts.findIndex((fact, i) => fact !== real.facts[i])
    expect(real.facts[at]).toBe(ideal.facts[at])
    expect(real.facts).toHaveLength(ideal.facts.length)
    expect(real.run.choices).toHaveLength(ideal.run.choices.length)
    expect(real.run.statistics).toEqual(ideal.run.statistics)
    expect(real.run.witnesses).toEqual(ideal.run.witnesses)
    expect(Object.keys(ideal.run.statistics.outcomes)).toEqual(expect.arrayContaining(ENDS))
  })
})

const ENDS = [
  ...[
    'enrollmentEnded: enrolled',
    'recoveryEnded: wrongPassword',
    'recoveryEnded: recovered',
    'holdingEnded: held',
  ],
  ...['holdingEnded: regained', 'backupEnded: kept', 'restoreEnded: restored', 'rotationEnded: activated'],
]

// Enrolment, recovery, backups, a rotation with its watchers, other ways to hold K.
function everything(profile: Scene['profile']): Scene {
  return {
    ...{ profile, limit: 3, until: 26_000, setup: { watchers: 1 }, fleets: [{ name: 'b', size: 1 }] },
    lines: [
      [2_000, 'phone1 hold vault word1'],
      [3_000, 'phone1 backUp file1'],
      [3_500, 'phone1 restore'],
      [4_000, 'phone2 recover wrong'],
      [5_000, 'phone1 hold passkey'],
      [6_000, 'operator rotate b'],
      [9_000, 'phone3 enrol word2'],
      [10_000, 'watch1 look'],
      [12_000, 'phone3 recover word2'],
      [14_000, 'phone2 regain passkey'],
      [18_000, 'phone1 close vault word1'],
    ],
  }
}

// What a passkey wraps is not as long in ideal cryptography, where it is packed (§2.7): only the cloud sees it.
const WRAPPED_BYTES = [81, 104]

type Facts = { readonly facts: string[]; readonly run: RunResult }

function factsOf(twin: Twin, play: (more: Pick<Watch, 'doors' | 'onStep'>) => RunResult): Facts {
  const names = new Map<string, string>()
  const facts: string[] = []
  // Octets, also behind a slash: the machine of a session is named by it. No octets are no text in either twin.
  const last = (text: string) => text.slice(text.indexOf('/') + 1)
  const named = (text: string): string => {
    const octets = last(text)
    if (!twin.port.isOctets(octets)) return text
    const size = twin.port.size(octets)
    const bytes = WRAPPED_BYTES.includes(size) ? 'as wrapped' : `${size} bytes`
    const name = size === 0 ? '' : (names.get(octets) ?? `octets ${names.size}, ${bytes}`)
    if (size > 0) names.set(octets, name)
    return text.slice(0, text.length - octets.length) + name
  }
  // Fields by name; tables whose keys are octets in their own order.
  const plain = (value: unknown): unknown => {
    if (typeof value === 'string') return named(value)
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(plain)
    const entries = Object.entries(value)
    if (!entries.some(([key]) => twin.port.isOctets(last(key))))
      entries.sort(([one], [other]) => (one < other ? -1 : 1))
    // What people type for K is spelled by each twin in its own way (§8.2.2).
    const spelled = (key: string, item: unknown) => (key === 'digits' ? typeof item : plain(item))
    return Object.fromEntries(entries.map(([key, item]) => [named(key), spelled(key, item)]))
  }
  const onStep: Watch['onStep'] = ({ happened }) => {
    for (const fact of happened.facts) facts.push(JSON.stringify(plain(fact)))
  }
  return { facts, run: play({ doors: { twin }, onStep }) }
}

test('one seed hashes alike on either backend of the real twin, which without libsodium says so once', async () => {
  const notices: string[] = []
  const load = () => Promise.reject(new Error('not installed'))
  const noble = await loadRealTwin((line) => notices.push(line), { load })
  expect(notices).toEqual([
    'ristretto255 runs on noble, ten times slower: libsodium did not start (not installed)',
  ])
  const { setup, plan } = staged({
    ...{ profile: 'hardened', limit: 3, until: 6_000 },
    lines: [
      [2_000, 'phone1 enrol word1'],
      [4_000, 'phone2 recover word1'],
    ],
  })
  const [onSodium, onNoble] = [sodium, noble].map((twin) =>
    runSeed({ ...setup, crypto: 'real' }, plan, 'scene', { ...watch, complete: false, doors: { twin } }),
  )
  expect(firstDifference(onSodium?.hashes ?? [], onNoble?.hashes ?? [])).toBe('none')
  expect(onSodium?.traceHash).toBe(onNoble?.traceHash)
  expect(onSodium?.statistics.outcomes).toMatchObject({ 'recoveryEnded: recovered': 1 })
})
