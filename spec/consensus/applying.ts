/** What every role does with its log: persists it, applies what is committed, compacts it (§5.7, §5.8). */
import { actionsFor } from '../actions.ts'
import type { Effect, InternalEvent } from '../boundary.ts'
import type { Snapshot } from '../tells.ts'
import {
  type Ballot,
  type ConsensusEvent,
  type Context,
  commandOf,
  type Rules,
  SAVED,
  type Written,
} from './context.ts'
import { fleetAt, isOwn } from './fleet.ts'
import { compacted, entriesAfter, type Log } from './log.ts'
import type { Entry } from './messages.ts'

const { change, ask } = actionsFor<Context, ConsensusEvent>()

/** The actions for one fleet. */
export function applyingActions(rules: Rules) {
  return {
    /** Persists what changed. It stands before every send that what changed justifies. */
    save: ask(({ context: { unsaved, ballot, log, incarnation: writer } }) => {
      const effects: Effect[] = []
      const written: { ballot: Written<Ballot>; log: Written<Log> } = {
        ballot: { ...ballot, writer },
        log: { ...log, writer },
      }
      if (unsaved.ballot) effects.push({ do: 'persist', cell: 'ballot', value: written.ballot })
      if (unsaved.log) effects.push({ do: 'persist', cell: 'log', value: written.log })
      return effects
    }),
    saved: change(({ context: { unsaved } }) => (unsaved.ballot || unsaved.log ? { unsaved: SAVED } : {})),

    /** Tells the vault each committed entry once, in order; now and then that a snapshot would be welcome. */
    tellApplied: ask(({ context }) => {
      const { applied, commit, log } = context
      const each = rules.tuning.snapshotEntries
      const [before, now] = [applied, commit].map((index) => Math.floor((index - log.base.index) / each))
      const tells = applications(rules, context).events.map(toVault)
      return before === now ? tells : [...tells, toVault({ type: 'snapshotWanted' })]
    }),
    applied: change(({ context }) => {
      if (context.applied === context.commit) return {}
      return { applied: context.commit, seen: applications(rules, context).seen }
    }),
    /** Tells the vault to forget what it had, and take this state instead. */
    tellInstalled: ask(({ context: { log } }) => {
      const { index, body } = log.base
      return body === null ? [] : [toVault({ type: 'installed', index, state: body.state } as InternalEvent)]
    }),
    /** Tells the vault who leads, when that changed. */
    announce: ask(({ context }) => {
      const { leader, ballot, self } = context
      if (!isNews(context)) return []
      const event = { type: 'roleChanged', leads: leader === self, term: ballot.term, leader }
      return [toVault(event as InternalEvent)]
    }),
    announced: change(({ context }) => (isNews(context) ? { announced: present(context) } : {})),
    tellNotAppended: ask((at) => {
      const { leader, self } = at.context
      const other = leader === self ? null : leader
      return [toVault({ type: 'notAppended', id: commandOf(at).id, leader: other } as InternalEvent)]
    }),

    /** The vault's snapshot takes the place of all entries up to its index, payloads and all. */
    compact: change(({ context: { log, seen, unsaved }, event }) => {
      const { index, state } = event as Snapshot
      const before = Object.entries(seen).filter(([, first]) => first <= index)
      const body = { state, seen: Object.fromEntries(before), fleet: fleetAt(rules, log, index) }
      return { log: compacted(log, index, body), unsaved: { ...unsaved, log: true } }
    }),
  }
}

function toVault(event: InternalEvent): Effect {
  return { do: 'tell', machine: 'vault', event }
}

function present({ leader, ballot }: Context): Context['announced'] {
  return { leader, term: leader === null ? 0 : ballot.term }
}

function isNews(context: Context): boolean {
  const { leader, term } = present(context)
  return leader !== context.announced.leader || term !== context.announced.term
}

// A command takes effect once: not when its id is remembered, and not after its last index; and an id is
// forgotten only so long after its first application that no honest `notAfter` reaches beyond.
function applications({ tuning }: Rules, { log, applied, commit, seen }: Context) {
  const events: InternalEvent[] = []
  let next = seen
  for (const entry of entriesAfter(log, applied, commit - applied)) {
    const { index, term, chain, payload } = entry
    const command = isOwn(payload) || isLate(entry, tuning.rememberedEntriesMax) ? null : payload
    const repeated = command !== null && next[command.id] !== undefined
    if (command !== null && !repeated) next = remembered(next, command.id, index, tuning.rememberedEntriesMax)
    events.push({ type: 'applied', index, term, chain, command, repeated } as InternalEvent)
  }
  return { events, seen: next }
}

function isLate({ index, payload }: Entry, most: number): boolean {
  const notAfter = payload?.notAfter
  return typeof notAfter === 'number' && (notAfter < index || notAfter > index + most)
}

function remembered(seen: Context['seen'], id: string, index: number, most: number): Context['seen'] {
  const kept = Object.entries(seen).filter(([, first]) => first > index - most)
  return { ...Object.fromEntries(kept), [id]: index }
}
