/** What the vault does about the log: its entries, snapshots and transfers, one item at a time (§4.1, §4.4). */
import { actionsFor } from '../actions.ts'
import type { InternalEvent } from '../boundary.ts'
import type { Applied, Installed } from '../tells.ts'
import type { Decided } from './commands.ts'
import { itemsOf, itemsOfState, nextItem, withLineage } from './log-steps.ts'
import type { SessionDecided } from './reply.ts'
import { asPlain, type VaultState } from './state.ts'
import { type Context, type Event, type Item, machineOf, type Seat, tell, waiting } from './vault-context.ts'

const { change, ask } = actionsFor<Context, Event>()

/** The actions on what the log brings, in its order. */
export const logActions = {
  noteEntry: change(({ context, event }) => {
    const applied = event as Applied
    return { index: applied.index, work: [...context.work, ...itemsOf(context, applied)] }
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
    return [tell(`attempts/${record}`, event as InternalEvent)]
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
  takeTick: change((at) => ({ tick: (nextItem(at) as Extract<Item, { is: 'tick' }>).tick })),
  /** The table says what the attempts machine says; one that nothing must be remembered of is let go. */
  recordDecision: change((at) => {
    const { record, lineage } = at.event as Decided
    const lineages = withLineage(at.context.lineages, record, lineage)
    const gone = record in lineages || (at.event as Decided).verdict.is === 'gone'
    const dismissal: Item[] = gone
      ? []
      : [{ is: 'event', record, event: { type: 'dismissed', record }, command: null, term: 0 }]
    return { lineages, work: [...dismissal, ...at.context.work.slice(1)] }
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
