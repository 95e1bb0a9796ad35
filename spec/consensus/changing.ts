/** Membership changes at work (§5.10; thesis §4): one at a time, on a statement that the ceremony signed. */
import { actionsFor } from '../actions.ts'
import type { Effect } from '../boundary.ts'
import { acceptanceFor } from './acceptance.ts'
import {
  type At,
  type ConsensusEvent,
  type Context,
  fleetIn,
  messageOf,
  type Progress,
  type Rules,
  senderOf,
} from './context.ts'
import { changing } from './fleet.ts'
import { unknown, withEntry } from './leading.ts'
import { lastOf, placeAt } from './log.ts'
import { type ChangeMembers, isChange, isSigned, type MembersAnswer, statementIn } from './members.ts'
import type { AppendEntries, Appended } from './messages.ts'

const { change, ask } = actionsFor<Context, ConsensusEvent>()

/** The guards of membership changes. */
export function membershipGuards(rules: Rules) {
  const fleet = ({ context }: At) => fleetIn(rules, context)
  const { isAcceptable } = acceptanceFor(rules)
  return {
    isNoStatement: (at: At): boolean => !isChange(rules, messageOf<ChangeMembers>(at)),
    /** Not the ceremony's word: a host admits nobody. */
    isUnsigned: (at: At): boolean => !isSigned(rules, messageOf<ChangeMembers>(at)),
    isPast: (at: At): boolean => messageOf<ChangeMembers>(at).number <= fleet(at).changes,
    /** Who is there already, or was removed once; who is not there; or too few would be left. */
    isImpossible: (at: At): boolean => {
      const { change: what, node } = messageOf<ChangeMembers>(at)
      const { members, retired } = fleet(at)
      return what === 'admit'
        ? members[node] === true || retired[node] === true
        : members[node] !== true || Object.keys(members).length <= rules.founders.length
    },
    /** The change before is not committed, or nothing of this leader's term is: quorums might not meet. */
    mustWait: (at: At): boolean => {
      const { log, commit, ballot, newcomer } = at.context
      const settled = placeAt(log, commit)?.term === ballot.term && fleet(at).changedAt <= commit
      return !settled || (newcomer !== null && newcomer.node !== messageOf<ChangeMembers>(at).node)
    },
    removes: (at: At): boolean => messageOf<ChangeMembers>(at).change === 'remove',
    /** The newcomer has all that is committed: it will not hold the fleet up. */
    newcomerIsReady: (at: At): boolean => {
      const { newcomer, ballot, commit, log } = at.context
      const message = messageOf<Appended>(at)
      return (
        newcomer?.node === senderOf(at) &&
        isAcceptable(at) &&
        message.term === ballot.term &&
        message.match >= commit &&
        message.match <= lastOf(log).index
      )
    },
    /** Even a leader admits and removes nobody without the ceremony. */
    admitsStranger: (at: At): boolean =>
      messageOf<AppendEntries>(at).entries.some(
        ({ payload }) =>
          payload !== null &&
          (payload.do === 'consensus.admit' || payload.do === 'consensus.remove') &&
          !isSigned(rules, statementIn(payload)),
      ),
    /** A leader that was removed, once that is committed, is none. */
    isRemoved: (at: At): boolean => {
      const { members, changedAt } = fleet(at)
      return members[at.context.self] !== true && changedAt <= at.context.commit
    },
  }
}

/** The actions of membership changes. */
export function membershipActions(rules: Rules) {
  const answer = (outcome: MembersAnswer['outcome']) =>
    ask((at) => {
      const { number } = messageOf<ChangeMembers>(at)
      const { leader } = at.context
      const message: MembersAnswer = { type: 'membersAnswer', number, outcome, leader }
      return [{ do: 'send', to: senderOf(at), message } satisfies Effect]
    })
  return {
    answerUnderWay: answer('underWay'),
    answerPast: answer('past'),
    answerNotNow: answer('notNow'),
    answerNotLeader: answer('notLeader'),
    answerRefused: answer('refused'),
    /** Sends it entries, and counts it nowhere yet. */
    greetNewcomer: change((at) => {
      const { type: _type, ...newcomer } = messageOf<ChangeMembers>(at)
      const known = at.context.progress[newcomer.node] ?? unknown(lastOf(at.context.log).index)
      return { newcomer, progress: { ...at.context.progress, [newcomer.node]: known } }
    }),
    appendRemoval: change((at) =>
      withEntry(rules, at.context, changing(rules, messageOf<ChangeMembers>(at), null)),
    ),
    /** The newcomer's own incarnation is registered with it: it never voted here, so it has nothing to forget. */
    appendAdmission: change((at) => {
      const { newcomer, progress } = at.context
      if (newcomer === null) return {}
      const { match, incarnation } = messageOf<Appended>(at)
      const known: Progress = { match, next: match + 1, mode: 'stream', counts: false }
      return {
        newcomer: null,
        progress: { ...progress, [newcomer.node]: known },
        ...withEntry(rules, at.context, changing(rules, newcomer, incarnation)),
      }
    }),
  }
}
