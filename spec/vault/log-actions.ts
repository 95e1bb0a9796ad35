/** What the vault does about the log: its entries, snapshots and transfers, one item at a time (§4.1, §4.4). */
import { actionsFor } from '../actions.ts'
import type { InternalEvent } from '../boundary.ts'
import { same } from '../canonical.ts'
import type { Applied, Installed } from '../tells.ts'
import type { ClockState } from './clock-context.ts'
import type { Decided } from './commands.ts'
import { SESSION_TICKS } from './counting.ts'
import { itemsOf, itemsOfState, nextItem, withLineage } from './log-steps.ts'
import type { SessionDecided } from './reply.ts'
import { asPlain, blankLineage, holdsRecord, type VaultState } from './state.ts'
import {
  type Context,
  close,
  type Event,
  type Item,
  machineOf,
  type Seat,
  tell,
  waiting,
} from './vault-context.ts'

const { change, ask } = actionsFor<Context, Event>()

function expired({ seats, tick }: Context): readonly Seat[] {
  return seats.filter(({ since }) => tick - since >= SESSION_TICKS)
}

// Nobody needs the time while no guess waits and no session lives.
function clockOf({ tick, term, leads, seats, lineages }: Context): ClockState {
  const waits = seats.length > 0 || Object.values(lineages).some(({ readyAt }) => readyAt > tick)
  return { tick, term, leads, wanted: leads && waits }
}

/** The actions on what the log brings, in its order. */
export const logActions = {
  noteEntry: change(({ context, event }) => {
    const applied = event as Applied
    return { index: applied.index, work: [...context.work, ...itemsOf(applied)] }
  }),
  noteInstalled: change(({ context, event }) => {
    const { index, state } = event as Installed
    const { tick, lineages } = state as unknown as VaultState
    const item: Item = { is: 'installed', tick, lineages }
    return { index, work: [...context.work, item] }
  }),
  noteSnapshotWanted: change(({ context }) => ({
    work: [...context.work, { is: 'snapshot', index: context.index } as const],
  })),
  tellAttempts: ask((at) => {
    const { record, event } = nextItem(at) as Extract<Item, { is: 'event' }>
    const timed = 'command' in event ? { ...event, tick: at.context.tick } : event
    return [tell(`attempts/${record}`, timed as InternalEvent)]
  }),
  tellSnapshot: ask((at) => {
    const { tick, lineages } = at.context
    const { index } = nextItem(at) as Extract<Item, { is: 'snapshot' }>
    return [
      tell('consensus', { type: 'snapshot', index, state: asPlain({ tick, lineages }) } as InternalEvent),
    ]
  }),
  dropItem: change(({ context }) => ({ work: context.work.slice(1) })),
  takeState: change((at) => {
    const state = nextItem(at) as Extract<Item, { is: 'installed' }>
    return {
      tick: state.tick,
      lineages: {},
      work: [...itemsOfState(at.context, state), ...at.context.work.slice(1)],
    }
  }),
  /** Two leaders may have asked for the same tick: it counts once. */
  takeTick: change((at) => {
    const { tick } = nextItem(at) as Extract<Item, { is: 'tick' }>
    return tick === at.context.tick + 1 ? { tick } : {}
  }),
  /** Sessions end by the log's clock, in the same place at every replica; what they were charged stays charged. */
  closeExpired: ask(({ context }) => expired(context).map(close)),
  dropExpired: change(({ context }) => {
    const gone = expired(context)
    return gone.length === 0 ? {} : { seats: context.seats.filter((seat) => !gone.includes(seat)) }
  }),
  tellClock: ask(({ context }) => {
    const next = clockOf(context)
    return context.clock === null || same(next, context.clock)
      ? []
      : [tell('clock', { type: 'clockSet', ...next } as InternalEvent)]
  }),
  noteClock: change(({ context }) => {
    const next = clockOf(context)
    return context.clock === null || same(next, context.clock) ? {} : { clock: next }
  }),
  /**
   * The table says what the attempts machine says; one that nothing must be remembered of is let go. Where a record
   * was erased, the entries that brought it go too: a snapshot, as soon as what was heard of is done (§5.8).
   */
  recordDecision: change((at) => {
    const { record, lineage, verdict } = at.event as Decided
    // What is dismissed is gone, whatever was in it: a state transfer brings nothing back.
    const left = verdict.is === 'gone' ? blankLineage(lineage.limit) : lineage
    const lineages = withLineage(at.context.lineages, record, left)
    const erasure = holdsRecord(at.context.lineages[record]) && !holdsRecord(lineage)
    const snapshot: Item[] = erasure ? [{ is: 'snapshot', index: at.context.index }] : []
    const gone = record in lineages || verdict.is === 'gone'
    const dismissal: Item[] = gone
      ? []
      : [{ is: 'event', record, event: { type: 'dismissed', record }, command: null, term: 0 }]
    return { lineages, work: [...dismissal, ...at.context.work.slice(1), ...snapshot] }
  }),
  tellSession: ask((at) => {
    const { command } = nextItem(at) as Extract<Item, { is: 'event' }>
    const seat = waiting(at, command) as Seat
    const { verdict } = at.event as Decided
    const event: SessionDecided = { type: verdict.is === 'charged' ? 'charged' : 'decided', verdict }
    return [tell(machineOf(seat), event)]
  }),
  noteAnswered: change((at) => {
    const { command } = nextItem(at) as Extract<Item, { is: 'event' }>
    const own = waiting(at, command)
    return { seats: at.context.seats.map((seat) => (seat === own ? { ...seat, waits: null } : seat)) }
  }),
}
