/**
 * REP-6, LIV-1, LIV-2: what must have happened by the end of a run (§5.12). They say something only about runs
 * whose second phase left a quorum that can act, and only at the end.
 */
import type { Claim, Fact, Setting } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import type { RoleChanged } from '../tells.ts'
import { startCount } from './storage.ts'
import { claim, toldVault } from './told.ts'

interface Alive {
  readonly setting: Setting
  readonly fleetOf: Readonly<Record<NodeId, string>>
  /** Crashed and not powered again. */
  readonly down: Readonly<Record<NodeId, true>>
  /** Powered again, and no acknowledgement or vote has left it since. */
  readonly fresh: Readonly<Record<NodeId, true>>
  /** Does the fleet have incarnations? Then a fresh replica does not count, and too many are the fleet's end. */
  readonly rejoins: boolean
  /** More than n - q replicas of a fleet with incarnations were down or fresh at once: its records are lost. */
  readonly lost: boolean
  /** Operations that began and did not end, by user's node. */
  readonly open: Readonly<Record<NodeId, number>>
  /** Exactly n - q were down when an operation began, and it ended while they still were. */
  readonly servedDown: boolean
  readonly beganDown: Readonly<Record<NodeId, true>>
  readonly leads: Readonly<Record<NodeId, number>>
  readonly deposed: boolean
  readonly reelected: boolean
}

function start(setting: Setting): Alive {
  const { fleetOf } = startCount(setting)
  const none = {}
  return {
    setting,
    fleetOf,
    down: none,
    fresh: none,
    rejoins: false,
    lost: false,
    open: none,
    servedDown: false,
    beganDown: none,
    leads: none,
    deposed: false,
    reelected: false,
  }
}

function without<T>(table: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  if (!(key in table)) return table
  const { [key]: _gone, ...rest } = table
  return rest
}

function missing({ setting, fleetOf, down, fresh, rejoins }: Alive, fleet: string): number {
  const nodes = setting.fleets[fleet] ?? []
  return nodes.filter((node) => fleetOf[node] === fleet && (down[node] || (rejoins && fresh[node]))).length
}

function atLimit(at: Alive): boolean {
  return Object.keys(at.setting.fleets).some(
    (fleet) =>
      missing(at, fleet) === (at.setting.fleets[fleet]?.length ?? 0) - (at.setting.quorums[fleet] ?? 0),
  )
}

function crashed(at: Alive, node: NodeId): Alive {
  const leads = without(at.leads, node) as Alive['leads']
  // Who waited here waits no more.
  const open = without(at.open, node) as Alive['open']
  const deposed = at.deposed || leads !== at.leads
  const fleet = at.fleetOf[node]
  const next = { ...at, leads, open, deposed }
  if (fleet === undefined) return next
  const gone: Alive = { ...next, down: { ...at.down, [node]: true } }
  const most = (at.setting.fleets[fleet]?.length ?? 0) - (at.setting.quorums[fleet] ?? 0)
  return { ...gone, lost: at.lost || (at.rejoins && missing(gone, fleet) > most) }
}

function booted(at: Alive, node: NodeId): Alive {
  if (!at.down[node]) return at
  return { ...at, down: without(at.down, node) as Alive['down'], fresh: { ...at.fresh, [node]: true } }
}

function began(at: Alive, node: NodeId): Alive {
  const beganDown = atLimit(at) ? { ...at.beganDown, [node]: true as const } : at.beganDown
  return { ...at, open: { ...at.open, [node]: (at.open[node] ?? 0) + 1 }, beganDown }
}

function ended(at: Alive, node: NodeId): Alive {
  const count = at.open[node] ?? 0
  if (count === 0) return at
  const open = count === 1 ? without(at.open, node) : { ...at.open, [node]: count - 1 }
  const servedDown = at.servedDown || (at.beganDown[node] === true && atLimit(at))
  const beganDown = without(at.beganDown, node) as Alive['beganDown']
  return { ...at, open: open as Alive['open'], beganDown, servedDown }
}

function step(at: Alive, fact: Fact): Alive {
  switch (fact.fact) {
    case 'crashed':
      return crashed(at, fact.node)
    case 'booted':
      return booted(at, fact.node)
    case 'persisted':
      return persisted(at, fact.cell, fact.value)
    case 'sent':
      return sent(at, fact.node, fact.message)
    case 'began':
      // What the operator and the watchers begin is not a user's wait: LIV-3 looks at rotations.
      return at.setting.clients.includes(fact.node) ? began(at, fact.node) : at
    case 'outcome':
      return ended(at, fact.node)
    case 'told':
      return told(at, fact)
    default:
      return at
  }
}

function persisted(at: Alive, cell: string, value: unknown): Alive {
  if (at.rejoins || cell !== 'ballot') return at
  return (value as { writer: unknown }).writer === null ? at : { ...at, rejoins: true }
}

function sent(at: Alive, node: NodeId, message: { readonly type: string }): Alive {
  if (message.type !== 'appended') return at
  const fresh = without(at.fresh, node) as Alive['fresh']
  return fresh === at.fresh ? at : { ...at, fresh }
}

function told(at: Alive, fact: Extract<Fact, { fact: 'told' }>): Alive {
  const { node } = fact
  const role = toldVault<RoleChanged>(fact, 'roleChanged')
  if (role === undefined || role.leads === (at.leads[node] === role.term)) return at
  if (role.leads) {
    return { ...at, leads: { ...at.leads, [node]: role.term }, reelected: at.reelected || at.deposed }
  }
  const leads = without(at.leads, node) as Alive['leads']
  return leads === at.leads ? at : { ...at, leads, deposed: true }
}

const READS: readonly Fact['fact'][] = ['crashed', 'booted', 'persisted', 'sent', 'began', 'outcome', 'told']

function unfinished({ open, lost }: Alive): string | null {
  const [first] = Object.keys(open)
  return lost || first === undefined ? null : `what began at ${first} never ended`
}

/** At the end of a run: with n - q replicas down, operations still ended. */
export const rep6: Claim = claim<Alive>({
  id: 'REP-6',
  kind: 'eventually',
  section: '5.12',
  says: 'With any n - q replicas down (three of seven at majority), everything still works.',
  source: 'Meta',
  reads: READS,
  start,
  step,
  broken: (at) => (atLimit(at) ? unfinished(at) : null),
  // n - q really were down while an operation began and ended.
  witness: ({ servedDown }) => servedDown,
})

/** At the end of a run: everything that began has ended. */
export const liv1: Claim = claim<Alive>({
  id: 'LIV-1',
  kind: 'eventually',
  section: '5.12',
  says: 'After the faults stop, with a quorum up, every operation ends within its bound.',
  source: 'ours',
  reads: READS,
  start,
  step,
  broken: unfinished,
  // A leader was lost, and another found.
  witness: ({ reelected }) => reelected,
})

/** At the end of a run: each fleet has a leader. */
export const liv2: Claim = claim<Alive>({
  id: 'LIV-2',
  kind: 'eventually',
  section: '5.12',
  says: 'A leader emerges within its bound.',
  source: 'ours',
  reads: READS,
  start,
  step,
  broken: ({ setting, fleetOf, leads, lost }) => {
    const led = (fleet: string) => Object.keys(leads).some((node) => fleetOf[node as NodeId] === fleet)
    const idle = Object.keys(setting.fleets).find((fleet) => !led(fleet))
    return lost || idle === undefined ? null : `fleet ${idle} has no leader`
  },
  witness: ({ reelected }) => reelected,
})
