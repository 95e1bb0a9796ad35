/** What becomes of a proposal (§5.6, §5.7): whether a leader appends it, and at which places it may take effect. */
import type { Command, NotAppendedWhy } from '../tells.ts'
import { type At, type Context, commandOf, fleetIn, type Rules } from './context.ts'
import { packed } from './entry.ts'
import { isOwn, membersOf } from './fleet.ts'
import { lastOf } from './log.ts'
import { isCount } from './messages.ts'

/** Why a leader does not append this proposal; null: it does. */
export function notAppendedWhy(rules: Rules, at: At): NotAppendedWhy | null {
  const { crypto, tuning } = rules
  const { log, commit, heir, leader, self } = at.context
  const command = commandOf(at)
  const last = lastOf(log).index
  if (leader !== self) return 'notLeader'
  if (heir !== null) return 'handingOver'
  if (isOwn(command)) return 'reserved'
  if (!isInTime(rules, command, last + 1)) return 'expired'
  if (last - commit >= tuning.uncommittedEntriesMax) return 'full'
  return crypto.size(packed(crypto, command)) > tuning.commandBytesMax ? 'tooLarge' : null
}

/** Commands that wait keep no replica out: beyond them there is room for one Join of each member. */
export function hasRoomToJoin(rules: Rules, context: Context): boolean {
  const { log, commit } = context
  const members = membersOf(fleetIn(rules, context)).length
  return lastOf(log).index - commit < rules.tuning.uncommittedEntriesMax + members
}

/**
 * May a command take effect at this index? Not after its last one; and that one is no further off than its id is
 * remembered from here on. So when the id is forgotten, the last index is past: no second time, however late it comes.
 */
export function isInTime({ tuning }: Rules, { notAfter }: Command, index: number): boolean {
  return isCount(notAfter) && notAfter >= index && notAfter < index + tuning.rememberedEntriesMax
}
