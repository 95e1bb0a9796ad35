/**
 * Worlds of one rotation (§7.3): a fleet that serves, one that takes its place, the operator, the auditor, and a phone
 * whose bundles come from an adversary that holds one of the two keys which sign them (A7).
 */
import type { InternalEvent, Octets, Setting } from '../../spec/boundary.ts'
import { clientParts } from '../../spec/client/parts.ts'
import type { CryptoPort } from '../../spec/crypto.ts'
import { createAuditor } from '../../spec/fleet/auditor.ts'
import { createHostileDistribution } from '../../spec/fleet/hostile.ts'
import { TRICKS, type Trick } from '../../spec/fleet/hostile-forging.ts'
import { createFleetKeys } from '../../spec/fleet/keys.ts'
import {
  manufactureFleet,
  provisionAuthorities,
  provisionFleet,
  WORLD_BEGAN_MS,
} from '../../spec/fleet/provision.ts'
import { createRotation } from '../../spec/fleet/rotation.ts'
import { createTrust } from '../../spec/fleet/trust.ts'
import { nodeId } from '../../spec/names.ts'
import type { Profile } from '../../spec/profiles.ts'
import type { Shell } from '../../spec/shell.ts'
import { behind, type Doors, reordered, withBug } from '../bugs/doors.ts'
import { createIdealTwin } from '../crypto/ideal/twin.ts'
import { logged, type PortLog } from '../sim/derive.ts'
import type { Operation, Scenario } from '../sim/world.ts'
import { bystander } from './bystander.ts'
import { seedFor, seedsOf } from './seeds.ts'

const [OLD, NEW] = [nodeId('a1'), nodeId('b1')]
const [FRONT, OPERATOR, AUDITOR] = [nodeId('front'), nodeId('operator'), nodeId('auditor')]
const PHONE = nodeId('phone1')
const PINNED = nodeId('phone2')
const FLEETS = { a: [OLD], b: [NEW] }
const DAY_MS = 86_400_000

/** What a world of one rotation is made from. */
export interface RotationWorldOptions {
  readonly profile: Profile
  /** Which of the two signing keys the adversary holds. */
  readonly holds: 'auditor' | 'operator'
  /** How often it may change its mind about what to show next. */
  readonly turns: number
  /** There is a second phone, whose app ships the serving fleet's keys; bundles come to it all the same, unasked. */
  readonly pinned: boolean
}

/** Every kind of forged bundle that the holder of one key can make (TRICKS), the honest one, and a stale one. */
export function tricksOf({ holds }: Pick<RotationWorldOptions, 'holds'>): readonly Trick[] {
  // Planting asks the auditor for a stamp and counter-signs it: only the operator's key can.
  const needsOperator: readonly Trick[] = ['counterOverContent', 'planted', 'skipping']
  return TRICKS.filter((trick) => holds === 'operator' || !needsOperator.includes(trick))
}

/** Builds the world. */
export function rotationWorld(options: RotationWorldOptions, doors: Doors = {}) {
  const { holds, pinned } = options
  const twin = createIdealTwin()
  const log: PortLog = { calls: [] }
  const deps = behind(doors, logged(twin.port, log), options.profile)
  const { profile } = deps
  const made = delivered(twin.port)
  const { a, b, anchors } = made
  const settings = {
    ...{ mode: 'overTheAir' as const, pins: [], anchors, frontEnd: FRONT, builtAtMs: WORLD_BEGAN_MS },
    ...{ checkpointAgeMs: DAY_MS, overlapMs: 90 * DAY_MS },
  }
  const pins = { ...settings, mode: 'pinned' as const, pins: [a.keys] }
  const fleetKeys = createFleetKeys({ ...deps, anchors, ceremony: b.plan, counts: false })
  const bundles = createHostileDistribution({
    ...{ ...deps, anchors, fleets: FLEETS, serving: 'a', accounts: {}, operator: OPERATOR, auditor: AUDITOR },
    ...{ unasked: pinned ? [PINNED] : [], tricks: tricksOf(options), nowMs: WORLD_BEGAN_MS },
    auditorKey: holds === 'auditor' ? made.auditor : null,
    operatorKey: holds === 'operator' ? made.operator : null,
  })
  const rotation = createRotation({
    ...{ ...deps, anchors, fleets: FLEETS, auditor: AUDITOR, frontEnd: FRONT, key: made.operator },
    ...{ serving: { fleet: 'a', epoch: 1 }, ceremonies: { b: b.plan } },
  })
  const auditor = createAuditor({
    ...{ ...deps, namespace: anchors.namespace, key: made.auditor, nowMs: WORLD_BEGAN_MS },
  })
  const client = clientParts({ ...deps, account: 'user1', frontEnd: FRONT })
  const hsm = { vault: bystander, fleetKeys }
  const shells: Shell[] = [
    { ...shell(OLD, 'hsm', hsm), cells: { ...a.cells, 'fleet.bundle': a.bundle } },
    { ...shell(NEW, 'hsm', hsm), cells: b.cells[NEW] as Shell['cells'] },
    shell(FRONT, 'frontEnd', { bundles }),
    shell(OPERATOR, 'operator', { rotation }),
    { ...shell(AUDITOR, 'auditor', { auditor }), cells: { 'auditor.log': [a.entry] } },
    shell(PHONE, 'client', { trust: createTrust({ ...deps, settings }), ...client }),
    ...(pinned
      ? [shell(PINNED, 'client', { trust: createTrust({ ...deps, settings: pins }), ...client })]
      : []),
  ]
  const scenario: Scenario = {
    ...{ seed: 'check', twin, operations: operationsOf(options, twin.port.text, made.key) },
    shells: shells.map((one) => withBug(one, doors)),
    budgets: { drop: Number.POSITIVE_INFINITY },
    ...reordered(doors),
  }
  const setting: Setting = {
    ...{
      fleets: FLEETS,
      clients: pinned ? [PHONE, PINNED] : [PHONE],
      quorums: { a: 1, b: 1 },
      limit: profile.limit,
    },
    trust: {
      ...{
        anchors,
        pins: pinned ? { [PINNED]: [a.keys] } : {},
        floor: profile.epochFloor,
        logProofs: profile.logProofs,
      },
      ...{ builtAtMs: { [PHONE]: WORLD_BEGAN_MS, [PINNED]: WORLD_BEGAN_MS }, overlapMs: settings.overlapMs },
      ...{ genesis: [a.entry], evidenced: [1] },
    },
  }
  return { scenario, log, setting }
}

function shell(node: Shell['node'], role: Shell['role'], standing: Shell['standing']): Shell {
  return { node, role, standing, keyed: {}, cells: {} }
}

function delivered(port: CryptoPort) {
  const a = provisionFleet(port, 'a', 1, seedsOf(port, 'a'), WORLD_BEGAN_MS, [OLD])
  const b = manufactureFleet(port, 'b', 2, [NEW], seedsOf(port, 'b'))
  return { a, b, key: seedFor(port, 'key/K'), ...provisionAuthorities(port, seedsOf(port, 'a')) }
}

function operationsOf(
  { turns, pinned }: RotationWorldOptions,
  text: (word: string) => Octets,
  key: Octets,
): Operation[] {
  const act = (node: Shell['node'], machine: string, event: object): Operation => {
    return { node, machine, event: event as InternalEvent }
  }
  return [
    act(OPERATOR, 'rotation', { type: 'rotate', fleet: 'b', epoch: 2 }),
    act(PHONE, 'enrollment', { type: 'enrol', secret: text('word1'), key }),
    ...(pinned ? [act(PINNED, 'enrollment', { type: 'enrol', secret: text('word1'), key })] : []),
    act(PHONE, 'recovery', { type: 'recover', secret: text('word1') }),
    ...Array.from({ length: turns }, () => act(FRONT, 'bundles', { type: 'turnAway' })),
  ]
}
