/** Which machines run in which node (§1.2): the one place where the five protocols are put together. */
import type { Octets } from './boundary.ts'
import { createHolding } from './client/holding.ts'
import type { HoldingDeps } from './client/holding-context.ts'
import { clientParts } from './client/parts.ts'
import { createFileStore } from './cloud/files.ts'
import { createStore } from './cloud/store.ts'
import { createConsensus } from './consensus/machine.ts'
import type { KeyPair } from './crypto.ts'
import { createAuditor } from './fleet/auditor.ts'
import type { Anchors } from './fleet/bundle.ts'
import type { CeremonyPlan } from './fleet/ceremony.ts'
import { createDistribution } from './fleet/distribution.ts'
import { createFleetKeys } from './fleet/keys.ts'
import { createRotation } from './fleet/rotation.ts'
import { createTrust } from './fleet/trust.ts'
import type { TrustSettings } from './fleet/trust-context.ts'
import { createWatcher } from './fleet/watcher.ts'
import { frontEndPart } from './frontend/front-end.ts'
import type { NodeId } from './names.ts'
import type { Deps, Part, Shell } from './shell.ts'
import { isSoundState } from './vault/log-steps.ts'
import { vaultParts } from './vault/parts.ts'

/** The fleets of a world: their HSMs by name. */
export type Fleets = Readonly<Record<string, readonly NodeId[]>>

/**
 * A fleet's HSMs: each with its consensus role, the record table with its attempts and sessions, the fleet keys that it
 * serves. They run the same machines; what tells one from another is in its cells, and in the event that boots it.
 */
export function hsmShells(
  deps: Deps,
  fleet: {
    readonly name: string
    readonly peers: readonly NodeId[]
    readonly anchors: Anchors
    readonly ceremony: CeremonyPlan | null
    /** Admits replicas and vouches for their links (§5.10, §5.14); without one neither is there. */
    readonly ceremonyKey?: Octets
  },
  cellsOf: (node: NodeId) => Shell['cells'],
): Shell[] {
  const { name, peers, anchors, ceremony, ceremonyKey } = fleet
  const vault = vaultParts({ ...deps, peers })
  const standing = {
    // Keys first: a vault that hears of entries before it has keys could not answer for them.
    fleetKeys: createFleetKeys({ ...deps, anchors, ceremony, counts: true }),
    consensus: createConsensus({
      ...{ ...deps, peers, fleet: name },
      ...(ceremonyKey !== undefined && { ceremony: ceremonyKey, sessions: true }),
      isSoundState: (state, before) => isSoundState(deps.crypto, state, before),
    }),
    ...vault.standing,
  }
  return peers.map((node) => ({ node, role: 'hsm', standing, keyed: vault.keyed, cells: cellsOf(node) }))
}

/** One phone: which fleet keys it believes, enrolling, recovering, backups. */
export function clientShell(
  deps: Deps,
  node: NodeId,
  account: string,
  settings: TrustSettings,
  more: {
    /** Above enrolment and recovery: the other ways to hold K (§8.3). */
    readonly forms?: Pick<HoldingDeps, 'cloud' | 'digits' | 'passkey'> | undefined
    /** Where it keeps its backups (§8.4); absent: it keeps none. */
    readonly backups?: NodeId | undefined
  } = {},
): Shell {
  const { forms, backups } = more
  const above = { ...(forms && { tells: 'holding' }), ...(backups !== undefined && { backups }) }
  const client = { ...deps, account, frontEnd: settings.frontEnd, ...above }
  return {
    node,
    role: 'client',
    standing: {
      trust: createTrust({ ...deps, settings }),
      ...clientParts(client),
      ...(forms && { holding: createHolding({ ...deps, account, ...forms }) }),
    },
    keyed: {},
    cells: {},
  }
}

/** The cloud provider: the backups, and what belongs to them (§8.3, §8.4). It knows whose phones there are. */
export function cloudShell(deps: Deps, node: NodeId, accounts: Readonly<Record<string, string>>): Shell {
  const standing = { store: createStore(deps), files: createFileStore({ ...deps, accounts }) }
  return { node, role: 'cloud', standing, keyed: {}, cells: {} }
}

/** The operator's front end (ChatD): relays what it cannot read, chooses record ids, hands out bundles. */
export function frontEndShell(
  deps: Deps,
  node: NodeId,
  world: {
    readonly fleets: Fleets
    readonly serving: string
    readonly accounts: Readonly<Record<string, string>>
    readonly operator: NodeId
    readonly auditor: NodeId
    /** In place of an honest distribution of bundles: the adversary's. */
    readonly bundles?: Part
  },
): Shell {
  return {
    node,
    role: 'frontEnd',
    standing: {
      bundles: world.bundles ?? createDistribution({ ...deps, ...world }),
      relay: frontEndPart({ ...deps, fleets: world.fleets, accounts: world.accounts, distributes: true }),
    },
    keyed: {},
    cells: {},
  }
}

/** The operator's ceremony side: counter-signs, rotates, retires. */
export function operatorShell(
  deps: Deps,
  node: NodeId,
  {
    members,
    ...world
  }: {
    readonly fleets: Fleets
    readonly auditor: NodeId
    readonly frontEnd: NodeId
    readonly anchors: Anchors
    readonly key: KeyPair
    readonly serving: { readonly fleet: string; readonly epoch: number }
    readonly ceremonies: Readonly<Record<string, CeremonyPlan>>
    /** Admits and removes members of the serving fleet (§5.10). */
    readonly members?: Part
  },
): Shell {
  return {
    node,
    role: 'operator',
    standing: { rotation: createRotation({ ...deps, ...world }), ...(members && { members }) },
    keyed: {},
    cells: {},
  }
}

/** The auditor: signs epochs, keeps the log. */
export function auditorShell(
  deps: Deps,
  node: NodeId,
  world: { readonly anchors: Anchors; readonly key: KeyPair; readonly nowMs: number },
  cells: Shell['cells'],
): Shell {
  const { anchors, key, nowMs } = world
  const auditor = createAuditor({ ...deps, namespace: anchors.namespace, key, nowMs })
  return { node, role: 'auditor', standing: { auditor }, keyed: {}, cells }
}

/** Somebody outside who watches the log, and compares with others who do. */
export function watcherShell(
  deps: Deps,
  node: NodeId,
  world: {
    readonly anchors: Anchors
    readonly vendor: Octets
    readonly auditor: NodeId
    readonly peers: readonly NodeId[]
  },
): Shell {
  return {
    node,
    role: 'other',
    standing: { watcher: createWatcher({ ...deps, ...world }) },
    keyed: {},
    cells: {},
  }
}
