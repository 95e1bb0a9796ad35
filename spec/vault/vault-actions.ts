/** What the vault does, by name: as leader, and altogether (§4.1, §6.2). */
import { actionsFor } from '../actions.ts'
import type { Boot, Effect, InternalEvent } from '../boundary.ts'
import { TUNING } from '../consensus/tuning.ts'
import type { FleetKeysChanged, NotAppended, RoleChanged } from '../tells.ts'
import { STOPPED, type TickDue } from './clock-context.ts'
import { logActions } from './log-actions.ts'
import type { TickCommand } from './log-steps.ts'
import type { Proposal } from './reply.ts'
import { hint, routingActions } from './routing.ts'
import {
  type At,
  type Context,
  close,
  type Event,
  type Seat,
  tell,
  type VaultDeps,
  waiting,
} from './vault-context.ts'

const { change, ask, refuse, defect } = actionsFor<Context, Event>()

/** A command on its way to the log: it takes effect within so many entries of what this vault has heard of, or never (§5.7). */
export function proposing({ index }: Context, command: Proposal['command'] | TickCommand): Effect {
  const lives = { ...command, notAfter: index + TUNING.rememberedEntriesMax }
  return tell('consensus', { type: 'propose', command: lives } as unknown as InternalEvent)
}

const leading = {
  propose: ask(({ context, event }) => [proposing(context, (event as Proposal).command)]),
  /** The clock's next tick (§4.5). */
  proposeTick: ask(({ context, event }) => [proposing(context, (event as TickDue).command)]),
  noteProposed: change(({ context, event }) => {
    const { part, command } = event as Proposal
    const seats = context.seats.map((seat) =>
      seat.part === part && seat.session === command.session ? { ...seat, waits: command.id } : seat,
    )
    return { seats }
  }),
  /** Another HSM has to take the request; what this one knows of the session is of no use there. */
  passOn: ask((at) => {
    const { id, leader } = at.event as NotAppended
    const seat = waiting(at, id) as Seat
    const known: At = { ...at, context: { ...at.context, leader } }
    return [hint(known, seat.via, seat.client, seat.body), close(seat)]
  }),
  dropSeat: change((at) => {
    const seat = waiting(at, (at.event as NotAppended).id)
    return { seats: at.context.seats.filter((other) => other !== seat) }
  }),
  closeAll: ask(({ context }) => context.seats.map(close)),
  dropAll: change(() => ({ seats: [] })),
  noteRole: change(({ event }) => {
    const { leads, term, leader } = event as RoleChanged
    return { leads, term, leader }
  }),
  /** How many lineages are open: a retirement prints how many records it loses (§7.3). */
  tellCount: ask(({ context }) => {
    const open = Object.values(context.lineages).filter(({ active, pending }) => active ?? pending).length
    return [tell('fleetKeys', { type: 'counted', open: context.leads ? open : null } as InternalEvent)]
  }),
  noteKeys: change(({ event }) => {
    const { secrets, phase } = event as FleetKeysChanged
    return { secrets, phase }
  }),
}

/** The actions of the vault. */
export function vaultActions(deps: VaultDeps) {
  const noteSelf = change(({ event }) => ({ self: (event as Boot).self }))
  const ticks = (deps.delays ?? []).length > 0
  const startClock = change(() => (ticks ? { clock: STOPPED } : {}))
  return { refuse, defect, noteSelf, startClock, ...routingActions(deps), ...logActions, ...leading }
}
