/** Replication as properties: quorums, random runs under faults and hosts, purity, renaming, hostile messages. */
import { describe, expect, test } from 'vitest'
import { hashOf, same } from '../spec/canonical.ts'
import type { Context } from '../spec/consensus/context.ts'
import { createConsensus } from '../spec/consensus/machine.ts'
import { rename } from '../spec/names.ts'
import { hardened, type Profile, published, quorumOf } from '../spec/profiles.ts'
import { step } from '../spec/step.ts'
import { createIdealTwin } from '../src/crypto/ideal/twin.ts'
import { replicas } from './consensus-fleet.ts'
import { runFleet } from './consensus-runs.ts'
import { stepsOf } from './consensus-steps.ts'

const surplus: Profile = { ...published, name: 'surplus', surplus: 1 }

describe('quorums (§5.5)', () => {
  const sizes = [1, 2, 3, 4, 5, 6, 7, 8, 9]
  test.each(sizes)('any two quorums of %d share more than r replicas, and n - q may be down', (n) => {
    for (let r = 0; r <= n; r++) {
      const q = quorumOf(n, r)
      if (q === null) continue
      expect(2 * q - n).toBeGreaterThan(r)
      expect(n - q).toBeGreaterThanOrEqual(0)
      expect(2 * (q - 1) - n).toBeLessThanOrEqual(r)
    }
  })

  test('three of seven may be down at majority, two with a surplus of one or two', () => {
    expect([0, 1, 2].map((r) => 7 - (quorumOf(7, r) ?? 0))).toEqual([3, 2, 2])
  })

  test('quorums of sizes that follow one another meet', () => {
    for (const n of sizes) {
      for (let r = 0; r <= 3; r++) {
        const [q, next] = [quorumOf(n, r), quorumOf(n + 1, r)]
        if (q !== null && next !== null) expect(q + next).toBeGreaterThan(n + 1)
      }
    }
  })

  test('a fleet without a quorum is refused', () => {
    const { port: crypto } = createIdealTwin()
    const profile = { ...published, surplus: 3 }
    expect(() => createConsensus({ crypto, profile, peers: replicas(2) })).toThrow('no quorum')
  })
})

// Of 22 runs under faults, so many at least must have met what each claim is about: half of those that do.
const FLOORS = {
  ...{ 'REP-1': 3, 'REP-2': 4, 'REP-3': 10, 'REP-4': 11, 'REP-5': 6, 'REP-6': 5 },
  ...{ 'LIV-1': 7, 'LIV-2': 7 },
}

describe('random runs', () => {
  const runs = (profile: Profile, size: number, adversary: 'A0' | 'A3', count: number) => {
    const results = Array.from({ length: count }, (_, i) =>
      runFleet({
        seed: `${profile.name}/${size}/${i}`,
        size,
        profile,
        adversary,
        tuning: { snapshotEntries: 5 },
      }),
    )
    return {
      failures: () => results.flatMap(({ failures }) => failures()),
      witnesses: results.flatMap(({ witnesses }) => witnesses),
      olderLeader: results.filter(({ situations }) => situations.olderLeader > 0).length,
      installed: results.filter(({ situations }) => situations.installed > 0).length,
      noted: results.reduce((sum, { outcomes }) => sum + (outcomes.noted ?? 0), 0),
    }
  }

  test('under faults nothing breaks, and every situation arises', () => {
    const all = [runs(published, 3, 'A0', 12), runs(published, 4, 'A0', 6), runs(published, 5, 'A0', 4)]
    expect(all.flatMap(({ failures }) => failures())).toEqual([])
    const seen = all.flatMap(({ witnesses }) => witnesses)
    for (const [id, floor] of Object.entries(FLOORS)) {
      const runs = seen.filter((witness) => witness === id).length
      expect({ id, runs: Math.min(runs, floor) }).toEqual({ id, runs: floor })
    }
    expect(all.reduce((sum, { olderLeader }) => sum + olderLeader, 0)).toBeGreaterThanOrEqual(1)
    expect(all.reduce((sum, { installed }) => sum + installed, 0)).toBeGreaterThanOrEqual(5)
    expect(all.reduce((sum, { noted }) => sum + noted, 0)).toBeGreaterThan(50)
  })

  test('a host that sets storage back breaks the published vault', () => {
    const seeds = Array.from({ length: 24 }, (_, i) => `published/3/${i}`)
    const breaks = (seed: string) =>
      runFleet({
        ...{ seed, size: 3, profile: published, adversary: 'A3' },
        tuning: { snapshotEntries: 5 },
      }).broken.includes('REP-7')
    expect(seeds.find(breaks)).toBeDefined()
  })

  test.each([3, 4, 5])('of the hardened vault it breaks nothing, with %d replicas', (size) => {
    const { failures, witnesses } = runs(hardened, size, 'A3', 8)
    expect(failures()).toEqual([])
    expect(witnesses.filter((id) => id === 'REP-7').length).toBeGreaterThanOrEqual(4)
  })

  test('a surplus costs crashes, and keeps its word under faults', () => {
    expect(runs(surplus, 4, 'A0', 6).failures()).toEqual([])
  })

  test('a seed gives the same run twice', () => {
    const hashes = [1, 2].map(() => {
      const facts: unknown[] = []
      const onStep = (_: unknown, { happened }: { happened: { facts: readonly unknown[] } }) => {
        facts.push(hashOf(happened.facts))
      }
      runFleet({ seed: 'twice', size: 3, profile: hardened, adversary: 'A3', onStep })
      return hashOf(facts)
    })
    expect(hashes[0]).toEqual(hashes[1])
  })
})

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const item of Object.values(value)) frozen(item)
  }
  return value
}

describe.each([published, hardened])('a step ($name)', (profile) => {
  const { twin, steps } = stepsOf(profile, 6, 1500)

  test('is taken often enough, in every role', () => {
    expect(steps.length).toBeGreaterThan(900)
    const roles = new Set(
      steps.map(({ snapshot }) => Object.entries([snapshot.value])[0]?.[1]).map((v) => JSON.stringify(v)),
    )
    for (const role of ['standing', 'preCandidate', 'candidate', 'beating']) {
      expect([...roles].some((seen) => seen.includes(role))).toBe(true)
    }
  })

  test('is pure on frozen input, and leaves nothing unsaved', () => {
    for (const { part, snapshot, event } of steps) {
      frozen(snapshot.context)
      const [one, two] = [step(part.machine, snapshot, frozen(event)), step(part.machine, snapshot, event)]
      expect(same(one.snapshot.context, two.snapshot.context)).toBe(true)
      expect(same(one.snapshot.value, two.snapshot.value)).toBe(true)
      expect(same(one.effects, two.effects)).toBe(true)
      const { unsaved, applied, commit } = one.snapshot.context as Context
      expect([unsaved, applied]).toEqual([{ ballot: false, log: false }, commit])
    }
  })

  // Sends to several replicas leave in the order of their names, which renaming changes; nothing hangs on it.
  test('commutes with renaming', () => {
    const permutation = new Map([
      ['@a1', '@a2'],
      ['@a2', '@a3'],
      ['@a3', '@a1'],
    ])
    const renamed = <T>(value: T): T => rename(permutation, value, (text) => twin.rewrite(permutation, text))
    const unordered = (effects: readonly unknown[]) =>
      effects.map((effect) => JSON.stringify(hashOf(effect))).sort()
    for (const { part, snapshot, event } of steps) {
      const after = step(part.machine, snapshot, event)
      const context = renamed(snapshot.context)
      const other = part.machine.resolveState({ value: snapshot.value as never, context }) as typeof snapshot
      const afterwards = step(part.machine, other, renamed(event))
      expect(same(afterwards.snapshot.value, after.snapshot.value)).toBe(true)
      expect(same(afterwards.snapshot.context, renamed(after.snapshot.context))).toBe(true)
      expect(unordered(afterwards.effects)).toEqual(unordered(renamed(after.effects)))
    }
  })
})
