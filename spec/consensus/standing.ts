/** Who counts (§5.5, §5.9): quorums, registrations, and what a vote or an acknowledgement is worth. */
import type { Octets } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import { quorumOf } from '../profiles.ts'
import { type Context, fleetIn, type Rules } from './context.ts'
import { membersOf } from './fleet.ts'
import { lastOf } from './log.ts'

/** q of the fleet as this replica's log has it. */
export function quorumIn(rules: Rules, context: Context): number {
  return quorumFor(rules, membersOf(fleetIn(rules, context)).length)
}

/** q for so many members. Throws where there is none: no change of members leads there (§5.10). */
export function quorumFor(rules: Rules, members: number): number {
  const quorum = quorumOf(members, rules.profile.surplus)
  if (quorum === null) throw new Error(`no quorum: ${members} replicas with surplus ${rules.profile.surplus}`)
  return quorum
}

/** Has the profile incarnations, and is no first entry there yet? Then only all replicas together decide. */
export function isUnfounded(rules: Rules, context: Context): boolean {
  return rules.profile.freshness === 'rejoin' && lastOf(context.log).index === 0
}

/** Votes that make a leader: a quorum; all replicas while the fleet is not founded. */
export function votesNeeded(rules: Rules, context: Context): number {
  return isUnfounded(rules, context) ? rules.founders.length : quorumIn(rules, context)
}

/** Does this incarnation of that replica count, by this replica's own log? */
export function isRegistered(
  rules: Rules,
  context: Context,
  node: NodeId,
  incarnation: Octets | null,
): boolean {
  if (rules.profile.freshness === 'none') return true
  return incarnation !== null && fleetIn(rules, context).registry[node]?.incarnation === incarnation
}

/** May this replica vote and acknowledge: registered, and its Join committed as far as it knows? */
export function isCounted(rules: Rules, context: Context): boolean {
  const { self, incarnation, commit } = context
  const { members, registry } = fleetIn(rules, context)
  if (members[self] !== true || !isRegistered(rules, context, self, incarnation)) return false
  const registration = registry[self]
  return registration === undefined || registration.from <= commit
}

/** The incarnation that this replica's log has for that one. */
export function registeredOf(rules: Rules, context: Context, node: NodeId): Octets | null {
  return fleetIn(rules, context).registry[node]?.incarnation ?? null
}

/** Counted once, and now the registry has another incarnation: a second instance runs, or ran. */
export function isSuperseded(rules: Rules, context: Context): boolean {
  return context.counted && !isRegistered(rules, context, context.self, context.incarnation)
}

/** The largest index that a quorum holds durably: this leader, and those whose acknowledgement counts. */
export function heldByQuorum(rules: Rules, context: Context): number {
  const held = membersOf(fleetIn(rules, context)).map((node) => {
    if (node === context.self) return lastOf(context.log).index
    const progress = context.progress[node]
    return progress?.counts ? progress.match : 0
  })
  return held.sort((a, b) => b - a)[quorumIn(rules, context) - 1] ?? 0
}
