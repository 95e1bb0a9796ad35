/**
 * Draws a whole run from a seed (swarm): fleet sizes, workload, network, faults, each feature switched off at
 * random, so that no run tests everything and all runs together test more.
 */
import { type NodeId, nodeId } from '../../spec/names.ts'
import { quorumOf } from '../../spec/profiles.ts'
import { type Adversary, budgetsFor, drawAdversary, includes } from './adversary/table.ts'
import { drawFiles } from './drawn-files.ts'
import { drawHolding } from './drawn-holding.ts'
import { drawReplication } from './drawn-replication.ts'
import { drawRotation } from './drawn-rotation.ts'
import type { Plan, Planned } from './plan.ts'
import { fork, type Random } from './random.ts'
import type { Act, ClientSetup, FleetSetup, Setup } from './setup.ts'

/** What the swarm is asked for; the rest it draws. */
export interface Wanted {
  readonly profile: string
  readonly crypto: 'real' | 'ideal'
  readonly adversary: Adversary
  readonly limit?: number
}

const FRONT = nodeId('front')
/** First phase and second phase, in ticks of 1 ms. */
const HEAL_TICKS = 30_000
const END_TICKS = 90_000

/** The run of this seed. */
export function swarm(seed: string, wanted: Wanted): { readonly setup: Setup; readonly plan: Plan } {
  const random = fork(seed, 'swarm')
  const { profile, adversary } = wanted
  const size = [1, 2, 3, 3, 4, 5, 5, 6, 7, 7][random.int(0, 9)] as number
  const clients = drawClients(random)
  const users = withCodes(fork(seed, 'swarm/codes'), drawActs(random, clients))
  const files = drawFiles(fork(seed, 'swarm/files'), users)
  const holding = drawHolding(fork(seed, 'swarm/holding'), clients, files.acts)
  const drawn = holding.acts
  const drawing = { random: fork(seed, 'swarm/rotation'), adversary, profile }
  const rotation = drawRotation(drawing, clients, drawn)
  const fleets: FleetSetup[] = [{ name: 'a', size }, ...rotation.fleets]
  const { acts } = rotation
  const hsms = hsmsOf(fleets)
  const begins = [...drawBegins(random, users), ...files.planned, ...holding.planned]
  const honest = { profile, fleets, hsms, clients, acts, begins, until: HEAL_TICKS }
  const theirs = drawAdversary(adversary, honest, (label) => fork(seed, label))
  const held = [...theirs.holds, ...(rotation.extra.hostile?.keys ?? [])]
  const phones = clients.map(({ node }) => nodeId(node))
  const own = drawReplication(fork(seed, 'swarm/replication'), adversary, { name: 'a', size }, phones)
  const setup: Setup = {
    crypto: wanted.crypto,
    profile,
    limit: wanted.limit ?? (random.chance(300) ? 10 : random.int(1, 4)),
    fleets,
    clients: [...clients, ...rotation.clients, ...theirs.clients],
    acts: [...acts, ...theirs.acts, ...own.acts],
    ...rotation.extra,
    budgets: budgetsFor(adversary),
    adversary: { who: adversary, owned: theirs.owned, holds: held },
    ...(includes(adversary, 'A3') ? { hosts: theirs.hosts } : {}),
    drawSeed: seed,
  }
  const quorums = drawQuorums(random, fleets)
  const faulty = adversary !== 'none'
  const max = random.int(5, 60)
  const plan: Plan = {
    delay: { min: random.int(1, 5), max },
    lossPerMille: faulty && random.chance(500) ? random.int(1, 80) : 0,
    suppressed: theirs.suppressed,
    duplicatePerMille: faulty && random.chance(500) ? random.int(1, 80) : 0,
    rates: faulty && random.chance(300) ? drawRates(random, hsms) : {},
    planned: [...begins, ...theirs.planned, ...own.planned, ...rotation.planned],
    reactions: theirs.reactions,
    healAt: HEAL_TICKS,
    revived: [
      ...new Set([...quorums, ...setup.clients.map(({ node }) => nodeId(node)), FRONT, ...rotation.revived]),
    ],
    abandoned: hsms.filter((node) => !quorums.includes(node)),
    endAt: END_TICKS,
  }
  return { setup, plan }
}

/** The HSMs of some fleets, as nodes. */
export function hsmsOf(fleets: readonly FleetSetup[]): NodeId[] {
  return fleets.flatMap(({ name, size }) => Array.from({ length: size }, (_, i) => nodeId(`${name}${i + 1}`)))
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

// In some runs one of the two secrets is a recovery code, which nobody guesses: 40 symbols (§8.2.3).
function withCodes(random: Random, acts: readonly Act[]): Act[] {
  if (!random.chance(300)) return [...acts]
  const code = Array.from({ length: 40 }, () => 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'[random.int(0, 31)]).join(
    '',
  )
  return acts.map((act) => (act.secret === 'word2' ? { ...act, secret: code } : act))
}

function drawBegins(random: Random, acts: readonly Act[]): Planned[] {
  return acts.map(({ node }) => ({ at: random.int(1_500, 25_000), kind: 'begin', nodes: [nodeId(node)] }))
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
