/** The judge's own reading of a log: who is in its fleet, and which incarnations count (§5.9, §5.10). */
import type { Octets } from '../boundary.ts'
import type { Registration } from '../consensus/fleet.ts'
import type { Log } from '../consensus/log.ts'
import type { NodeId } from '../names.ts'

/** Who is in a fleet: the newest change in a log counts, as in Raft. */
export function membersIn(founders: readonly NodeId[], log: Log): readonly NodeId[] {
  const { body } = log.base
  let members = body === null ? founders : (Object.keys(body.fleet.members) as NodeId[])
  for (const { payload } of log.entries) {
    const node = payload?.node as NodeId
    if (payload?.do === 'consensus.admit') members = [...members, node]
    else if (payload?.do === 'consensus.remove') members = members.filter((member) => member !== node)
  }
  return members
}

/** Which incarnations count. */
export function registryIn(log: Log): Readonly<Record<NodeId, Registration>> {
  const registry: Record<NodeId, Registration> = { ...log.base.body?.fleet.registry }
  for (const { payload, index } of log.entries) {
    if (payload === null || !payload.do.startsWith('consensus.')) continue
    const { node, incarnation } = payload as unknown as { node: NodeId; incarnation: Octets | null }
    if (payload.do === 'consensus.found') {
      const voters = payload.voters as readonly (readonly [NodeId, Octets])[]
      for (const [voter, own] of voters) registry[voter] = { incarnation: own, from: 0 }
    } else if (payload.do === 'consensus.remove') delete registry[node]
    else if (incarnation !== null) {
      registry[node] = { incarnation, from: payload.do === 'consensus.join' ? index : 0 }
    }
  }
  return registry
}
