/**
 * Quorum policy by search (§5.5, §5.9): a host sets storages back one after the other, and parts the fleet as suits it. Fleets
 * of one to nine: 2q - n old copies fork a history without rejoining, one fewer never does, and with rejoining none do.
 * The exhaustive counterparts are the scopes rollback-majority, rollback-surplus and rollback-rejoin. About six seconds.
 */
import { describe, expect, test } from 'vitest'
import { replicationClaims } from '../spec/claims/replication.ts'
import type { NodeId } from '../spec/names.ts'
import { hardened, type Profile, published, quorumOf } from '../spec/profiles.ts'
import { createMonitor } from '../src/judge/monitor.ts'
import { generate } from '../src/sim/generator.ts'
import type { Plan, Planned } from '../src/sim/plan.ts'
import { fork, type Random } from '../src/sim/random.ts'
import { fleetWorld, noting, replicas } from './consensus-fleet.ts'

const SAFETY = replicationClaims.filter(({ kind }) => kind !== 'eventually')
const surplus: Profile = { ...published, name: 'surplus', surplus: 1 }
const SIZES = [1, 2, 3, 4, 5, 6, 7, 8, 9]

function shuffled(random: Random, nodes: readonly NodeId[]): NodeId[] {
  return nodes
    .map((node) => ({ node, at: random.int(0, 1_000_000) }))
    .sort((a, b) => a.at - b.at)
    .map(({ node }) => node)
}

// A quorum commits while the rest is cut off; then so many of it are set back in turn, each to the side of the rest.
function attack(random: Random, nodes: readonly NodeId[], q: number, copies: number): Plan {
  const order = shuffled(random, nodes)
  const ordinal = random.int(1, 6)
  const rest = order.slice(q)
  const planned: Planned[] = [
    ...(rest.length > 0 ? [{ at: 2_000, kind: 'isolate', nodes: rest }] : []),
    ...nodes.map((node, i) => ({ at: 2_700 + 20 * i, kind: 'begin', nodes: [node] })),
  ]
  for (const [i, node] of order.slice(0, copies).entries()) {
    const at = 3_200 + 100 * i
    const other = [...rest, ...order.slice(0, i + 1)]
    planned.push(
      { at, kind: 'crash', nodes: [node] },
      { at: at + 1, kind: 'rollback', nodes: [node], ordinal },
      { at: at + 2, kind: 'heal', nodes: [] },
      ...(other.length < nodes.length ? [{ at: at + 3, kind: 'isolate', nodes: other }] : []),
      { at: at + 4, kind: 'boot', nodes: [node] },
    )
  }
  const healAt = 3_200 + 100 * copies + 2_000
  return {
    ...{ delay: { min: 1, max: 8 }, lossPerMille: 0, duplicatePerMille: 0, rates: {}, planned },
    ...{ healAt, revived: nodes, abandoned: [], endAt: healAt + 800 },
  }
}

function attacked(profile: Profile, size: number, copies: number, seed: number) {
  const q = quorumOf(size, profile.surplus) as number
  const nodes = replicas(size)
  const operations = nodes.map((node, i) => noting(node, `c${i}`))
  const { simulation, setting } = fleetWorld({ size, profile, operations })
  const monitor = createMonitor(SAFETY, setting)
  const random = fork(`${profile.name}/${size}/${copies}/${seed}`, 'attack')
  let noted = 0
  for (const { happened } of generate(simulation, attack(random, nodes, q, copies), `${seed}`)) {
    monitor.observe(happened.facts)
    for (const { fact, ...more } of happened.facts) {
      if (fact === 'outcome' && JSON.stringify(more).includes('"noted"')) noted++
    }
  }
  const broken = monitor.report().flatMap(({ id, broken }) => (broken === null ? [] : [id]))
  return { noted, broken }
}

// Looks until it finds something, so many times at most.
function search(profile: Profile, size: number, copies: number, tries: number) {
  const found = new Set<string>()
  let noted = 0
  for (let seed = 0; seed < tries && found.size === 0; seed++) {
    const run = attacked(profile, size, copies, seed)
    noted += run.noted
    for (const id of run.broken) found.add(id)
  }
  return { noted, found: [...found] }
}

// Of even fleets a majority is one more than half already: r = 1 comes for nothing.
describe.each([
  { profile: published, sizes: SIZES },
  { profile: surplus, sizes: [3, 4, 5, 7] },
])('$profile.name, without rejoining', ({ profile, sizes }) => {
  test.each(sizes)('%d replicas: 2q - n old copies in turn fork the history, one fewer does not', (size) => {
    const least = 2 * (quorumOf(size, profile.surplus) as number) - size
    expect(search(profile, size, least, 12).found).toContain('REP-7')
    const fewer = search(profile, size, least - 1, 2)
    expect(fewer.found).toEqual([])
    expect(fewer.noted).toBeGreaterThan(0)
  })
})

test('one old copy under a majority of three, two in turn at n = 4, q = 3, r = 1', () => {
  expect(quorumOf(4, 1)).toBe(3)
  expect(2 * (quorumOf(3, 0) as number) - 3).toBe(1)
  expect(2 * (quorumOf(4, 1) as number) - 4).toBe(2)
})

test.each(SIZES)('%d replicas with rejoining: no number of old copies does', (size) => {
  const q = quorumOf(size, 0) as number
  for (const copies of new Set([2 * q - size, q])) {
    const { found, noted } = search(hardened, size, copies, 2)
    expect({ copies, found }).toEqual({ copies, found: [] })
    expect(noted).toBeGreaterThan(0)
  }
})
