/**
 * The story that the project exists for, as a setup and a plan: a phone enrols K at a fleet, its user writes K down as 64
 * digits too, the fleet key is rotated over the air, as many HSMs as may crash do, the rest is partitioned for a while, the
 * phone is lost, somebody guesses wrong twice, and the right password recovers K on a new phone, the digits on another.
 */
import { type NodeId, nodeId } from '../../spec/names.ts'
import { quorumOf } from '../../spec/profiles.ts'
import type { Plan, Planned } from '../sim/plan.ts'
import type { Setup } from '../sim/setup.ts'
import { hsmsOf } from '../sim/swarm.ts'

/** What the story is told with. */
export interface StoryOptions {
  readonly seed: string
  readonly profile: string
  readonly crypto: 'real' | 'ideal'
  /** HSMs in the fleet, 3 to 9. */
  readonly size: number
  readonly limit: number
}

/** When things happen, in ticks of 1 ms. */
const TIMES = {
  enrol: 3_000,
  hold: 5_000,
  typeBack: 6_000,
  rotate: 9_000,
  crash: 14_000,
  partition: 16_000,
  healed: 22_000,
  lost: 24_000,
  recover: 26_000,
  regain: 40_000,
  end: 80_000,
} as const

/** The story's setup and plan. */
export function story({ seed, profile, crypto, size, limit }: StoryOptions): {
  readonly setup: Setup
  readonly plan: Plan
} {
  const hsms = hsmsOf([{ name: 'a', size }])
  const quorum = quorumOf(size, 0) ?? size
  const crashed = hsms.slice(0, size - quorum)
  const standing = hsms.slice(size - quorum)
  const phones = ['phone1', 'phone2', 'phone3']
  const [phone1, phone2, phone3] = phones.map(nodeId) as [NodeId, NodeId, NodeId]
  const setup: Setup = {
    crypto,
    profile,
    limit,
    // The second fleet is in place and takes over enrolments when the operator rotates.
    fleets: [
      { name: 'a', size },
      { name: 'b', size: 3 },
    ],
    clients: phones.map((node) => ({ node, account: 'alice' })),
    acts: [
      { node: 'phone1', do: 'enrol', secret: 'correct horse battery staple', key: 'K' },
      { node: 'phone1', do: 'hold', way: 'digits', key: 'K' },
      { node: 'phone1', do: 'typeBack', key: 'K' },
      { node: 'operator', do: 'rotate', key: 'b' },
      { node: 'phone2', do: 'recover', secret: 'correct horse battery stable' },
      { node: 'phone2', do: 'recover', secret: 'Correct Horse Battery Staple' },
      { node: 'phone2', do: 'recover', secret: 'correct horse battery staple' },
      { node: 'phone3', do: 'regain', way: 'digits', key: 'K' },
    ],
    budgets: { drop: 1e6, crash: 10, isolate: 10 },
    drawSeed: seed,
  }
  const planned: Planned[] = [
    ...[TIMES.enrol, TIMES.hold, TIMES.typeBack].map((at) => ({ at, kind: 'begin', nodes: [phone1] })),
    { at: TIMES.rotate, kind: 'begin', nodes: [nodeId('operator')] },
    ...crashed.map((node, i) => ({ at: TIMES.crash + 300 * i, kind: 'crash', nodes: [node] })),
    { at: TIMES.partition, kind: 'isolate', nodes: standing.slice(0, Math.floor(standing.length / 2)) },
    { at: TIMES.healed, kind: 'heal', nodes: [] },
    { at: TIMES.lost, kind: 'crash', nodes: [phone1] },
    ...[0, 1, 2].map((i) => ({ at: TIMES.recover + 5_000 * i, kind: 'begin', nodes: [phone2] })),
    { at: TIMES.regain, kind: 'begin', nodes: [phone3] },
  ]
  const plan: Plan = {
    delay: { min: 2, max: 40 },
    lossPerMille: 5,
    duplicatePerMille: 5,
    rates: {},
    planned,
    healAt: TIMES.recover + 20_000,
    revived: [],
    abandoned: [],
    endAt: TIMES.end,
  }
  return { setup, plan }
}
