/** From a setup to a world that runs: the twin, the fleets as delivered, every node's shell. */
import type { AnyStateMachine } from 'xstate'
import type { Effect, Octets, Setting } from '../../spec/boundary.ts'
import type { CryptoPort, Twin } from '../../spec/crypto.ts'
import {
  type FleetSeeds,
  manufactureFleet,
  provisionAuthorities,
  provisionFleet,
  WORLD_BEGAN_MS,
} from '../../spec/fleet/provision.ts'
import type { TrustSetting } from '../../spec/fleet/setting.ts'
import { type NodeId, nodeId, recordId } from '../../spec/names.ts'
import { PROFILES, type Profile, quorumOf } from '../../spec/profiles.ts'
import type { Deps, Part, Shell } from '../../spec/shell.ts'
import { auditorShell, clientShell, frontEndShell, hsmShell, operatorShell } from '../../spec/shells.ts'
import { createIdealTwin } from '../crypto/ideal/twin.ts'
import { createRealTwin } from '../crypto/real/port.ts'
import { logged, type PortLog } from '../sim/derive.ts'
import type { Act, Setup } from '../sim/setup.ts'
import { hsmsOf } from '../sim/swarm.ts'
import { type Simulation, simulation } from '../sim/system.ts'
import type { Operation } from '../sim/world.ts'

/** The four doors by which a seeded bug enters (§1.12). */
export interface Doors {
  readonly part?: string
  readonly provide?: (machine: AnyStateMachine) => AnyStateMachine
  readonly port?: (port: CryptoPort) => CryptoPort
  readonly reorder?: (machine: string, effects: readonly Effect[]) => readonly Effect[]
  readonly profilePatch?: Partial<Profile>
  /** Not a door: a twin that was loaded beforehand, or another one than the setup's, to compare them. */
  readonly twin?: Twin
}

/** A world ready to run, and what its claims are told beforehand. */
export interface Built {
  readonly simulation: Simulation
  readonly setting: Setting
  readonly twin: Twin
}

export const FRONT_END = nodeId('front')
export const OPERATOR = nodeId('operator')
export const AUDITOR = nodeId('auditor')
const DAY_MS = 86_400_000

/** Builds the world of a setup. */
export function buildWorld(setup: Setup, doors: Doors = {}, memo = true): Built {
  const twin = doors.twin ?? (setup.crypto === 'real' ? createRealTwin() : createIdealTwin())
  const log: PortLog = { calls: [] }
  const port = logged(twin.port, log)
  const crypto = doors.port === undefined ? port : doors.port(port)
  const named = PROFILES[setup.profile] as Profile
  const profile: Profile = { ...named, limit: setup.limit, ...doors.profilePatch }
  const { shells, fleets, trust } = shellsOf(setup, twin, { crypto, profile })
  const scenario = {
    seed: setup.drawSeed,
    twin,
    shells: doors.provide === undefined ? shells : shells.map((shell) => withBug(shell, doors)),
    operations: setup.acts.map((act) => operationOf(act, twin, setup)),
    budgets: setup.budgets,
    ...(setup.hosts === undefined ? {} : { hosts: setup.hosts.map(nodeId) }),
    ...(doors.reorder === undefined ? {} : { reorder: doors.reorder }),
  }
  const setting: Setting = {
    fleets,
    clients: setup.clients.filter(({ rogue }) => rogue !== true).map(({ node }) => nodeId(node)),
    quorums: Object.fromEntries(
      Object.entries(fleets).map(([name, { length: n }]) => [name, quorumOf(n, profile.surplus) ?? n]),
    ),
    limit: profile.limit,
    trust,
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
  const [serving, ...later] = setup.fleets.map(({ name }) => name) as [string, ...string[]]
  const seeds = (fleet: string) => seedsOf(twin, setup.drawSeed, fleet)
  const { anchors, auditor, operator } = provisionAuthorities(twin.port, seeds(serving))
  const peers = fleets[serving] ?? []
  const delivered = provisionFleet(twin.port, serving, 1, seeds(serving), WORLD_BEGAN_MS, peers)
  const made = later.map((name, i) => ({
    name,
    ...manufactureFleet(twin.port, name, i + 2, fleets[name] ?? [], seeds(name)),
  }))
  const accounts = Object.fromEntries(setup.clients.map(({ node, account }) => [nodeId(node), account]))
  const settings = {
    mode: 'overTheAir',
    pins: [delivered.keys],
    anchors,
    frontEnd: FRONT_END,
    builtAtMs: WORLD_BEGAN_MS,
    checkpointAgeMs: DAY_MS,
    overlapMs: 90 * DAY_MS,
  } as const
  const ceremonies = Object.fromEntries(made.map(({ name, plan }) => [name, plan]))
  const cells = { ...delivered.cells, 'fleet.bundle': delivered.bundle }
  const shells = [
    ...peers.map((node) => hsmShell(deps, node, { name: serving, peers, anchors, ceremony: null }, cells)),
    ...made.flatMap(({ name, plan, cells: own }) => {
      const members = fleets[name] ?? []
      const fleet = { name, peers: members, anchors, ceremony: plan }
      return members.map((node) => hsmShell(deps, node, fleet, own[node] as Shell['cells']))
    }),
    frontEndShell(deps, FRONT_END, { fleets, serving, accounts, operator: OPERATOR, auditor: AUDITOR }),
    operatorShell(deps, OPERATOR, {
      ...{ fleets, auditor: AUDITOR, frontEnd: FRONT_END, anchors, key: operator, ceremonies },
      serving: { fleet: serving, epoch: 1 },
    }),
    auditorShell(
      deps,
      AUDITOR,
      { anchors, key: auditor, nowMs: WORLD_BEGAN_MS },
      { 'auditor.log': [delivered.entry] },
    ),
    ...setup.clients.map(({ node, account }) => clientShell(deps, nodeId(node), account, settings)),
  ]
  const trust: TrustSetting = {
    anchors,
    pins: {},
    floor: deps.profile.epochFloor,
    builtAtMs: settings.builtAtMs,
    overlapMs: settings.overlapMs,
    genesis: [delivered.entry],
    evidenced: [1],
  }
  return { shells, fleets, trust }
}

function seedsOf(twin: Twin, seed: string, fleet: string): FleetSeeds {
  const draw = (owner: string, use: string): Octets => twin.draw(seed, `${owner}/${use}`, 32)
  return {
    ...{ signing: draw(fleet, 'signing'), sealing: draw(fleet, 'sealing'), ake: draw(fleet, 'ake') },
    ...{ oprf: draw(fleet, 'oprf'), auditor: draw('auditor', 'key'), operator: draw('operator', 'key') },
  }
}

function operationOf(act: Act, twin: Twin, { drawSeed: seed, fleets }: Setup): Operation {
  const node = nodeId(act.node)
  const secret = twin.port.text(act.secret ?? '')
  switch (act.do) {
    case 'enrol':
    case 'move': {
      const key = twin.draw(seed, `key/${act.key ?? act.node}`, 32)
      return { node, machine: 'enrollment', event: { type: act.do, secret, key } as never }
    }
    case 'recover':
      return { node, machine: 'recovery', event: { type: 'recover', secret } as never }
    case 'delete':
      return { node, machine: 'recovery', event: { type: 'delete', secret } as never }
    case 'choose': {
      const { account, record } = act
      const chosen = typeof record === 'string' ? recordId(record) : null
      const event = { type: 'choose', fleet: fleets[0]?.name, account, record: chosen }
      return { node, machine: 'relay', event: event as never }
    }
    default:
      return { node, machine: 'rotation', event: { type: act.do, fleet: act.key ?? 'b', epoch: 2 } as never }
  }
}

// The named part, wherever it stands, with the bug's own guards and actions.
function withBug(shell: Shell, { part, provide }: Doors): Shell {
  if (part === undefined || provide === undefined) return shell
  const changed = (parts: Readonly<Record<string, Part>>) => {
    const found = parts[part]
    return found === undefined ? parts : { ...parts, [part]: { ...found, machine: provide(found.machine) } }
  }
  return { ...shell, standing: changed(shell.standing), keyed: changed(shell.keyed) }
}
