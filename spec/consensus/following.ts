/** What a follower does with entries (§5.4; Raft §5.3), and how any replica persists and applies. */
import { actionsFor } from '../actions.ts'
import type { Effect, Message } from '../boundary.ts'
import type { Applied, RoleChanged } from '../tells.ts'
import { type ConsensusEvent, type Context, messageOf, type Rules, SAVED, senderOf } from './context.ts'
import { entriesAfter, hintFor, stored } from './log.ts'
import type { AppendEntries } from './messages.ts'
import { IDLE } from './voting.ts'

const { change, ask } = actionsFor<Context, ConsensusEvent>()

/** The last index that a message speaks for: its entries, or what comes before them. */
export function reachOf(message: AppendEntries): number {
  return message.prevIndex + message.entries.length
}

/** The actions for one fleet. */
export function followingActions(rules: Rules) {
  const { crypto } = rules
  return {
    /** The sender leads its term: follow it. */
    followLeader: change((at) => {
      const { term } = messageOf<AppendEntries>(at)
      const newer = term > at.context.ballot.term
      return {
        ...IDLE,
        leader: senderOf(at),
        ...(newer && { ballot: { term, votedFor: null }, unsaved: { ...at.context.unsaved, ballot: true } }),
      }
    }),
    /** A conflicting suffix goes, what is there already stays, the rest is appended. */
    storeEntries: change((at) => {
      const log = stored(crypto, at.context.log, messageOf<AppendEntries>(at))
      return log === at.context.log ? {} : { log, unsaved: { ...at.context.unsaved, log: true } }
    }),
    /** Commits what the leader has committed, as far as this message vouches for it. */
    followCommit: change((at) => {
      const message = messageOf<AppendEntries>(at)
      return { commit: Math.max(at.context.commit, Math.min(message.commit, reachOf(message))) }
    }),
    /** Acknowledges what this message brought, no more. */
    acknowledge: ask((at) => [
      {
        do: 'send',
        to: senderOf(at),
        message: {
          type: 'appended',
          term: at.context.ballot.term,
          match: reachOf(messageOf<AppendEntries>(at)),
        } as Message,
      },
    ]),
    refuseAppend: ask((at) => {
      const { prevIndex } = messageOf<AppendEntries>(at)
      const { ballot, log } = at.context
      const message = { type: 'appendRefused', term: ballot.term, prevIndex, hint: hintFor(log, prevIndex) }
      return [{ do: 'send', to: senderOf(at), message }]
    }),

    /** Persists what changed. It stands before every send that what changed justifies. */
    save: ask(({ context: { unsaved, ballot, log } }) => {
      const effects: Effect[] = []
      if (unsaved.ballot) effects.push({ do: 'persist', cell: 'ballot', value: ballot })
      if (unsaved.log) effects.push({ do: 'persist', cell: 'log', value: log })
      return effects
    }),
    saved: change(({ context }) => (context.unsaved.ballot || context.unsaved.log ? { unsaved: SAVED } : {})),

    /** Tells the vault each committed entry once, in order (§5.7). */
    tellApplied: ask(({ context }) => applications(context).tells),
    applied: change(({ context }) => {
      if (context.applied === context.commit) return {}
      return { applied: context.commit, seen: applications(context).seen }
    }),
    /** Tells the vault who leads, when that changed. */
    announce: ask(({ context }) => {
      const { leader, ballot, self } = context
      if (!isNews(context)) return []
      const event: RoleChanged = { type: 'roleChanged', leads: leader === self, term: ballot.term, leader }
      return [{ do: 'tell', machine: 'vault', event }]
    }),
    announced: change(({ context }) => (isNews(context) ? { announced: present(context) } : {})),
    tellNotAppended: ask(({ context: { leader, self }, event }) => {
      const { id } = (event as Extract<ConsensusEvent, { type: 'propose' }>).command
      const other = leader === self ? null : leader
      return [{ do: 'tell', machine: 'vault', event: { type: 'notAppended', id, leader: other } as never }]
    }),
  }
}

function present({ leader, ballot }: Context): Context['announced'] {
  return { leader, term: leader === null ? 0 : ballot.term }
}

function isNews(context: Context): boolean {
  const { leader, term } = present(context)
  return leader !== context.announced.leader || term !== context.announced.term
}

function applications({ log, applied, commit, seen }: Context) {
  const tells: Effect[] = []
  const next: Record<string, number> = { ...seen }
  for (const { index, term, chain, payload } of entriesAfter(log, applied, commit - applied)) {
    const repeated = payload !== null && next[payload.id] !== undefined
    if (payload !== null && !repeated) next[payload.id] = index
    const event: Applied = { type: 'applied', index, term, chain, command: payload, repeated }
    tells.push({ do: 'tell', machine: 'vault', event })
  }
  return { tells, seen: next }
}
