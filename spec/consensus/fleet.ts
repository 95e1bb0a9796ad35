/**
 * Who is in the fleet, and under which incarnation each replica counts: a fold over the log (§5.9, §5.10). As in
 * Raft's own membership change, the newest entry in the log decides, committed or not.
 */
import type { Octets, Plain } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import type { Command } from '../tells.ts'
import type { Rules } from './context.ts'
import type { Log } from './log.ts'
import {
  type Admission,
  admissionIn,
  isChange,
  type SignedStatement,
  statementIn,
  statementOctets,
} from './members.ts'
import { type Entry, INCARNATION_BYTES, isOctetsOf } from './messages.ts'

/** Under which incarnation a replica counts, and which index must be committed before it does. */
export interface Registration {
  readonly incarnation: Octets
  /** The Join's own index; 0 for those who were there when the fleet was founded, or came by the ceremony. */
  readonly from: number
}

/** The fleet as of some index. */
export interface Fleet {
  readonly members: Readonly<Record<NodeId, true>>
  /** Empty where the profile has no incarnations, and before the fleet is founded. */
  readonly registry: Readonly<Record<NodeId, Registration>>
  /** Number of the newest statement of the ceremony that was followed; one that is not higher is past. */
  readonly changes: number
  /** Index of the newest change; the next waits until it is committed. */
  readonly changedAt: number
  /** Removed for good: an HSM that comes back is another HSM. */
  readonly retired: Readonly<Record<NodeId, true>>
  /** How those came who were not there from the beginning: what they show to a replica that lags behind. */
  readonly admissions: Readonly<Record<NodeId, Admission>>
}

/** First part of the `do` of consensus's own commands, which the vault neither proposes nor is told. */
const OWN = 'consensus.'

/** Is this one of consensus's own commands? */
export function isOwn(command: Command | null): boolean {
  return command?.do.startsWith(OWN) ?? false
}

function own(what: string, fields: Readonly<Record<string, Plain>>): Command {
  return { id: OWN + what, do: OWN + what, ...fields }
}

/** The first entry of a fleet with incarnations: who was there, in the order in which they voted. */
export function founding(voters: readonly (readonly [NodeId, Octets])[]): Command {
  return own('found', { voters })
}

/** Registers a booted replica's incarnation. */
export function joining(node: NodeId, incarnation: Octets): Command {
  return own('join', { node, incarnation })
}

/** A membership change; `incarnation` is the newcomer's own word, the rest the ceremony's. */
export function changing(rules: Rules, signed: SignedStatement, incarnation: Octets | null): Command {
  const { change, fleet, node, number, signature } = signed
  const statement = statementOctets(rules.crypto, signed)
  return own(change, { fleet, node, number, statement, signature, incarnation })
}

/** The fleet before the first entry. */
export function foundedBy(replicas: readonly NodeId[]): Fleet {
  return {
    members: Object.fromEntries(replicas.map((node) => [node, true])),
    registry: {},
    changes: 0,
    changedAt: 0,
    retired: {},
    admissions: {},
  }
}

const folded = new WeakMap<Rules, WeakMap<Log, Fleet>>()

/** The fleet as this log has it. */
export function fleetOf(rules: Rules, log: Log): Fleet {
  let table = folded.get(rules)
  if (table === undefined) {
    table = new WeakMap()
    folded.set(rules, table)
  }
  const known = table.get(log)
  if (known !== undefined) return known
  const fleet = log.entries.reduce(after, log.base.body?.fleet ?? foundedBy(rules.founders))
  table.set(log, fleet)
  return fleet
}

const listed = new WeakMap<Fleet, readonly NodeId[]>()

/** The members in one order: that in which a replica speaks to them. */
export function membersOf(fleet: Fleet): readonly NodeId[] {
  const known = listed.get(fleet)
  if (known !== undefined) return known
  const members = Object.keys(fleet.members).sort() as NodeId[]
  listed.set(fleet, members)
  return members
}

/** The fleet as of an index in the log. */
export function fleetAt(rules: Rules, log: Log, index: number): Fleet {
  const upTo = log.entries.slice(0, index - log.base.index)
  return upTo.reduce(after, log.base.body?.fleet ?? foundedBy(rules.founders))
}

// Total: an entry of a shape that no honest leader makes changes nothing.
function after(fleet: Fleet, { payload, index }: Entry): Fleet {
  if (payload === null || !isOwn(payload)) return fleet
  const node = payload.node as NodeId
  const incarnation = payload.incarnation as Octets | null
  switch (payload.do.slice(OWN.length)) {
    case 'found': {
      const voters = payload.voters as readonly (readonly [NodeId, Octets])[]
      return voters.reduce((sum, [voter, its]) => registered(sum, voter, its, 0), fleet)
    }
    case 'join':
      return incarnation === null ? fleet : registered(fleet, node, incarnation, index)
    case 'admit': {
      const grown: Fleet = {
        ...fleet,
        members: { ...fleet.members, [node]: true },
        changes: statementIn(payload).number,
        changedAt: index,
        admissions: { ...fleet.admissions, [node]: admissionIn(payload) },
      }
      return incarnation === null ? grown : registered(grown, node, incarnation, 0)
    }
    case 'remove': {
      const { [node]: _gone, ...registry } = fleet.registry
      const { [node]: _out, ...members } = fleet.members
      const { [node]: _left, ...admissions } = fleet.admissions
      return {
        members,
        registry,
        changes: statementIn(payload).number,
        changedAt: index,
        retired: { ...fleet.retired, [node]: true },
        admissions,
      }
    }
    default:
      return fleet
  }
}

function registered(fleet: Fleet, node: NodeId, incarnation: Octets, from: number): Fleet {
  if (fleet.members[node] !== true) return fleet
  return { ...fleet, registry: { ...fleet.registry, [node]: { incarnation, from } } }
}

/** Is this a founding, join or change of a proper shape, or no command of ours at all? For hostile entries. */
export function isProper(rules: Rules, payload: Command | null): boolean {
  if (payload === null || !isOwn(payload)) return true
  const { crypto } = rules
  const isId = (value: unknown) => typeof value === 'string' && value.startsWith('@')
  const isIncarnation = (value: unknown) => isOctetsOf(crypto, value, INCARNATION_BYTES)
  switch (payload.do.slice(OWN.length)) {
    case 'found':
      return (
        Array.isArray(payload.voters) &&
        payload.voters.length <= rules.founders.length &&
        payload.voters.every(
          (pair: unknown) =>
            Array.isArray(pair) && pair.length === 2 && isId(pair[0]) && isIncarnation(pair[1]),
        )
      )
    case 'join':
      return isId(payload.node) && isIncarnation(payload.incarnation)
    case 'admit':
    case 'remove':
      return (
        isChange(rules, statementIn(payload)) &&
        payload.statement === statementOctets(crypto, statementIn(payload)) &&
        (payload.incarnation === null || isIncarnation(payload.incarnation))
      )
    default:
      return false
  }
}
