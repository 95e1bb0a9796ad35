/** Who admits HSMs to a world's fleets and vouches for their links (§5.10, §5.14), and a host that plays it. */
import type { Octets } from '../../spec/boundary.ts'
import { createMembersCeremony } from '../../spec/consensus/ceremony.ts'
import { credentialFor, LINK_CELL } from '../../spec/consensus/sessions.ts'
import type { Twin } from '../../spec/crypto.ts'
import { type NodeId, nodeId } from '../../spec/names.ts'
import type { Deps, Part, Shell } from '../../spec/shell.ts'
import type { Setup } from '../sim/setup.ts'

/** A host that signs statements with a key of its own (A3). It is there if the setup lets it act. */
export const FORGER = nodeId('forger')

/** What the ceremony of one fleet gives its HSMs. */
export interface Membership {
  /** Ed25519, 32 bytes each. */
  readonly key: Octets
  readonly secret: Octets
  /** What lies in a replica's storage from then on. */
  readonly cells: (node: NodeId) => Readonly<Record<string, unknown>>
}

/** The ceremony of a fleet; all is drawn from the world's seed. */
export function membershipOf(twin: Twin, seed: string, fleet: string): Membership {
  const draw = (use: string): Octets => twin.draw(seed, `${fleet}/members/${use}`, 32)
  const { public: key, secret } = twin.port.signingKeys(draw('ceremony'))
  const cells = (node: NodeId) => ({
    [LINK_CELL]: credentialFor(twin.port, secret, fleet, node, draw(node)),
  })
  return { key, secret, cells }
}

/** The ceremony's machine, for the operator's shell. */
export function membersPart(
  { crypto }: Deps,
  fleet: string,
  secret: Octets,
  replicas: readonly NodeId[],
): Part {
  return createMembersCeremony({ crypto, fleet, secret, replicas })
}

/** The host that would admit somebody, where the setup has one. */
export function forgerShells(
  { setup, deps, twin }: { readonly setup: Setup; readonly deps: Deps; readonly twin: Twin },
  fleet: string,
  replicas: readonly NodeId[],
): Shell[] {
  if (!setup.acts.some(({ node }) => nodeId(node) === FORGER)) return []
  const secret = twin.draw(setup.drawSeed, 'forger/key', 32)
  const members = membersPart(deps, fleet, secret, replicas)
  return [{ node: FORGER, role: 'other', standing: { members }, keyed: {}, cells: {} }]
}
