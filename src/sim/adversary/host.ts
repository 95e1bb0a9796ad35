/** A3: the hosts of up to n - q replicas: their storage and scheduling, not their insides. */
import { type NodeId, nodeId } from '../../../spec/names.ts'
import { quorumOf } from '../../../spec/profiles.ts'
import type { Planned } from '../plan.ts'
import type { Random } from '../random.ts'
import type { Capability, Drawn, Part } from './capability.ts'
import { one, sometimes } from './moments.ts'

/** A3. */
export const host: Capability = {
  id: 'A3',
  includes: ['A2'],
  says: 'roll back, clone, tear, withhold a flush, watch what is written, repeat what was heard, on up to n - q replicas',
  powers: {
    rollback: 'storage is set back to an older copy',
    tear: 'the last write is withheld: at the next boot it is not there',
    clone: 'a second instance runs from a copy',
    swap: 'the two instances take turns',
    echo: 'a message between HSMs arrives again',
    schedule: 'an HSM that it hosts stands still, and goes on',
    watch: 'what is written, and when, is known',
  },
  budgets: { rollback: 2, clone: 1, swap: 10, tear: 2, echo: 1000 },
  draw,
}

function draw(random: Random, { fleets, until }: Drawn): Part {
  const planned: Planned[] = []
  const held: NodeId[] = []
  for (const { name, size } of fleets) {
    const most = size - (quorumOf(size, 0) ?? size)
    if (most === 0) continue
    const first = random.int(1, size)
    const hosts = Array.from({ length: random.int(1, most) }, (_, i) =>
      nodeId(`${name}${((first + i - 1) % size) + 1}`),
    )
    held.push(...hosts)
    if (random.chance(800)) {
      for (let i = random.int(1, 2); i > 0; i--) planned.push(...setBack(random, one(random, hosts), until))
    }
    if (random.chance(400)) planned.push(...secondInstance(random, one(random, hosts), until))
  }
  if (held.length > 0) {
    planned.push(...sometimes(random, 'echo', { perMille: 600, most: 12, from: 1_000, to: until - 1_000 }))
  }
  return { hosts: held.map((node) => node.slice(1)), planned }
}

function setBack(random: Random, node: NodeId, until: number): Planned[] {
  const at = random.int(1_000, until - 5_000)
  const kind = random.chance(700) ? 'rollback' : 'tear'
  return [
    { at, kind: 'crash', nodes: [node] },
    { at: at + 1, kind, nodes: [node], ordinal: random.int(1, 6) },
    { at: at + 2, kind: 'boot', nodes: [node] },
  ]
}

// The first instance is set aside, in half the runs for good; in the others the two run in turn.
function secondInstance(random: Random, node: NodeId, until: number): Planned[] {
  const at = random.int(1_000, until - 8_000)
  const clone: Planned = { at, kind: 'clone', nodes: [node], ordinal: random.int(1, 6) }
  const turns = random.chance(500) ? random.int(1, 8) : 0
  const swaps = Array.from({ length: turns }, (_, i) => ({
    ...{ at: at + (i + 1) * random.int(50, 1_000), kind: 'swap', nodes: [node] },
  }))
  return [clone, ...swaps]
}
