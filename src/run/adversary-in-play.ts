/** What an adversary holds in a world (§10.6): for its own choices, and for those who judge what it knows. */
import type { AdversaryInPlay, Octets } from '../../spec/boundary.ts'
import type { KeyPair, Twin } from '../../spec/crypto.ts'
import { fleetSecrets } from '../../spec/fleet/bundle.ts'
import type { FleetSeeds } from '../../spec/fleet/provision.ts'
import { type NodeId, nodeId } from '../../spec/names.ts'
import type { Profile } from '../../spec/profiles.ts'
import type { Shell } from '../../spec/shell.ts'
import type { Setup } from '../sim/setup.ts'
import { hsmsOf } from '../sim/swarm.ts'
import type { Arms } from '../sim/world.ts'

/** Seeds of a fleet, from the draw seed of a world. */
export type SeedsOf = (drawSeed: string, fleet: string) => FleetSeeds

/** What its choices are made with. The port is unwatched: what it computes is no call of an honest node. */
export function armsOf(
  setup: Setup,
  twin: Twin,
  { profile, shells }: { readonly profile: Profile; readonly shells: readonly Shell[] },
  seedsOf: SeedsOf,
): Arms | undefined {
  const { adversary, drawSeed, fleets } = setup
  if (adversary === undefined) return undefined
  const deps = { crypto: twin.port, profile }
  const owned = adversary.owned.map(nodeId)
  const delivered = shells.filter(({ node }) => owned.includes(node))
  if (!adversary.holds.includes('signing')) return { owned, delivered, deps, signing: null }
  const fleet = fleets[0]?.name ?? ''
  const leaked = fleetSecrets(twin.port, fleet, 1, seedsOf(drawSeed, fleet))
  // Of all the fleet's secrets it has this one; where another is needed, it takes its own.
  const own = fleetSecrets(twin.port, fleet, 1, seedsOf(`${drawSeed}/adversary`, fleet))
  return { owned, delivered, deps, signing: { ...own, keys: leaked.keys, signing: leaked.signing } }
}

/** What folds and judges are told of it. */
export function inPlay(
  { adversary, clients, fleets }: Setup,
  arms: Arms | undefined,
  authorities: { readonly auditor: KeyPair; readonly operator: KeyPair },
): AdversaryInPlay | undefined {
  if (adversary === undefined) return undefined
  const { who, holds } = adversary
  const rogues = Object.fromEntries(
    clients.flatMap(({ node, rogue }) => (rogue === undefined ? [] : [[nodeId(node), rogue]])),
  ) as Record<NodeId, string>
  const fleet = hsmsOf(fleets.filter(({ rogue }) => rogue === true))
  const given: Octets[] = arms?.signing ? [arms.signing.signing] : []
  if (holds.includes('auditor')) given.push(authorities.auditor.secret)
  if (holds.includes('operator')) given.push(authorities.operator.secret)
  const owned = [...(Object.keys(rogues) as NodeId[]), ...fleet, ...(arms?.owned ?? [])]
  return { who, owned, clients: rogues, given }
}
