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
import { isInTime, notAppendedWhy } from './proposing.ts'

const { change, ask } = actionsFor<Context, ConsensusEvent>()

/** The actions for one fleet. */
export function applyingActions(rules: Rules) {
  const applications = applicationsBy(rules)
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
      const tells = applications(context).events.map(toVault)
      return before === now ? tells : [...tells, toVault({ type: 'snapshotWanted' })]
    }),
    applied: change(({ context }) => {
      if (context.applied === context.commit) return {}
      return { applied: context.commit, seen: applications(context).seen }
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
      const why = notAppendedWhy(rules, at)
      return [toVault({ type: 'notAppended', id: commandOf(at).id, leader: other, why } as InternalEvent)]
    }),

    /** The vault's snapshot takes the place of all entries up to its index, payloads and all. */
    compact: change(({ context: { log, seen, unsaved }, event }) => {
      const { index, state } = event as Snapshot
      const before = remembered(seen, index, rules.tuning.rememberedEntriesMax)
      const body = { state, seen: before, fleet: fleetAt(rules, log, index) }
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

interface Applications {
  readonly events: readonly InternalEvent[]
  readonly seen: Context['seen']
}

// Told first and noted then, of the same context under the same rules: worked out once.
function applicationsBy(rules: Rules): (context: Context) => Applications {
  const computed = new WeakMap<Context, Applications>()
  return (context) => {
    const known = computed.get(context)
    if (known !== undefined) return known
    const result = applicationsIn(rules, context)
    computed.set(context, result)
    return result
  }
}

// A command takes effect once: not when its id is remembered, and not where it is out of time (§5.7).
function applicationsIn(rules: Rules, context: Context): Applications {
  const { log, applied, commit, seen } = context
  const most = rules.tuning.rememberedEntriesMax
  const events: InternalEvent[] = []
  let next: Record<string, number> | undefined
  for (const { index, term, chain, payload } of entriesAfter(log, applied, commit - applied)) {
    const command = payload === null || isOwn(payload) || !isInTime(rules, payload, index) ? null : payload
    const first = command === null ? undefined : (next ?? seen)[command.id]
    const repeated = first !== undefined && first > index - most
    if (command !== null && !repeated) {
      next ??= { ...seen }
      next[command.id] = index
    }
    events.push({ type: 'applied', index, term, chain, command, repeated } as InternalEvent)
  }
  return { events, seen: next === undefined ? seen : bounded(next, commit, most) }
}

// Each index has one id, so whatever is beyond so many is forgotten already; cleared now and then.
function bounded(seen: Context['seen'], commit: number, most: number): Context['seen'] {
  return Object.keys(seen).length <= 2 * most ? seen : remembered(seen, commit, most)
}

function remembered(seen: Context['seen'], index: number, most: number): Context['seen'] {
  return Object.fromEntries(
    Object.entries(seen).filter(([, first]) => first <= index && first > index - most),
  )
}
