/** From what somebody does, as a setup names it, to the event of the machine that it is asked of. */
import type { InternalEvent } from '../../spec/boundary.ts'
import type { Twin } from '../../spec/crypto.ts'
import { WORLD_BEGAN_MS } from '../../spec/fleet/provision.ts'
import { type NodeId, nodeId, recordId } from '../../spec/names.ts'
import type { Act, Setup } from '../sim/setup.ts'
import type { Operation } from '../sim/world.ts'
import { DAY_MS } from './fleet-shells.ts'
import { formsOf } from './holding-forms.ts'

/** What an act asks of which machine. */
export function operationOf(act: Act, twin: Twin, setup: Setup): Operation {
  const { drawSeed: seed, fleets } = setup
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
    case 'hold':
    case 'typeBack':
    case 'close':
    case 'regain':
      return { node, machine: 'holding', event: holdingEvent(act, twin, setup) }
    case 'backUp': {
      const content = twin.port.text(act.key ?? '')
      return { node, machine: 'files', event: { type: 'backUp', content } as never }
    }
    case 'restore':
      return { node, machine: 'files', event: { type: 'restore' } as never }
    case 'choose': {
      const { account, record } = act
      const chosen = typeof record === 'string' ? recordId(record) : null
      const event = { type: 'choose', fleet: fleets[0]?.name, account, record: chosen }
      return { node, machine: 'relay', event: event as never }
    }
    default:
      return fleetOperation(act, setup)
  }
}

// Digits are those of the key that the act names, unless they are spelled out.
function holdingEvent(act: Act, twin: Twin, { drawSeed: seed }: Setup): InternalEvent {
  const { do: type, way, secret, key: label } = act
  const key = twin.draw(seed, `key/${label ?? act.node}`, 32)
  const digits = secret ?? formsOf(twin, seed, act.node).digits.write(key)
  const event = type === 'typeBack' ? { digits } : { way, secret: twin.port.text(secret ?? ''), key, digits }
  return { type, ...event } as InternalEvent
}

// The acts of those who care for the fleets.
function fleetOperation({ node: name, do: what, key, count }: Act, { fleets }: Setup): Operation {
  const node: NodeId = nodeId(name)
  const at = (machine: string, event: object): Operation => ({ node, machine, event: event as InternalEvent })
  switch (what) {
    case 'rotate': {
      const fleet = key ?? fleets[1]?.name ?? ''
      return at('rotation', {
        type: 'rotate',
        fleet,
        epoch: fleets.findIndex((one) => one.name === fleet) + 1,
      })
    }
    case 'admit':
    case 'remove':
      return at('members', { type: 'decide', change: what, node: nodeId(key ?? '') })
    case 'handOver':
      return at('consensus', { type: 'handOver', to: nodeId(key ?? '') })
    case 'abandon':
      return at('rotation', { type: 'abandon' })
    case 'retire':
      return at('rotation', { type: 'retire', ...(count === undefined ? {} : { lost: count }) })
    case 'look':
      return at('watcher', { type: 'look', ...(count === undefined ? {} : { limit: count }) })
    default:
      return at('auditor', { type: 'clock', nowMs: WORLD_BEGAN_MS + (count ?? 0) * DAY_MS })
  }
}
