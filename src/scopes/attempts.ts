/** The scopes of guesses at one record (§4.2, §4.3), on an abstract log and on real replication (§4.6). */
import type { Plain } from '../../spec/boundary.ts'
import { genesis } from '../../spec/consensus/entry.ts'
import { foundedBy } from '../../spec/consensus/fleet.ts'
import { createConsensus } from '../../spec/consensus/machine.ts'
import type { CryptoPort } from '../../spec/crypto.ts'
import { type NodeId, nodeId } from '../../spec/names.ts'
import { hardened, type Profile, published } from '../../spec/profiles.ts'
import type { Doors } from '../bugs/doors.ts'
import { createIdealTwin } from '../crypto/ideal/twin.ts'
import { abstractLog } from './abstract-log.ts'
import { enrolled } from './enrolled.ts'
import { logLink } from './log-link.ts'
import { termOf } from './replicas.ts'
import { type Scope, type ScopeWorld, worldOf } from './scope.ts'
import type { ShellsScope } from './shells-model.ts'
import { type Under, type VaultWorldOptions, vaultWorld } from './vault-world.ts'

const LOG = nodeId('log')

/** Bounds of a scope on the abstract log. */
interface Guesses extends Pick<VaultWorldOptions, 'profile' | 'limit' | 'user' | 'rogue'> {
  readonly terms: number
  readonly inFlightMax: number
  /** Committed entries that are lost after all (A3). */
  readonly rollbacks?: number
}

/** Two HSMs on an abstract log. */
function guessesOnLog(
  name: string,
  guesses: Guesses,
  claims: readonly string[],
  doors: Doors = {},
): ScopeWorld {
  const { profile, limit, user, rogue, terms, inFlightMax, rollbacks = 0 } = guesses
  const twin = createIdealTwin()
  const { state, front } = enrolled(twin, profile, limit)
  const hsms = [nodeId('a1'), nodeId('a2')] as const
  const log = {
    node: LOG,
    role: 'other',
    standing: { log: abstractLog(hsms, terms, rollbacks) },
    keyed: {},
    cells: {},
  } as const
  const under: Under = { hsms, front, cells: {}, shells: [log], log: (deps) => logLink(deps, LOG, state) }
  const chooses = profile.identity === 'operator' ? ['user1.1'] : []
  const world = vaultWorld({ profile, limit, user, rogue, starts: 1, chooses, twin, under }, doors)
  const scope: ShellsScope = {
    ...{ name, scenario: world.scenario, log: world.log, inFlightMax },
    mayRing: (_, node) => node === LOG,
    bounds: {
      limit,
      terms,
      guesses: user.length + rogue.length,
      ...(rollbacks > 0 ? { rollbacks } : {}),
      timers: 'the log commits, loses, changes leader, tells',
      profile: profile.name,
    },
  }
  return worldOf(scope, claims, world.setting)
}

/** Bounds of a scope on real replication. */
interface Replicated {
  readonly profile: Profile
  /** Terms after the one in which the record was enrolled. */
  readonly terms: number
  readonly inFlightMax: number
  readonly guesses: number
}

/** Three HSMs with a log that replicates; who stands for election is one of the first two. */
function guessesReplicated(
  name: string,
  bounds: Replicated,
  claims: readonly string[],
  doors: Doors = {},
): ScopeWorld {
  const { profile, terms, inFlightMax, guesses } = bounds
  const twin = createIdealTwin()
  const { state, front } = enrolled(twin, profile, 1)
  const hsms = ['a1', 'a2', 'a3'].map(nodeId)
  const tuning = { preVote: false, checkQuorum: false }
  const under: Under = {
    ...{ hsms, front, cells: storageWith(twin.port, hsms, state), shells: [] },
    log: (deps) => createConsensus({ ...deps, peers: hsms, tuning, fleet: 'a' }),
  }
  const user = Array.from({ length: guesses }, () => ({ do: 'recover', word: 'word2' }) as const)
  const world = vaultWorld({ profile, limit: 1, user, rogue: [], starts: 1, chooses: [], twin, under }, doors)
  const stands = hsms.slice(0, 2)
  const scope: ShellsScope = {
    ...{ name, scenario: world.scenario, log: world.log, inFlightMax },
    mayRing: ({ machine, timer }, node) =>
      machine === 'consensus' && (stands.includes(node) || !timer.includes('election')),
    within: (local) => termOf(local) <= 1 + terms,
    bounds: {
      limit: 1,
      guesses,
      terms,
      candidates: stands.length,
      timers: "replicas'",
      profile: profile.name,
    },
  }
  return worldOf(scope, claims, world.setting)
}

// A record that was enrolled in term 1, behind a snapshot.
function storageWith(crypto: CryptoPort, hsms: readonly NodeId[], state: Plain): Under['cells'] {
  const base = {
    index: 1,
    term: 1,
    chain: genesis(crypto),
    body: { state, seen: {}, fleet: foundedBy(hsms) },
  }
  const written = { writer: null }
  return { ballot: { term: 1, votedFor: null, ...written }, log: { base, entries: [], ...written } }
}

type Told = Pick<Scope, 'name' | 'claims'>

function onLog(
  it: Told & Partial<Pick<Scope, 'isLarge' | 'says' | 'adversary'>>,
  profile: Profile,
  guesses: Pick<Guesses, 'user' | 'rogue'> & Partial<Pick<Guesses, 'limit' | 'rollbacks'>>,
): Scope {
  const bounds = { limit: 2, terms: 2, inFlightMax: 1, ...guesses, profile }
  return {
    says: 'Two clients guess at one record of two HSMs; the log between them commits, loses, changes its leader.',
    ...{ profile: profile.name, adversary: 'A2' },
    ...it,
    build: (doors) => guessesOnLog(it.name, bounds, it.claims, doors),
  }
}

function replicated(it: Told & Pick<Scope, 'isLarge'>, terms: number, says: string): Scope {
  const bounds = { profile: published, terms, inFlightMax: 2, guesses: 2 }
  const [profile, adversary] = [published.name, 'A0']
  return {
    ...it,
    says,
    profile,
    adversary,
    build: (doors) => guessesReplicated(it.name, bounds, it.claims, doors),
  }
}

const WRONG = { do: 'recover', word: 'word2' } as const
const RIGHT = { do: 'recover', word: 'word1' } as const
const CLAIMS = ['ATT-1', 'ATT-2', 'ATT-4', 'ATT-7'] as const

/** In the order in which they are reported. */
export const attemptsScopes: readonly Scope[] = [
  // The largest of the three, and by name therefore; its twin below is in the default set.
  onLog({ name: 'guesses-log-published', claims: CLAIMS, isLarge: true }, published, {
    user: [WRONG],
    rogue: [WRONG, WRONG],
  }),
  // A wrong guess is settled here as well, so that two of them exhaust the record.
  onLog({ name: 'guesses-log-hardened', claims: CLAIMS }, hardened, { user: [WRONG], rogue: [WRONG] }),
  // What follows for guesses where replication does not keep what was committed (REP-7).
  onLog(
    {
      name: 'guesses-log-rolled-back',
      says: 'Two guesses at one record, the limit is one; the log between two HSMs loses one committed entry, as in rollback-majority.',
      claims: ['ATT-1'],
      adversary: 'A3',
    },
    published,
    { user: [], rogue: [WRONG, WRONG], limit: 1, rollbacks: 1 },
  ),
  replicated(
    { name: 'guesses-replicated', claims: CLAIMS },
    1,
    'Two guesses at a record of three replicas, under one leader; under two: guesses-replicated-large.',
  ),
  onLog({ name: 'guesses-log-large', claims: [...CLAIMS, 'ATT-3'], isLarge: true }, published, {
    user: [RIGHT],
    rogue: [WRONG, WRONG],
  }),
  replicated(
    { name: 'guesses-replicated-large', claims: CLAIMS, isLarge: true },
    2,
    'Two guesses at a record of three replicas, under two leaders.',
  ),
]
