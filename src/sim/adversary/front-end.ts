/**
 * A2: a dishonest front end. It chooses record ids, suppresses and repeats what it relays, makes a client try again, and
 * runs clients of its own. Nothing here names an attack; which of it makes one is for the claims to find.
 */
import { type NodeId, nodeId } from '../../../spec/names.ts'
import { PROFILES } from '../../../spec/profiles.ts'
import { ANSWERS } from '../../../spec/vault/bodies.ts'
import type { Planned } from '../plan.ts'
import type { Random } from '../random.ts'
import type { Act, ClientSetup } from '../setup.ts'
import type { Capability, Drawn, Part } from './capability.ts'
import { one, sometimes } from './moments.ts'

const FRONT = 'front'
/** Its dictionary: users choose the first two. */
const WORDS = 9
/** Answers in the clear (`published`). */
const READABLE = Object.keys(ANSWERS).filter((kind) => !/Confirmed|Closed|Acknowledged/.test(kind))

/** A2. */
export const frontEnd: Capability = {
  id: 'A2',
  includes: ['A1'],
  says: 'choose record ids, suppress and replay both ways, make a client try again, run clients of its own',
  powers: {
    choose: 'an account is served with a record id of its choice',
    withhold: 'requests and answers are not relayed',
    resend: 'requests and answers are relayed again',
    retry: 'a client is made to try again',
    client: 'clients of its own ask',
    differ: 'different clients are shown different fleet keys',
  },
  budgets: { resend: 1000 },
  draw,
}

function draw(random: Random, { profile, clients, acts: theirs, begins, until }: Drawn): Part {
  const accounts = [...new Set(clients.map(({ account }) => account))]
  const byAccount = PROFILES[profile]?.identity === 'account'
  const own = ownClients(byAccount ? accounts : ['mallory'])
  const acts: Act[] = []
  const planned: Planned[] = []
  const begin = (act: Act, from: number, to: number) => {
    acts.push(act)
    planned.push({ at: random.int(from, to), kind: 'begin', nodes: [nodeId(act.node)] })
  }
  if (byAccount) {
    for (const act of movable(clients, theirs))
      for (let i = random.int(1, 3); i > 0; i--) begin({ ...act, do: 'move' }, 4_000, 26_000)
  } else {
    drawChoices(random, accounts, begin)
  }
  if (random.chance(200)) {
    const secret = `word${random.int(1, 3)}`
    begin({ node: one(random, own).node, do: 'enrol', secret, key: 'K-mallory' }, 3_000, 20_000)
  }
  for (let i = random.int(2, 60); i > 0; i--) {
    const secret = `word${random.int(1, WORDS)}`
    begin({ node: one(random, own).node, do: 'recover', secret }, 5_000, 29_500)
  }
  const again = sometimes(random, 'resend', { perMille: 900, most: 12, from: 1_000, to: until - 1_000 })
  const suppressed = drawSuppressed(random, clients, byAccount ? ['sealed'] : READABLE)
  return { clients: own, acts, planned: [...planned, ...drawSilence(random, begins), ...again], suppressed }
}

// A client may claim to be anybody's: in `published` the front end then chooses the record that it gets.
function ownClients(accounts: readonly string[]): ClientSetup[] {
  return accounts.map((account, i) => ({ node: `mallory${i === 0 ? '' : i + 1}`, account, rogue: 'A2' }))
}

/** The record ids are the operator's (`published`): an account's next one without the last, or any that there is. */
function drawChoices(
  random: Random,
  accounts: readonly string[],
  begin: (act: Act, from: number, to: number) => void,
): void {
  for (const account of accounts) {
    if (random.chance(800)) begin({ node: FRONT, do: 'choose', account, record: null }, 500, 1_400)
  }
  for (let i = random.int(0, 2); i > 0; i--) {
    const account = one(random, accounts)
    begin({ node: FRONT, do: 'choose', account, record: drawRecord(random, accounts) }, 3_000, 20_000)
  }
  // Its own client is shown the records of one account, or of all: as many ids as it cares for.
  const shown = random.chance(700) ? [one(random, accounts)] : accounts
  const ids = random.int(1, 3)
  for (let i = random.int(2, 24); i > 0; i--) {
    const record = `${one(random, shown)}.${random.int(1, ids)}`
    begin({ node: FRONT, do: 'choose', account: 'mallory', record }, 3_000, 29_000)
  }
}

// Whom the app may be made to move its record again: who only ever typed one secret, so that it is the record's own.
function movable(clients: readonly ClientSetup[], acts: readonly Act[]): Act[] {
  return clients.flatMap(({ node, account }) => {
    const phones = clients.filter((other) => other.account === account).map((other) => other.node)
    const enrolled = acts.filter((act) => act.do === 'enrol' && phones.includes(act.node))
    const first = enrolled.find((act) => act.node === node)
    return first !== undefined && enrolled.every(({ secret }) => secret === first.secret) ? [first] : []
  })
}

// The ids that an honest front end hands out are where records are.
function drawRecord(random: Random, accounts: readonly string[]): string {
  return `${one(random, accounts)}.${random.int(1, 3)}`
}

// Answers to a client are held back from some moment of its act on, for longer than it waits.
function drawSilence(random: Random, begins: readonly Planned[]): Planned[] {
  return begins.flatMap(({ at, nodes }) => {
    if (!random.chance(300)) return []
    const from = at + random.int(0, 900)
    const link = [nodeId(FRONT), nodes?.[0] as NodeId]
    return [
      { at: from, kind: 'cut', nodes: link },
      { at: from + random.int(3_000, 9_000), kind: 'heal', nodes: [] },
    ]
  })
}

// Of what the vault answers, by the type that the front end can read, a client gets a kind less often, or never.
function drawSuppressed(
  random: Random,
  clients: readonly ClientSetup[],
  kinds: readonly string[],
): Record<string, number> {
  const suppressed: Record<string, number> = {}
  for (const { node } of clients) {
    if (random.chance(700))
      suppressed[`@${FRONT}>@${node} ${one(random, kinds)}`] = random.chance(700)
        ? 1000
        : random.int(500, 1000)
  }
  return suppressed
}
