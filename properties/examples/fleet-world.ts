/**
 * A world of §7 alone: two fleets whose vaults only listen, a front end that distributes bundles, the operator, the
 * auditor, and phones whose one wish is to know a fleet's keys.
 */
import type { Octets, Setting } from '../../spec/boundary.ts'
import type { CryptoPort, Twin } from '../../spec/crypto.ts'
import { createAuditor } from '../../spec/fleet/auditor.ts'
import { createDistribution } from '../../spec/fleet/distribution.ts'
import { createFleetKeys } from '../../spec/fleet/keys.ts'
import {
  type FleetSeeds,
  manufactureFleet,
  provisionAuthorities,
  provisionFleet,
  WORLD_BEGAN_MS,
} from '../../spec/fleet/provision.ts'
import { createRotation } from '../../spec/fleet/rotation.ts'
import { createTrust } from '../../spec/fleet/trust.ts'
import type { TrustSettings } from '../../spec/fleet/trust-context.ts'
import { createWatcher } from '../../spec/fleet/watcher.ts'
import { type NodeId, nodeId } from '../../spec/names.ts'
import type { Profile } from '../../spec/profiles.ts'
import type { Shell } from '../../spec/shell.ts'
import { asker, listener, vaultOf } from './fleet-standins.ts'

/** The nodes that are there once. */
export const OPERATOR = nodeId('operator')
export const AUDITOR = nodeId('auditor')
export const FRONT = nodeId('front')
/** Two watchers of the log, who compare. */
export const WATCHERS: readonly NodeId[] = [nodeId('watch1'), nodeId('watch2')]

/** The same draws for everybody who builds the world: seeds of a fleet by its name. */
export function seedsOf(twin: Twin, fleet: string): FleetSeeds {
  const seed = (use: string, owner: string): Octets => twin.draw('fleet-world', `${owner}/${use}`, 32)
  return {
    signing: seed('signing', fleet),
    sealing: seed('sealing', fleet),
    ake: seed('ake', fleet),
    oprf: seed('oprf', fleet),
    auditor: seed('key', 'auditor'),
    operator: seed('key', 'operator'),
    vendor: seed('key', 'vendor'),
  }
}

/** What a fleet world is made from; `crypto` is the logged port where a world wants facts of calls. */
export interface FleetWorld {
  readonly twin: Twin
  readonly crypto: CryptoPort
  readonly profile: Profile
  readonly size: number
  readonly phones: number
  /** Records that the leader's vault counts; null: nobody leads. */
  readonly open?: number | null
  readonly settings?: Partial<TrustSettings>
}

/** The nodes of a fleet. */
export function hsms(fleet: string, size: number): NodeId[] {
  return Array.from({ length: size }, (_, i) => nodeId(`${fleet}${i + 1}`))
}

/** How long an epoch stays acceptable after the next one, and how old a checkpoint may be; ms. */
export const OVERLAP_MS = 90 * 86_400_000
export const CHECKPOINT_AGE_MS = 86_400_000

// Everything that is made before the run.
function delivered({ twin, size }: FleetWorld) {
  const a = provisionFleet(twin.port, 'a', 1, seedsOf(twin, 'a'), WORLD_BEGAN_MS, hsms('a', size))
  const b = manufactureFleet(twin.port, 'b', 2, hsms('b', size), seedsOf(twin, 'b'))
  const fleets = { a: hsms('a', size), b: hsms('b', size) }
  return { a, b, fleets, ...provisionAuthorities(twin.port, seedsOf(twin, 'a')) }
}

function phonesOf({ phones }: FleetWorld): NodeId[] {
  return Array.from({ length: phones }, (_, i) => nodeId(`phone${i + 1}`))
}

/** What the claims know from the start. */
export function fleetSetting(world: FleetWorld): Setting {
  const { a, anchors, fleets } = delivered(world)
  const phones = phonesOf(world)
  const isPinned = world.settings?.mode === 'pinned'
  return {
    fleets,
    clients: phones,
    quorums: { a: Math.floor(world.size / 2) + 1, b: Math.floor(world.size / 2) + 1 },
    limit: 10,
    trust: {
      anchors,
      pins: isPinned ? Object.fromEntries(phones.map((phone) => [phone, [a.keys]])) : {},
      floor: world.profile.epochFloor,
      builtAtMs: Object.fromEntries(phones.map((phone) => [phone, WORLD_BEGAN_MS])),
      overlapMs: OVERLAP_MS,
      logProofs: world.profile.logProofs,
      genesis: [a.entry],
      evidenced: [1],
    },
  }
}

/** All shells: fleet a serves as epoch 1, fleet b is in place and waits for a rotation. */
export function fleetShells(world: FleetWorld): readonly Shell[] {
  const { crypto, profile } = world
  const deps = { crypto, profile }
  const { a, b, fleets, anchors, auditor, operator } = delivered(world)
  const phones = phonesOf(world)
  const accounts = Object.fromEntries(phones.map((phone) => [phone, phone.slice(1)]))
  const settings: TrustSettings = {
    mode: 'overTheAir',
    pins: [a.keys],
    anchors,
    frontEnd: FRONT,
    builtAtMs: WORLD_BEGAN_MS,
    checkpointAgeMs: CHECKPOINT_AGE_MS,
    overlapMs: OVERLAP_MS,
    ...world.settings,
  }
  const shell = (node: NodeId, role: Shell['role'], standing: Shell['standing'], cells = {}): Shell => ({
    node,
    role,
    standing,
    keyed: {},
    cells,
  })
  // A part is made once: its machine is the same at every node.
  const fleetKeys = createFleetKeys({ ...deps, anchors, ceremony: b.plan, counts: true })
  const trust = createTrust({ ...deps, settings })
  const hsm = (node: NodeId, cells: Shell['cells'], open: number | null) =>
    shell(
      node,
      'hsm',
      {
        vault: listener(vaultOf(open)),
        fleetKeys,
      },
      cells,
    )
  const distribution = createDistribution({
    ...deps,
    fleets,
    serving: 'a',
    accounts,
    operator: OPERATOR,
    auditor: AUDITOR,
  })
  const rotation = createRotation({
    ...deps,
    fleets,
    auditor: AUDITOR,
    frontEnd: FRONT,
    anchors,
    key: operator,
    serving: { fleet: 'a', epoch: 1 },
    ceremonies: { b: b.plan },
  })
  const log = createAuditor({ ...deps, namespace: anchors.namespace, key: auditor, nowMs: WORLD_BEGAN_MS })
  return [
    // Only the first HSM's vault leads.
    ...fleets.a.map((node, i) =>
      hsm(node, { ...a.cells, 'fleet.bundle': a.bundle }, i === 0 ? (world.open ?? 0) : null),
    ),
    ...fleets.b.map((node) => hsm(node, b.cells[node] as Shell['cells'], null)),
    shell(FRONT, 'frontEnd', { bundles: distribution }),
    shell(OPERATOR, 'operator', { rotation }),
    shell(AUDITOR, 'auditor', { auditor: log }, { 'auditor.log': [a.entry] }),
    ...WATCHERS.map((node) => {
      const peers = WATCHERS.filter((other) => other !== node)
      const watcher = createWatcher({ ...deps, anchors, vendor: b.plan.vendor, auditor: AUDITOR, peers })
      return shell(node, 'other', { watcher })
    }),
    ...phones.map((node) => shell(node, 'client', { trust, enrollment: listener(asker) })),
  ]
}
