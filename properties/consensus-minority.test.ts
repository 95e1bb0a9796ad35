/** A side without a quorum refuses, applies nothing, and says so within its bound (§5.3, §5.12). About two seconds. */
import { expect, test } from 'vitest'
import { refusalBoundTicks } from '../spec/consensus/bounds.ts'
import type { NodeId } from '../spec/names.ts'
import { hardened, type Profile, published, quorumOf } from '../spec/profiles.ts'
import { generate } from '../src/sim/generator.ts'
import { fleetWorld, noting, replicas } from './consensus-fleet.ts'

const [CUT, HEAL, DELAY] = [2_500, 7_000, 30]

function cutOff(profile: Profile, size: number, seed: number) {
  const nodes = replicas(size)
  const minority = nodes.filter((_, i) => (i + seed) % size < size - (quorumOf(size, 0) as number))
  const operations = minority.flatMap((node) => [1, 2, 3].map((i) => noting(node, `${node}.${i}`)))
  const { simulation } = fleetWorld({ size, profile, operations })
  const begins = minority.flatMap((node, i) =>
    [0, 700, 1_800].map((after) => ({ at: CUT + 1 + after + 13 * i, kind: 'begin', nodes: [node] })),
  )
  const plan = {
    ...{ delay: { min: 1, max: DELAY }, lossPerMille: 0, duplicatePerMille: 0, rates: {} },
    planned: [{ at: CUT, kind: 'isolate', nodes: minority }, ...begins],
    ...{ healAt: HEAL, endAt: HEAL, revived: [], abandoned: [] },
  }
  const waits: { ticks: number; outcome: string }[] = []
  const began = new Map<NodeId, number>()
  let applied = 0
  for (const { happened } of generate(simulation, plan, `${seed}`)) {
    const { now } = happened.world
    for (const fact of happened.facts) {
      if (fact.fact === 'began') began.set(fact.node, now)
      // What a quorum has committed already may still be on its way.
      if (
        fact.fact === 'told' &&
        fact.event.type === 'applied' &&
        minority.includes(fact.node) &&
        now > CUT + DELAY
      )
        applied++
      if (fact.fact !== 'outcome') continue
      const { outcome } = fact.event as unknown as { outcome: string }
      waits.push({ ticks: now - (began.get(fact.node) as number), outcome })
      began.delete(fact.node)
    }
  }
  return { waits, applied, waiting: began.size, asked: begins.length }
}

test.each([
  [published, 3],
  [hardened, 4],
  [hardened, 7],
] as const)('$name, %#: refuses, applies nothing, and says so within its bound', (profile, size) => {
  const outcomes = new Set<string>()
  for (let seed = 0; seed < size; seed++) {
    const { waits, applied, waiting, asked } = cutOff(profile, size, seed)
    expect({ applied, waiting, answered: waits.length }).toEqual({
      applied: 0,
      waiting: 0,
      answered: asked,
    })
    for (const { ticks, outcome } of waits) {
      expect(ticks).toBeLessThanOrEqual(refusalBoundTicks())
      outcomes.add(outcome)
    }
  }
  expect([...outcomes].sort()).toEqual(['notLeader', 'unavailable'])
})
