/** The ceremony of a fleet of replicas, for the suites and scenarios of consensus, and a host that plays it. */
import { createMembersCeremony, type Decide } from '../spec/consensus/ceremony.ts'
import type { CryptoPort, KeyPair, Twin } from '../spec/crypto.ts'
import { type NodeId, nodeId } from '../spec/names.ts'
import type { Shell } from '../spec/shell.ts'
import type { Operation } from '../src/sim/world.ts'

/** The ceremony, and a host that plays one with a key of its own. */
export const CEREMONY = nodeId('ceremony')
export const FORGER = nodeId('forger')

/** What both are made from. */
interface Given {
  readonly twin: Twin
  readonly crypto: CryptoPort
  readonly keys: KeyPair
  readonly seed: string
  readonly replicas: readonly NodeId[]
}

/** Their shells, where the world has them. */
export function ceremonies(given: Given, present: boolean): readonly Shell[] {
  if (!present) return []
  const { twin, crypto, keys, seed, replicas } = given
  const own = crypto.signingKeys(twin.draw(seed, 'forger', 32))
  const shell = (node: NodeId, { secret }: KeyPair): Shell => {
    const ceremony = createMembersCeremony({ crypto, fleet: 'a', secret, replicas })
    return { node, role: 'other', standing: { ceremony }, keyed: {}, cells: {} }
  }
  return [shell(CEREMONY, keys), shell(FORGER, own)]
}

/** A decision of the ceremony, or of the host that plays it. */
export function deciding(by: NodeId, change: Decide['change'], node: NodeId): Operation {
  const event: Decide = { type: 'decide', change, node }
  return { node: by, machine: 'ceremony', event }
}
