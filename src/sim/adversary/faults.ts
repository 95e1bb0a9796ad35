/** A0: what breaks by itself. */
import { type NodeId, nodeId } from '../../../spec/names.ts'
import type { Planned } from '../plan.ts'
import type { Random } from '../random.ts'
import type { Capability, Drawn, Part } from './capability.ts'

const FRONT = nodeId('front')
/** Nothing new breaks so shortly before the second phase. */
const CALM_TICKS = 5_000

/** A0. What the network loses or doubles is in the plan's rates. */
export const faults: Capability = {
  id: 'A0',
  includes: [],
  says: 'crash, restart, pause; lose, delay, duplicate, reorder, clog; partition, one-way too; clock rates drift',
  powers: {
    crash: 'a node loses power, and all that it had not stored',
    boot: 'a node has power again',
    pause: 'a node stands still',
    drop: 'a message is lost',
    duplicate: 'a message arrives twice',
    reorder: 'a later message arrives first: a link delays or clogs',
    cut: 'a link carries nothing, one way',
    isolate: 'some nodes hear no others',
    drift: 'a clock runs fast or slow',
  },
  budgets: { drop: 1e6, duplicate: 1e6, crash: 100, pause: 100, cut: 100, isolate: 100 },
  draw,
}

function draw(random: Random, { hsms, clients, until }: Drawn): Part {
  const phones = clients.map(({ node }) => nodeId(node))
  const nodes = [...hsms, ...hsms, ...phones, FRONT]
  const pick = () => nodes[random.int(0, nodes.length - 1)] as NodeId
  const planned: Planned[] = []
  const some = (perMille: number, most: number, add: (at: number) => void) => {
    if (!random.chance(perMille)) return
    for (let i = random.int(1, most); i > 0; i--) add(random.int(1_000, until - CALM_TICKS))
  }
  const restart = (at: number, node: NodeId) =>
    planned.push({ at: at + random.int(50, 5_000), kind: 'boot', nodes: [node] })
  some(600, 4, (at) => {
    const node = pick()
    planned.push({ at, kind: 'crash', nodes: [node] })
    restart(at, node)
  })
  some(600, 5, (at) => {
    const node = pick()
    planned.push({ at, kind: 'crashWithin', nodes: [node], ordinal: random.int(0, 6) })
    restart(at + 200, node)
  })
  some(500, 3, (at) => {
    planned.push({ at, kind: 'isolate', nodes: group(random, hsms) })
    planned.push({ at: at + random.int(200, 6_000), kind: 'heal', nodes: [] })
  })
  some(300, 2, (at) => planned.push({ at, kind: 'cut' }))
  some(300, 2, (at) => {
    const node = pick()
    planned.push({ at, kind: 'pause', nodes: [node] })
    planned.push({ at: at + random.int(50, 3_000), kind: 'resume', nodes: [node] })
  })
  return { planned }
}

function group(random: Random, hsms: readonly NodeId[]): NodeId[] {
  if (random.chance(300)) return [hsms[random.int(0, hsms.length - 1)] as NodeId]
  return hsms.filter(() => random.chance(500))
}
