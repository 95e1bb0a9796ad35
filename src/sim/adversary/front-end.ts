/**
 * A2: a dishonest front end. It chooses record ids, suppresses and repeats what it relays, and runs a client of its
 * own. Nothing here names an attack; which of it makes one is for the claims to find.
 */
import { type NodeId, nodeId } from '../../../spec/names.ts'
import type { Planned } from '../plan.ts'
import type { Random } from '../random.ts'
import type { Act, ClientSetup } from '../setup.ts'
import type { Capability, Drawn, Part } from './capability.ts'
import { one, sometimes } from './moments.ts'

const FRONT = 'front'
const OWN: ClientSetup = { node: 'mallory', account: 'mallory', rogue: 'A2' }

/** A2. */
export const frontEnd: Capability = {
  id: 'A2',
  includes: ['A1'],
  says: 'choose record ids, suppress and replay both ways, make a client try again, run clients of its own',
  budgets: { resend: 1000 },
  draw,
}

function draw(random: Random, { clients, begins, until }: Drawn): Part {
  const acts: Act[] = []
  const planned: Planned[] = []
  const begin = (act: Act, from: number, to: number) => {
    acts.push(act)
    planned.push({ at: random.int(from, to), kind: 'begin', nodes: [nodeId(act.node)] })
  }
  const accounts = [...new Set(clients.map(({ account }) => account))]
  for (const account of accounts) {
    if (random.chance(500)) begin({ node: FRONT, do: 'choose', account, record: null }, 1_000, 3_000)
  }
  for (let i = random.int(0, 2); i > 0; i--) {
    const record = drawRecord(random, accounts)
    begin({ node: FRONT, do: 'choose', account: one(random, accounts), record }, 3_000, 20_000)
  }
  for (let i = random.int(2, 4); i > 0; i--) {
    const record = drawRecord(random, accounts)
    begin({ node: FRONT, do: 'choose', account: OWN.account, record }, 3_000, 26_000)
  }
  if (random.chance(200)) {
    begin({ node: OWN.node, do: 'enrol', secret: `word${random.int(1, 3)}`, key: 'K-mallory' }, 3_000, 20_000)
  }
  for (let i = random.int(2, 10); i > 0; i--) {
    begin({ node: OWN.node, do: 'recover', secret: `word${random.int(1, 3)}` }, 6_000, 28_000)
  }
  const again = sometimes(random, 'resend', { perMille: 900, most: 12, from: 1_000, to: until - 1_000 })
  return { clients: [OWN], acts, planned: [...planned, ...drawSilence(random, begins), ...again] }
}

// The ids that an honest front end hands out are where records are.
function drawRecord(random: Random, accounts: readonly string[]): string {
  return `${one(random, accounts)}.${random.int(1, 3)}`
}

// Answers to a client are held back from some moment of its act on, for longer than it waits.
function drawSilence(random: Random, begins: readonly Planned[]): Planned[] {
  return begins.flatMap(({ at, nodes }) => {
    if (!random.chance(400)) return []
    const from = at + random.int(0, 900)
    const link = [nodeId(FRONT), nodes?.[0] as NodeId]
    return [
      { at: from, kind: 'cut', nodes: link },
      { at: from + random.int(3_000, 9_000), kind: 'heal', nodes: [] },
    ]
  })
}
