/**
 * REP-6, LIV-1, LIV-2: what must have happened by the end of a run (§5.12). They say something only about runs
 * whose second phase left a quorum that can act, and only at the end.
 */
import type { Claim, Fact, Setting } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import type { RoleChanged } from '../tells.ts'
import {
  endOf,
  missing,
  missingMax,
  OUTAGE_READS,
  type Outages,
  startOutages,
  stepOutages,
} from './outages.ts'
import { without } from './tables.ts'
import { claim, toldVault } from './told.ts'

interface Alive {
  readonly outages: Outages
  /** Operations that began and did not end, by user's node. */
  readonly open: Readonly<Record<NodeId, number>>
  /** Exactly n - q were down when an operation began, and it ended while they still were. */
  readonly servedDown: boolean
  readonly beganDown: Readonly<Record<NodeId, true>>
  readonly leads: Readonly<Record<NodeId, number>>
  readonly deposed: boolean
  readonly reelected: boolean
  /** What was overdue, of fleets that are not beyond recovery; and whether exactly n - q were down then. */
  readonly late: string | null
  readonly lateDown: string | null
  readonly leaderless: string | null
}

function start(setting: Setting): Alive {
  const none = {}
  return {
    outages: startOutages(setting),
    ...{ open: none, servedDown: false, beganDown: none, leads: none, deposed: false, reelected: false },
    ...{ late: null, lateDown: null, leaderless: null },
  }
}

function fleetsOf({ outages }: Alive): readonly string[] {
  return Object.keys(outages.setting.fleets)
}

function atLimit(at: Alive): boolean {
  return fleetsOf(at).some((fleet) => missing(at.outages, fleet) === missingMax(at.outages, fleet))
}

function crashed(at: Alive, node: NodeId): Alive {
  const leads = without(at.leads, node) as Alive['leads']
  // Who waited here waits no more.
  const open = without(at.open, node) as Alive['open']
  return { ...at, leads, open, deposed: at.deposed || leads !== at.leads }
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

function step(before: Alive, fact: Fact): Alive {
  const outages = stepOutages(before.outages, fact)
  const at = outages === before.outages ? before : { ...before, outages }
  switch (fact.fact) {
    case 'crashed':
      return crashed(at, fact.node)
    case 'began':
      // What the operator and the watchers begin is not a user's wait: LIV-3 looks at rotations.
      return outages.setting.clients.includes(fact.node) ? began(at, fact.node) : at
    case 'outcome':
      return ended(at, fact.node)
    case 'told':
      return told(at, fact)
    case 'overdue':
      return overdue(at, fact)
    default:
      return at
  }
}

// An account may be at any fleet: one that has ended may be what a user waits for.
function overdue(at: Alive, { what, whose }: Extract<Fact, { fact: 'overdue' }>): Alive {
  if (what === 'leader')
    return endOf(at.outages, whose) === null
      ? { ...at, leaderless: at.leaderless ?? `fleet ${whose} had no leader within its bound` }
      : at
  if (someEnded(at)) return at
  const late = `what began at ${whose} did not end within its bound`
  return { ...at, late: at.late ?? late, lateDown: at.lateDown ?? (atLimit(at) ? late : null) }
}

function someEnded(at: Alive): boolean {
  return fleetsOf(at).some((fleet) => endOf(at.outages, fleet) !== null)
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

const READS: readonly Fact['fact'][] = [...OUTAGE_READS, 'began', 'outcome', 'overdue']

function unfinished(at: Alive): string | null {
  const [first] = Object.keys(at.open)
  return someEnded(at) || first === undefined ? null : `what began at ${first} never ended`
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
  broken: (at) => at.lateDown ?? (atLimit(at) ? unfinished(at) : null),
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
  broken: (at) => at.late ?? unfinished(at),
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
  broken: (at) => {
    const { fleetOf } = at.outages
    const led = (fleet: string) => Object.keys(at.leads).some((node) => fleetOf[node as NodeId] === fleet)
    const idle = fleetsOf(at).find((fleet) => !led(fleet) && endOf(at.outages, fleet) === null)
    return at.leaderless ?? (idle === undefined ? null : `fleet ${idle} has no leader`)
  },
  witness: ({ reelected }) => reelected,
})
