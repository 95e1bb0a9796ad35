/**
 * Draws a whole run from a seed (swarm): fleet sizes, workload, network, faults, each feature switched off at
 * random, so that no run tests everything and all runs together test more.
 */
import { type NodeId, nodeId } from '../../spec/names.ts'
import { quorumOf } from '../../spec/profiles.ts'
import { drawFrontEnd } from './dishonest-front-end.ts'
import { drawRotation } from './drawn-rotation.ts'
import type { Plan, Planned } from './plan.ts'
import { fork, type Random } from './random.ts'
import type { Act, ClientSetup, FleetSetup, Setup } from './setup.ts'

/** Who is at work besides the faults (A0). */
export type Adversary = 'none' | 'A0' | 'A1' | 'A2' | 'A3' | 'A7' | 'A9'

export const ADVERSARIES: readonly Adversary[] = ['none', 'A0', 'A1', 'A2', 'A3', 'A7', 'A9']

/** What the swarm is asked for; the rest it draws. */
export interface Wanted {
  readonly profile: string
  readonly crypto: 'real' | 'ideal'
  readonly adversary: Adversary
  readonly limit?: number
}

/** First phase and second phase, in ticks of 1 ms. */
const HEAL_TICKS = 30_000
const END_TICKS = 90_000

/** The run of this seed. */
export function swarm(seed: string, wanted: Wanted): { readonly setup: Setup; readonly plan: Plan } {
  const random = fork(seed, 'swarm')
  const size = [1, 2, 3, 3, 4, 5, 5, 6, 7, 7][random.int(0, 9)] as number
  const clients = drawClients(random)
  const drawn = drawActs(random, clients)
  const { adversary, profile } = wanted
  const drawing = { random: fork(seed, 'swarm/rotation'), adversary, profile }
  const rotation = drawRotation(drawing, clients, drawn)
  const fleets: FleetSetup[] = [{ name: 'a', size }, ...rotation.fleets]
  const { acts } = rotation
  const hsms = hsmsOf(fleets)
  const begins = drawBegins(random, drawn)
  const front = drawFrontEnd(fork(seed, 'swarm/frontEnd'), wanted.adversary, clients, begins)
  const hosts = wanted.adversary === 'A3' ? drawHosts(fork(seed, 'swarm/hosts'), fleets) : null
  const planned = [
    ...begins,
    ...drawFaults(random, hosts, wanted.adversary, hsms, clients),
    ...front.planned,
    ...rotation.planned,
  ]
  const setup: Setup = {
    crypto: wanted.crypto,
    profile: wanted.profile,
    limit: wanted.limit ?? (random.chance(300) ? 10 : random.int(1, 4)),
    fleets,
    clients: [...clients, ...rotation.clients, ...front.clients],
    acts: [...acts, ...front.acts],
    ...rotation.extra,
    budgets: budgetsFor(wanted.adversary),
    ...(hosts === null ? {} : { hosts: hosts.map((node) => node.slice(1)) }),
    drawSeed: seed,
  }
  const quorums = drawQuorums(random, fleets)
  const faulty = wanted.adversary !== 'none'
  const max = random.int(5, 60)
  const plan: Plan = {
    delay: { min: random.int(1, 5), max },
    lossPerMille: faulty && random.chance(500) ? random.int(1, 80) : 0,
    duplicatePerMille: faulty && random.chance(500) ? random.int(1, 80) : 0,
    rates: faulty && random.chance(300) ? drawRates(random, hsms) : {},
    planned,
    healAt: HEAL_TICKS,
    revived: [...quorums, ...setup.clients.map(({ node }) => nodeId(node)), ...rotation.revived],
    abandoned: hsms.filter((node) => !quorums.includes(node)),
    endAt: END_TICKS,
  }
  return { setup, plan }
}

// At most n - q of a fleet's HSMs: more would be another adversary than A3.
function drawHosts(random: Random, fleets: readonly FleetSetup[]): NodeId[] {
  return fleets.flatMap((fleet) => {
    const hsms = hsmsOf([fleet])
    const first = random.int(0, hsms.length - 1)
    const most = fleet.size - (quorumOf(fleet.size, 0) ?? fleet.size)
    return Array.from({ length: most }, (_, i) => hsms[(first + i) % hsms.length] as NodeId)
  })
}

/** The HSMs of some fleets, as nodes. */
export function hsmsOf(fleets: readonly FleetSetup[]): NodeId[] {
  return fleets.flatMap(({ name, size }) => Array.from({ length: size }, (_, i) => nodeId(`${name}${i + 1}`)))
}

/** What each adversary may do; A0's faults are within everybody's reach. */
export function budgetsFor(adversary: Adversary): Record<string, number> {
  if (adversary === 'none') return {}
  const faults = { drop: 1e6, duplicate: 1e6, crash: 100, pause: 100, cut: 100, isolate: 100 }
  if (adversary === 'A0') return faults
  if (adversary === 'A3') return { ...faults, replay: 1000, rollback: 2, clone: 1, swap: 10, tear: 2 }
  return { ...faults, replay: 1000 }
}

function drawClients(random: Random): ClientSetup[] {
  const accounts = random.int(1, 2)
  const clients: ClientSetup[] = []
  for (let i = 1; i <= random.int(accounts, 3); i++) {
    clients.push({ node: `phone${i}`, account: `user${((i - 1) % accounts) + 1}` })
  }
  return clients
}

// Passwords come from so small a dictionary that wrong ones are often typed, and right ones too.
function drawActs(random: Random, clients: readonly ClientSetup[]): Act[] {
  const acts: Act[] = []
  for (const { node } of clients) {
    for (let i = 0; i < random.int(2, 5); i++) {
      const secret = `word${random.int(1, 2)}`
      const enrols = i === 0 ? random.chance(800) : random.chance(200)
      acts.push(
        enrols ? { node, do: 'enrol', secret, key: `K-${node}-${i}` } : { node, do: 'recover', secret },
      )
    }
  }
  return acts
}

function drawBegins(random: Random, acts: readonly Act[]): Planned[] {
  return acts.map(({ node }) => ({ at: random.int(1_500, 25_000), kind: 'begin', nodes: [nodeId(node)] }))
}

function drawFaults(
  random: Random,
  hosts: readonly NodeId[] | null,
  adversary: Adversary,
  hsms: readonly NodeId[],
  clients: readonly ClientSetup[],
): Planned[] {
  if (adversary === 'none') return []
  const phones = clients.map(({ node }) => nodeId(node))
  const nodes = [...hsms, ...hsms, ...phones]
  const pick = () => nodes[random.int(0, nodes.length - 1)] as NodeId
  const planned: Planned[] = []
  const some = (perMille: number, most: number, add: (at: number) => void) => {
    if (!random.chance(perMille)) return
    for (let i = random.int(1, most); i > 0; i--) add(random.int(1_000, HEAL_TICKS - 5_000))
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
  if (adversary !== 'A0') some(900, 12, (at) => planned.push({ at, kind: 'replay' }))
  if (hosts !== null && hosts.length > 0) {
    some(800, 2, (at) => {
      const node = hosts[random.int(0, hosts.length - 1)] as NodeId
      planned.push({ at, kind: 'crash', nodes: [node] })
      planned.push({
        at: at + 1,
        kind: random.chance(700) ? 'rollback' : 'tear',
        nodes: [node],
        ordinal: random.int(1, 6),
      })
      planned.push({ at: at + 2, kind: 'boot', nodes: [node] })
    })
  }
  return planned
}

function group(random: Random, hsms: readonly NodeId[]): NodeId[] {
  if (random.chance(300)) return [hsms[random.int(0, hsms.length - 1)] as NodeId]
  return hsms.filter(() => random.chance(500))
}

function drawRates(random: Random, hsms: readonly NodeId[]): Record<string, number> {
  return Object.fromEntries(hsms.map((node) => [node, random.int(80, 120)]))
}

// Exactly a quorum of each fleet is revived; the others are abandoned.
function drawQuorums(random: Random, fleets: readonly FleetSetup[]): NodeId[] {
  return fleets.flatMap((fleet) => {
    const hsms = hsmsOf([fleet])
    const first = random.int(0, hsms.length - 1)
    const quorum = quorumOf(fleet.size, 0) ?? fleet.size
    return Array.from({ length: quorum }, (_, i) => hsms[(first + i) % hsms.length] as NodeId)
  })
}
