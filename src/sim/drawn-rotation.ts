/**
 * The fleet's keys in a drawn run (§7): a second fleet takes over in the middle of enrolments and recoveries, records
 * move, the old fleet retires, watchers look at the log; and what A2, A7 and A9 do to all of it.
 */
import type { Trick } from '../../spec/fleet/hostile-forging.ts'
import { type NodeId, nodeId } from '../../spec/names.ts'
import { includes } from './adversary/table.ts'
import type { Planned } from './plan.ts'
import type { Random } from './random.ts'
import type { Act, ClientSetup, FleetSetup, HostileSetup, Setup } from './setup.ts'

/** Its part of a run. */
export interface RotationsPart {
  readonly fleets: readonly FleetSetup[]
  readonly clients: readonly ClientSetup[]
  /** All of the users' acts, with moves among them, and everybody else's. */
  readonly acts: readonly Act[]
  readonly planned: readonly Planned[]
  /** Must be up when the second phase begins. */
  readonly revived: readonly NodeId[]
  readonly extra: Pick<Setup, 'watchers' | 'hostile' | 'splitView'>
}

interface Drawing {
  readonly random: Random
  readonly adversary: string
  readonly profile: string
}

const OPERATOR = 'operator'
const AUDITOR = 'auditor'
const FRONT = 'front'
/** Chance of a rotation, of a thousand runs. */
const ROTATES = 350
/** Chance that a front end in the adversary's hands forges bundles too. */
const FORGES = 250

/** Draws it; nothing in a run whose fleet stays as it is. */
export function drawRotation(
  drawing: Drawing,
  clients: readonly ClientSetup[],
  acts: readonly Act[],
): RotationsPart {
  const { random, adversary } = drawing
  const hostile = drawHostile(drawing)
  const forced = includes(adversary, 'A7') || includes(adversary, 'A9')
  if (!forced && !random.chance(ROTATES)) return bare(acts, hostile)
  const rotateAt = random.int(3_000, 14_000)
  const rogue = includes(adversary, 'A9') && random.chance(600)
  const size = [1, 2, 3, 3, 3, 4, 5][random.int(0, 6)] as number
  const fleets: FleetSetup[] = [rogue ? { name: 'b', size, rogue } : { name: 'b', size }]
  const watchers = random.int(1, 2)
  const splitView =
    includes(adversary, 'A7') && (hostile?.keys.includes('auditor') ?? false) && random.chance(500)
  const own = operatorsActs(drawing, rotateAt)
  const looks = drawLooks(random, splitView ? 2 : watchers)
  const moved = withMoves(drawing, acts, rotateAt)
  const late = drawLatePhones(drawing, clients)
  const faults = adversary === 'none' ? [] : drawRotationFaults(random, rotateAt, size)
  const nodes = [OPERATOR, AUDITOR, FRONT, ...looks.acts.map(({ node }) => node)].map((node) => nodeId(node))
  return {
    fleets,
    clients: late.clients,
    acts: [...moved.acts, ...own.acts, ...looks.acts, ...late.acts],
    planned: [...moved.planned, ...own.planned, ...looks.planned, ...late.planned, ...faults],
    revived: [...new Set(nodes)],
    extra: {
      watchers: splitView ? 2 : watchers,
      ...(hostile === undefined ? {} : { hostile }),
      ...(splitView ? { splitView } : {}),
    },
  }
}

function bare(acts: readonly Act[], hostile: HostileSetup | undefined): RotationsPart {
  const extra = hostile === undefined ? {} : { hostile }
  return { fleets: [], clients: [], acts, planned: [], revived: [], extra }
}

// What it holds decides what it can try; it relays in between, or nobody would ever hold anything.
function drawHostile({ random, adversary }: Drawing): HostileSetup | undefined {
  if (!includes(adversary, 'A2')) return undefined
  const signs = includes(adversary, 'A7') || includes(adversary, 'A9')
  if (!signs && !random.chance(FORGES)) return undefined
  const keys: HostileSetup['keys'] = includes(adversary, 'A9')
    ? ['operator']
    : includes(adversary, 'A7')
      ? [random.chance(500) ? 'auditor' : 'operator']
      : []
  const tries: Trick[] = ['stale', 'ownKeys']
  if (keys.includes('operator')) tries.push('counterOverContent', 'skipping')
  if (includes(adversary, 'A9')) tries.push('planted', 'planted')
  const tricks = Array.from({ length: random.int(2, 8) }, (): Trick => {
    return random.chance(600) ? 'honest' : (tries[random.int(0, tries.length - 1)] as Trick)
  })
  return { tricks, keys }
}

// Rotates, sometimes gives up (after a restart: until then it waits), counts, and retires on a word that may be wrong.
function operatorsActs({ random, adversary }: Drawing, rotateAt: number) {
  const acts: Act[] = [{ node: OPERATOR, do: 'rotate', key: 'b' }]
  const times = [rotateAt]
  const planned: Planned[] = []
  if (adversary !== 'none' && random.chance(150)) {
    const at = rotateAt + random.int(1, 300)
    planned.push(
      { at, kind: 'crash', nodes: [nodeId(OPERATOR)] },
      { at: at + random.int(1, 50), kind: 'boot', nodes: [nodeId(OPERATOR)] },
    )
    acts.push({ node: OPERATOR, do: 'abandon' })
    times.push(at + 60)
  }
  if (random.chance(500)) {
    acts.push({ node: OPERATOR, do: 'retire' })
    times.push(rotateAt + random.int(3_000, 9_000))
    if (random.chance(700)) {
      const word = random.int(0, 3)
      acts.push({ node: OPERATOR, do: 'retire', count: word === 3 ? null : word })
      times.push(rotateAt + random.int(9_000, 15_000))
    }
  }
  return { acts, planned: [...planned, ...times.map((at) => begin(at, OPERATOR))] }
}

function begin(at: number, node: string): Planned {
  return { at, kind: 'begin', nodes: [nodeId(node)] }
}

function drawLooks(random: Random, watchers: number) {
  const acts: Act[] = []
  const planned: Planned[] = []
  for (let i = 1; i <= watchers; i++) {
    const node = `watch${i}`
    for (let n = random.int(1, 3); n > 0; n--) {
      acts.push({ node, do: 'look', ...(random.chance(400) ? { count: random.int(1, 2) } : {}) })
      planned.push(begin(random.int(1_000, 28_000), node))
    }
  }
  return { acts, planned }
}

// A phone that enrolled comes by with its secret, between its other acts (`hardened`; in `published` it enrols anew).
function withMoves({ random, profile }: Drawing, acts: readonly Act[], rotateAt: number) {
  const planned: Planned[] = []
  if (profile !== 'hardened') return { acts, planned }
  const moved: Act[] = []
  for (const [i, act] of acts.entries()) {
    moved.push(act)
    const last = acts.slice(0, i + 1).findLast(({ node, do: what }) => node === act.node && what === 'enrol')
    if (last === undefined || !random.chance(250)) continue
    moved.push({ ...last, do: 'move' })
    planned.push(begin(rotateAt + random.int(300, 12_000), act.node))
  }
  return { acts: moved, planned }
}

// A phone whose app is newer than an overlap is long: what it may be shown has to be fresh (FLT-2). And a pinned one.
function drawLatePhones({ random, adversary }: Drawing, clients: readonly ClientSetup[]) {
  const account = clients[0]?.account ?? 'user1'
  const made: ClientSetup[] = []
  const acts: Act[] = []
  const planned: Planned[] = []
  const add = (client: ClientSetup) => {
    made.push(client)
    acts.push({ node: client.node, do: 'recover', secret: `word${random.int(1, 2)}` })
    planned.push(begin(random.int(20_000, 28_000), client.node))
  }
  if (includes(adversary, 'A2') && random.chance(200)) add({ node: 'phone8', account, builtDays: 91 })
  if (random.chance(200)) add({ node: 'phone9', account, pinned: true })
  return { clients: made, acts, planned }
}

// Crashes within the rotation, which takes some hundred ticks where nothing is lost.
function drawRotationFaults(random: Random, rotateAt: number, size: number): Planned[] {
  const nodes = [OPERATOR, AUDITOR, FRONT, ...Array.from({ length: size }, (_, i) => `b${i + 1}`)]
  const planned: Planned[] = []
  for (let n = random.int(0, 2); n > 0; n--) {
    const node = nodeId(nodes[random.int(0, nodes.length - 1)] as string)
    const at = rotateAt + random.int(1, 400)
    planned.push(
      random.chance(500)
        ? { at, kind: 'crash', nodes: [node] }
        : { at, kind: 'crashWithin', nodes: [node], ordinal: random.int(0, 4) },
      { at: at + random.int(100, 3_000), kind: 'boot', nodes: [node] },
    )
  }
  return [...planned, ...drawAuditorCuts(random, rotateAt)]
}

// The auditor loses power between its log and its signature: the next epoch is stamped some hundred ticks after it began.
function drawAuditorCuts(random: Random, rotateAt: number): Planned[] {
  if (!random.chance(400)) return []
  const node = nodeId(AUDITOR)
  return Array.from({ length: random.int(2, 4) }, () => rotateAt + random.int(0, 600)).flatMap((at) => [
    { at, kind: 'crashWithin', nodes: [node], ordinal: 1 },
    { at: at + random.int(20, 200), kind: 'boot', nodes: [node] },
  ])
}
