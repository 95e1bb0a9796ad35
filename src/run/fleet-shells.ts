/** Who else lives in a world because its fleets have keys (§7): watchers, and what the adversary put in their place. */
import type { KeyPair, Twin } from '../../spec/crypto.ts'
import type { Anchors } from '../../spec/fleet/bundle.ts'
import { createHostileDistribution } from '../../spec/fleet/hostile.ts'
import {
  type FleetSeeds,
  manufactureFleet,
  provisionFleet,
  WORLD_BEGAN_MS,
} from '../../spec/fleet/provision.ts'
import { type NodeId, nodeId } from '../../spec/names.ts'
import type { Deps, Part, Shell } from '../../spec/shell.ts'
import { auditorShell, type Fleets, hsmShells, watcherShell } from '../../spec/shells.ts'
import type { FleetSetup, Setup } from '../sim/setup.ts'
import { membershipOf } from './membership.ts'

export const FRONT_END = nodeId('front')
export const OPERATOR = nodeId('operator')
export const AUDITOR = nodeId('auditor')
/** The auditor's key in other hands, with another log. */
export const SHADOW = nodeId('shadow')
/** A day, in ms. */
export const DAY_MS = 86_400_000

/** What the shells of this file are made from. */
export interface FleetWorld {
  readonly setup: Setup
  readonly deps: Deps
  readonly twin: Twin
  readonly fleets: Fleets
  readonly anchors: Anchors
  readonly auditor: KeyPair
  readonly operator: KeyPair
  readonly seeds: (fleet: string) => FleetSeeds
}

/** A fleet that is in place for a rotation: its HSMs from the vendor, or in an A9 world the adversary's own. */
export function laterFleet(
  { setup, deps, twin, fleets, anchors, seeds }: FleetWorld,
  fleet: FleetSetup,
  epoch: number,
) {
  const { name, rogue } = fleet
  const members = fleets[name] ?? []
  if (rogue !== true) {
    const { plan, cells } = manufactureFleet(twin.port, name, epoch, members, seeds(name))
    const membership = membershipOf(twin, setup.drawSeed, name)
    const own = { name, peers: members, anchors, ceremony: plan, ceremonyKey: membership.key }
    const delivered = (node: NodeId) => ({ ...cells[node], ...membership.cells(node) })
    return { plan, shells: hsmShells(deps, own, delivered) }
  }
  // Its makers know its keys, and vouch for its HSMs themselves.
  const stranger = { ...seeds(name), vendor: seeds(name).signing }
  const { cells } = provisionFleet(twin.port, name, epoch, stranger, WORLD_BEGAN_MS, members)
  const own = { name, peers: members, anchors, ceremony: null }
  return { plan: null, shells: hsmShells(deps, own, () => cells) }
}

/** The adversary's distribution of bundles, where it has one. */
export function hostileBundles(world: FleetWorld): Part | undefined {
  const { setup, deps, fleets, anchors, auditor, operator } = world
  const { hostile, clients } = setup
  if (hostile === undefined) return undefined
  return createHostileDistribution({
    ...deps,
    ...{
      fleets,
      anchors,
      auditor: AUDITOR,
      operator: OPERATOR,
      tricks: hostile.tricks,
      nowMs: WORLD_BEGAN_MS,
    },
    serving: setup.fleets[0]?.name ?? '',
    accounts: Object.fromEntries(clients.map(({ node, account }) => [nodeId(node), account])),
    unasked: clients.filter(({ pinned }) => pinned === true).map(({ node }) => nodeId(node)),
    auditorKey: hostile.keys.includes('auditor') ? auditor : null,
    operatorKey: hostile.keys.includes('operator') ? operator : null,
  })
}

/** The watchers, who compare; where the view is split the last one is served by the shadow. */
export function watcherShells(world: FleetWorld): Shell[] {
  const { setup, deps, twin, anchors, auditor, seeds } = world
  const nodes = Array.from({ length: setup.watchers ?? 0 }, (_, i) => nodeId(`watch${i + 1}`))
  const vendor = twin.port.signingKeys(seeds('').vendor as never).public
  const watchers = nodes.map((node, i) => {
    const peers = nodes.filter((other) => other !== node)
    const isMisled = setup.splitView === true && i === nodes.length - 1
    return watcherShell(deps, node, { anchors, vendor, auditor: isMisled ? SHADOW : AUDITOR, peers })
  })
  if (setup.splitView !== true) return watchers
  const { entry } = provisionFleet(twin.port, 'other', 1, seeds('other'), WORLD_BEGAN_MS)
  const log = { 'auditor.log': [entry] }
  return [...watchers, auditorShell(deps, SHADOW, { anchors, key: auditor, nowMs: WORLD_BEGAN_MS }, log)]
}
