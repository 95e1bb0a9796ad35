/** Worlds of one vault (§4.6): its HSMs, whatever keeps their log, the front end, a user's phone, the adversary's client. */
import type { InternalEvent, Octets, Setting } from '../../spec/boundary.ts'
import { clientParts } from '../../spec/client/parts.ts'
import type { Twin } from '../../spec/crypto.ts'
import { createFleetKeys } from '../../spec/fleet/keys.ts'
import { provisionAuthorities, provisionFleet, WORLD_BEGAN_MS } from '../../spec/fleet/provision.ts'
import { createTrust } from '../../spec/fleet/trust.ts'
import { frontEndPart } from '../../spec/frontend/front-end.ts'
import { type NodeId, nodeId, recordId } from '../../spec/names.ts'
import { type Profile, quorumOf } from '../../spec/profiles.ts'
import type { Deps, Part, Shell } from '../../spec/shell.ts'
import { createAtomicLog } from '../../spec/vault/atomic-log.ts'
import { vaultParts } from '../../spec/vault/parts.ts'
import { behind, type Doors, reordered, withBug } from '../bugs/doors.ts'
import { createIdealTwin } from '../crypto/ideal/twin.ts'
import { logged, type PortLog } from '../sim/derive.ts'
import type { Operation, Scenario } from '../sim/world.ts'
import { type Making, makingFront } from './making-front.ts'
import type { Exactly } from './scope.ts'
import { seedFor, seedsOf } from './seeds.ts'

/** The HSM of a vault of one. */
export const FIRST_HSM = nodeId('a1')
export const FRONT = nodeId('front')
/** The user's phone. */
export const USER = nodeId('phone1')
/** Another one of the same user, where an act names it. */
export const SECOND = nodeId('phone2')
const MALLORY = nodeId('mallory')

/** What a world of one vault is made from. */
export interface VaultWorldOptions {
  readonly profile: Profile
  /** Guesses between two proofs. */
  readonly limit: number
  /** How often one act of a user may begin at the beginning. */
  readonly starts: number
  /** What the user does, in this order; words of a dictionary. */
  readonly user: readonly {
    readonly do: 'enrol' | 'move' | 'recover' | 'delete'
    readonly word: string
    /** On the user's second phone. */
    readonly second?: true
  }[]
  /** What the adversary's own client does, in this order. */
  readonly rogue: readonly { readonly word: string }[]
  /** Which record the front end serves the adversary's client with from then on, in this order. */
  readonly chooses: readonly string[]
  /** Of which the world's draws are forked; absent: as the search draws. */
  readonly seed?: string
  readonly twin?: Twin
  /** What keeps the log; absent: one HSM, whose log cannot fail. */
  readonly under?: Under
  /** A front end that makes requests of its own: how many, of how many that it saw; absent: it relays. */
  readonly makes?: Pick<Making, 'most' | 'seenMax'>
}

/** The HSMs, and what keeps their log. */
export interface Under {
  readonly hsms: readonly NodeId[]
  /** The part under the name `consensus`. */
  readonly log: (deps: Deps) => Part
  /** What is in each HSM's storage besides its keys. */
  readonly cells: Shell['cells']
  /** What the front end has stored. */
  readonly front: Shell['cells']
  /** Nodes besides. */
  readonly shells: readonly Shell[]
}

const ATOMIC: Under = { hsms: [FIRST_HSM], log: createAtomicLog, cells: {}, front: {}, shells: [] }

/** A world of one vault. */
export interface VaultWorld {
  readonly scenario: Scenario
  readonly log: PortLog
  readonly setting: Setting
}

/** Builds the world. */
export function vaultWorld<O extends VaultWorldOptions>(
  exact: Exactly<VaultWorldOptions, O>,
  doors: Doors = {},
): VaultWorld {
  const options: VaultWorldOptions = exact
  const { limit, starts, seed = 'check', under = ATOMIC } = options
  const { hsms } = under
  const twin = options.twin ?? createIdealTwin()
  const log: PortLog = { calls: [] }
  const deps = behind(doors, logged(twin.port, log), { ...options.profile, limit })
  const { profile } = deps
  // Where a record belongs to an account, the adversary's client goes by the user's.
  const phones = options.user.some(({ second }) => second) ? [USER, SECOND] : [USER]
  const accounts: Readonly<Record<string, string>> = {
    ...Object.fromEntries(phones.map((node) => [node, 'user1'])),
    [MALLORY]: profile.identity === 'account' ? 'user1' : 'mallory',
  }
  const seeds = seedsOf(twin.port, 'a')
  const { anchors } = provisionAuthorities(twin.port, seeds)
  const { keys, cells, bundle } = provisionFleet(twin.port, 'a', 1, seeds, WORLD_BEGAN_MS, hsms)
  // Pinned: what rotations do to trust is another scope's affair.
  const trust = createTrust({
    ...deps,
    settings: {
      ...{ mode: 'pinned', pins: [keys], anchors, frontEnd: FRONT, builtAtMs: WORLD_BEGAN_MS },
      ...{ checkpointAgeMs: 86_400_000, overlapMs: 86_400_000 },
    },
  })
  // The log has no clock here: a delay is no bound on what is learnt in the end.
  const vault = vaultParts({ ...deps, delays: [], sessionsMax: 2, peers: hsms })
  const standing: Record<string, Part> = {
    fleetKeys: createFleetKeys({ ...deps, anchors, ceremony: null, counts: true }),
    consensus: under.log(deps),
    ...vault.standing,
  }
  const client = (node: typeof USER): Shell => {
    const parts = clientParts({ ...deps, account: accounts[node] as string, frontEnd: FRONT, starts })
    return { node, role: 'client', standing: { trust, ...parts }, keyed: {}, cells: {} }
  }
  const records = [recordId('user1.1'), recordId('user1.2')] as const
  const relay =
    options.makes === undefined
      ? frontEndPart({ ...deps, fleets: { a: hsms }, accounts, distributes: false })
      : makingFront({ ...options.makes, hsm: hsms[0] as NodeId, fleet: 'a', own: MALLORY, records })
  const shells: Shell[] = [
    ...hsms.map((node): Shell => {
      const own = { ...cells, ...under.cells, 'fleet.bundle': bundle }
      return { node, role: 'hsm', standing, keyed: vault.keyed, cells: own }
    }),
    ...under.shells,
    { node: FRONT, role: 'frontEnd', standing: { relay }, keyed: {}, cells: under.front },
    ...phones.map(client),
    ...(options.under === undefined || options.rogue.length > 0 ? [client(MALLORY)] : []),
  ]
  const scenario: Scenario = {
    ...{
      seed,
      twin,
      shells: shells.map((one) => withBug(one, doors)),
      operations: operationsOf(options, twin.port.text, seedFor(twin.port, 'key/K')),
    },
    budgets: { drop: Number.POSITIVE_INFINITY },
    ...reordered(doors),
  }
  const quorums = { a: quorumOf(hsms.length, profile.surplus) ?? 0 }
  const setting: Setting = { fleets: { a: hsms }, clients: phones, quorums, limit }
  return { scenario, log, setting }
}

function operationsOf(
  { user, rogue, chooses }: VaultWorldOptions,
  text: (word: string) => Octets,
  key: Octets,
): Operation[] {
  const act = (node: typeof USER, machine: string, event: object): Operation => {
    return { node, machine, event: event as InternalEvent }
  }
  return [
    ...user.map(({ do: type, word, second }) => {
      const [node, secret] = [second ? SECOND : USER, text(word)]
      return /^(enrol|move)$/.test(type)
        ? act(node, 'enrollment', { type, secret, key })
        : act(node, 'recovery', { type, secret })
    }),
    ...rogue.map(({ word }) => act(MALLORY, 'recovery', { type: 'recover', secret: text(word) })),
    ...chooses.map((record) =>
      act(FRONT, 'relay', { type: 'choose', fleet: 'a', account: 'mallory', record: recordId(record) }),
    ),
  ]
}
