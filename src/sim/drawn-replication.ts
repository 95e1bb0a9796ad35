/**
 * What replication meets in a drawn run (§5): a leader hands over, a front end is left with a minority, as many
 * replicas are down as may be, and (A3) a host admits an HSM of its own. The situations that its claims are about.
 */
import { type NodeId, nodeId } from '../../spec/names.ts'
import { quorumOf } from '../../spec/profiles.ts'
import { type Adversary, includes } from './adversary/table.ts'
import type { Planned } from './plan.ts'
import type { Random } from './random.ts'
import type { Act, FleetSetup } from './setup.ts'

/** Its part of a run. */
export interface ReplicationsPart {
  readonly acts: readonly Act[]
  readonly planned: readonly Planned[]
}

const FRONT = nodeId('front')

/** Draws it for one fleet; `phones` are all clients. */
export function drawReplication(
  random: Random,
  adversary: Adversary,
  { name, size }: FleetSetup,
  phones: readonly NodeId[],
): ReplicationsPart {
  const words = Array.from({ length: size }, (_, i) => `${name}${i + 1}`)
  const handovers = random.chance(400) ? drawHandovers(random, words) : []
  const forged = includes(adversary, 'A3') && random.chance(500) ? drawForgery(random, name, size) : []
  const begun = [...handovers, ...forged]
  const faults = adversary === 'none' ? [] : drawTroubles(random, words.map(nodeId), phones)
  return { acts: begun.map(({ act }) => act), planned: [...begun.map(({ planned }) => planned), ...faults] }
}

interface Begun {
  readonly act: Act
  readonly planned: Planned
}

function begun(act: Act, at: number): Begun {
  return { act, planned: { at, kind: 'begin', nodes: [nodeId(act.node)] } }
}

// Who leads is not known beforehand: everybody is asked, and who does not lead ignores it.
function drawHandovers(random: Random, words: readonly string[]): readonly Begun[] {
  const at = random.int(4_000, 20_000)
  return words.map((node, i) => {
    const heir = words[(i + random.int(1, words.length)) % words.length] as string
    return begun({ node, do: 'handOver', key: heir }, at + i)
  })
}

// Somebody who is there already, and somebody who is not.
function drawForgery(random: Random, name: string, size: number): readonly Begun[] {
  return [begun({ node: 'forger', do: 'admit', key: `${name}${size + 1}` }, random.int(3_000, 20_000))]
}

function drawTroubles(
  random: Random,
  hsms: readonly NodeId[],
  phones: readonly NodeId[],
): readonly Planned[] {
  const most = hsms.length - (quorumOf(hsms.length, 0) ?? hsms.length)
  if (most === 0) return []
  const first = random.int(0, hsms.length - 1)
  const few = Array.from({ length: most }, (_, i) => hsms[(first + i) % hsms.length] as NodeId)
  const planned: Planned[] = []
  if (random.chance(300)) {
    // Its leader, if it is among them, takes requests that it cannot commit.
    const at = random.int(2_000, 20_000)
    const nodes = random.chance(500) ? [...few, FRONT, ...phones] : few
    planned.push({ at, kind: 'isolate', nodes }, { at: at + random.int(300, 3_000), kind: 'heal', nodes: [] })
  }
  if (random.chance(300)) {
    const at = random.int(2_000, 18_000)
    const back = at + random.int(1_000, 6_000)
    for (const node of few)
      planned.push({ at, kind: 'crash', nodes: [node] }, { at: back, kind: 'boot', nodes: [node] })
  }
  return planned
}
