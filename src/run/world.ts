/** From a setup to a world that runs: the twin, the fleets as delivered, every node's shell. */
import type { Octets, Setting } from '../../spec/boundary.ts'
import type { Twin } from '../../spec/crypto.ts'
import type { Anchors } from '../../spec/fleet/bundle.ts'
import {
  type FleetSeeds,
  provisionAuthorities,
  provisionFleet,
  WORLD_BEGAN_MS,
} from '../../spec/fleet/provision.ts'
import type { TrustSetting } from '../../spec/fleet/setting.ts'
import type { TrustSettings } from '../../spec/fleet/trust-context.ts'
import { type NodeId, nodeId } from '../../spec/names.ts'
import { PROFILES, type Profile, quorumOf } from '../../spec/profiles.ts'
import type { Deps, Shell } from '../../spec/shell.ts'
import {
  auditorShell,
  clientShell,
  cloudShell,
  frontEndShell,
  hsmShells,
  operatorShell,
} from '../../spec/shells.ts'
import type { FleetKeys } from '../../spec/tells.ts'
import { behind, type Doors, reordered, withBug } from '../bugs/doors.ts'
import { createIdealTwin } from '../crypto/ideal/twin.ts'
import { createRealTwin } from '../crypto/real/port.ts'
import { logged, type PortLog } from '../sim/derive.ts'
import { type ClientSetup, keepsBackups, type Setup } from '../sim/setup.ts'
import { hsmsOf } from '../sim/swarm.ts'
import { type Simulation, simulation } from '../sim/system.ts'
import { armsOf, inPlay } from './adversary-in-play.ts'
import {
  AUDITOR,
  DAY_MS,
  type FleetWorld,
  FRONT_END,
  hostileBundles,
  laterFleet,
  OPERATOR,
  watcherShells,
} from './fleet-shells.ts'
import { CLOUD, formsOf, HOLDING_ACTS } from './holding-forms.ts'
import { forgerShells, membershipOf, membersPart } from './membership.ts'
import { operationOf } from './operations.ts'

/** A world ready to run, and what its claims are told beforehand. */
export interface Built {
  readonly simulation: Simulation
  readonly setting: Setting
  readonly twin: Twin
}

/** Builds the world of a setup. */
export function buildWorld(setup: Setup, doors: Doors = {}, memo = true): Built {
  const twin = doors.twin ?? (setup.crypto === 'real' ? createRealTwin() : createIdealTwin())
  const log: PortLog = { calls: [] }
  const port = logged(twin.port, log)
  const named = PROFILES[setup.profile] as Profile
  const deps = behind(doors, port, { ...named, limit: setup.limit })
  const { profile } = deps
  const { shells, fleets, trust } = shellsOf(setup, twin, deps)
  const seeds = (drawSeed: string, fleet: string) => seedsOf(twin, drawSeed, fleet)
  const arms = armsOf(setup, twin, { profile, shells }, seeds)
  const authorities = provisionAuthorities(twin.port, seeds(setup.drawSeed, setup.fleets[0]?.name ?? ''))
  const adversary = inPlay(setup, arms, authorities)
  const scenario = {
    ...(arms === undefined ? {} : { arms }),
    seed: setup.drawSeed,
    twin,
    shells: shells.map((shell) => withBug(shell, doors)),
    operations: setup.acts.map((act) => operationOf(act, twin, setup)),
    budgets: setup.budgets,
    ...(setup.hosts === undefined ? {} : { hosts: setup.hosts.map(nodeId) }),
    ...reordered(doors),
  }
  const setting: Setting = {
    fleets,
    clients: setup.clients.filter(({ rogue }) => rogue === undefined).map(({ node }) => nodeId(node)),
    quorums: Object.fromEntries(
      Object.entries(fleets).map(([name, { length: n }]) => [name, quorumOf(n, profile.surplus) ?? n]),
    ),
    limit: profile.limit,
    delays: profile.delays,
    ceremonies: [OPERATOR],
    trust,
    ...(adversary === undefined ? {} : { adversary }),
  }
  return { simulation: simulation(scenario, log, memo), setting, twin }
}

function shellsOf(
  setup: Setup,
  twin: Twin,
  deps: Deps,
): { shells: Shell[]; fleets: Record<string, NodeId[]>; trust: TrustSetting } {
  const fleets: Record<string, NodeId[]> = {}
  for (const fleet of setup.fleets) fleets[fleet.name] = hsmsOf([fleet])
  const serving = setup.fleets[0]?.name ?? ''
  const seeds = (fleet: string) => seedsOf(twin, setup.drawSeed, fleet)
  const authorities = provisionAuthorities(twin.port, seeds(serving))
  const { anchors, auditor, operator } = authorities
  const peers = fleets[serving] ?? []
  const delivered = provisionFleet(twin.port, serving, 1, seeds(serving), WORLD_BEGAN_MS, peers)
  const world: FleetWorld = { setup, deps, twin, fleets, ...authorities, seeds }
  const later = setup.fleets.slice(1).map((fleet, i) => ({ fleet, ...laterFleet(world, fleet, i + 2) }))
  const accounts = Object.fromEntries(setup.clients.map(({ node, account }) => [nodeId(node), account]))
  const ceremonies = Object.fromEntries(
    later.flatMap(({ fleet, plan }) => (plan === null ? [] : [[fleet.name, plan]])),
  )
  const cells = { ...delivered.cells, 'fleet.bundle': delivered.bundle }
  const membership = membershipOf(twin, setup.drawSeed, serving)
  const own = { name: serving, peers, anchors, ceremony: null, ceremonyKey: membership.key }
  const bundles = hostileBundles(world)
  const holding = setup.acts.flatMap(({ node, do: what }) => (HOLDING_ACTS.includes(what) ? [node] : []))
  const backups = keepsBackups(setup) ? CLOUD : undefined
  const front = { fleets, serving, accounts, operator: OPERATOR, auditor: AUDITOR }
  const shells = [
    ...hsmShells(deps, own, (node) => ({ ...cells, ...membership.cells(node) })),
    ...later.flatMap((one) => one.shells),
    frontEndShell(deps, FRONT_END, bundles === undefined ? front : { ...front, bundles }),
    ...doorsOf(setup).map((node) => frontEndShell(deps, node, front)),
    operatorShell(deps, OPERATOR, {
      ...{ fleets, auditor: AUDITOR, frontEnd: FRONT_END, anchors, key: operator, ceremonies },
      serving: { fleet: serving, epoch: 1 },
      members: membersPart(deps, serving, membership.secret, peers),
    }),
    auditorShell(
      deps,
      AUDITOR,
      { anchors, key: auditor, nowMs: WORLD_BEGAN_MS },
      { 'auditor.log': [delivered.entry] },
    ),
    ...watcherShells(world),
    ...forgerShells(world, serving, peers),
    ...setup.clients.map((client) => {
      const { node, account } = client
      const forms = holding.includes(node)
        ? { cloud: CLOUD, ...formsOf(twin, setup.drawSeed, account) }
        : undefined
      return clientShell(deps, nodeId(node), account, trustOf(client, anchors, delivered.keys), {
        forms,
        backups,
      })
    }),
    ...(holding.length > 0 || backups !== undefined ? [cloudShell(deps, CLOUD, accounts)] : []),
  ]
  const phones = setup.clients.filter(({ rogue }) => rogue === undefined)
  const trust: TrustSetting = {
    anchors,
    pins: Object.fromEntries(
      phones.filter(({ pinned }) => pinned === true).map(({ node }) => [nodeId(node), [delivered.keys]]),
    ),
    floor: deps.profile.epochFloor,
    builtAtMs: Object.fromEntries(phones.map((phone) => [nodeId(phone.node), builtAtMs(phone)])),
    overlapMs: OVERLAP_MS,
    logProofs: deps.profile.logProofs,
    genesis: [delivered.entry],
    evidenced: [1],
  }
  return { shells, fleets, trust }
}

const OVERLAP_MS = 90 * DAY_MS

function builtAtMs({ builtDays = 0 }: ClientSetup): number {
  return WORLD_BEGAN_MS + builtDays * DAY_MS
}

function doorOf({ door }: ClientSetup): NodeId {
  return door === undefined ? FRONT_END : nodeId(door)
}

// The operator's front ends beside the first one, which alone hears of rotations.
function doorsOf({ clients }: Setup): readonly NodeId[] {
  return [...new Set(clients.map(doorOf))].filter((node) => node !== FRONT_END)
}

function trustOf(client: ClientSetup, anchors: Anchors, keys: FleetKeys): TrustSettings {
  return {
    mode: client.pinned === true ? 'pinned' : 'overTheAir',
    pins: [keys],
    anchors,
    frontEnd: doorOf(client),
    builtAtMs: builtAtMs(client),
    checkpointAgeMs: DAY_MS,
    overlapMs: OVERLAP_MS,
  }
}

function seedsOf(twin: Twin, seed: string, fleet: string): FleetSeeds {
  const draw = (owner: string, use: string): Octets => twin.draw(seed, `${owner}/${use}`, 32)
  return {
    ...{ signing: draw(fleet, 'signing'), sealing: draw(fleet, 'sealing'), ake: draw(fleet, 'ake') },
    ...{ oprf: draw(fleet, 'oprf'), auditor: draw('auditor', 'key'), operator: draw('operator', 'key') },
    vendor: draw('vendor', 'key'),
  }
}
