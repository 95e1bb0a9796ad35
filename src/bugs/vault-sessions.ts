/** Seeded bugs of sessions and of the vault that seats them (§3.2, §6.2). */
import { actionsFor } from '../../spec/actions.ts'
import type { InternalEvent, Received } from '../../spec/boundary.ts'
import type { WireBody } from '../../spec/vault/channel.ts'
import type { Decided, SettleCommand, VaultCommand } from '../../spec/vault/commands.ts'
import type { Asked, Proposal, SessionDecided } from '../../spec/vault/reply.ts'
import {
  type Context,
  type Event,
  type Item,
  machineOf,
  type Seat,
  tell,
} from '../../spec/vault/vault-context.ts'
import type { Relayed } from '../../spec/wire.ts'
import type { Bug } from './bug.ts'
import { inPart } from './vault-door.ts'

const vault = actionsFor<Context, Event>()

function proposed(event: unknown): VaultCommand {
  return (event as Proposal).command
}

function propose(command: VaultCommand) {
  return tell('consensus', { type: 'propose', command } as unknown as InternalEvent)
}

function seatOf({ seats }: Context, { session: name }: VaultCommand): Seat | undefined {
  return seats.find((seat) => seat.session === name)
}

// The body, and with it what the front end said of whose it is.
function named(event: unknown): WireBody {
  const { message } = event as Received<Relayed>
  return { ...(message.body as WireBody), record: message.record }
}

// The charge of another session of this record that nobody has applied yet.
function inFlight({ seats }: Context, { record, session: name }: VaultCommand): string | undefined {
  const other = seats.find(
    (seat) => seat.record === record && seat.session !== name && seat.waits?.startsWith('charge/'),
  )
  return other?.waits ?? undefined
}

function waits(context: Context, command: VaultCommand, id: string) {
  const seats = context.seats.map((seat) =>
    seat.session === command.session ? { ...seat, waits: id } : seat,
  )
  return { seats }
}

// A record that this HSM has not, or has no more, as far as it knows.
function refusedHere({ lineages }: Context, command: VaultCommand): Decided['verdict'] | undefined {
  if (command.do !== 'charge') return undefined
  const known = lineages[command.record]
  if (known !== undefined && known.active !== null) return undefined
  const why = known?.erased ? 'exhausted' : 'notEnrolled'
  return { is: 'refused', why, ticksLeft: 0, generation: known?.generation ?? 0 }
}

function settledWrong(command: SettleCommand, { lineages }: Context): InternalEvent {
  const remaining = lineages[command.record]?.remaining ?? 0
  const verdict = { is: 'settled', right: false, remaining, ciphertext: '' }
  return { type: 'decided', verdict } as InternalEvent
}

/** Bugs 2, 4, 10, 17, 19 and 32. */
export const sessionBugs: readonly Bug[] = [
  inPart(
    'vault',
    {
      id: 'releasedWhenAppended',
      number: 2,
      breaks: 'ATT-2',
      adversary: 'A0',
      profile: 'published',
      story: 'The evaluation is released when the charge is appended, not when it is committed.',
    },
    () => ({
      actions: {
        noteProposed: vault.change(({ context, event }) => {
          const command = proposed(event)
          const item: Item = {
            ...{ is: 'event', record: command.record, command: command.id, term: context.term },
            event: { type: command.do, command, tick: context.tick } as never,
          }
          const known = waits(context, command, command.id)
          return command.do === 'charge' ? { ...known, work: [...context.work, item] } : known
        }),
      },
    }),
  ),
  inPart(
    'vault',
    {
      id: 'readsItsOwnState',
      number: 4,
      breaks: 'ATT-5',
      adversary: 'A0',
      profile: 'hardened',
      story:
        'A leader says that there is no record, or no guess, from its own state: it may be a leader of the past.',
    },
    () => ({
      actions: {
        propose: vault.ask(({ context, event }) => {
          const command = proposed(event)
          const verdict = refusedHere(context, command)
          const seat = seatOf(context, command)
          if (verdict === undefined || seat === undefined) return [propose(command)]
          const answer: SessionDecided = { type: 'decided', verdict }
          return [tell(machineOf(seat), answer)]
        }),
      },
    }),
  ),
  inPart(
    'vault',
    {
      id: 'accountOfTheFrontEnd',
      number: 10,
      breaks: 'ATT-6',
      adversary: 'A2',
      profile: 'hardened',
      story: 'Whose lineage it is, is taken from the front end instead of the sealed payload.',
    },
    () => ({
      actions: {
        propose: vault.ask(({ context, event }) => {
          const command = proposed(event)
          const body = seatOf(context, command)?.body
          return [propose({ ...command, record: body?.record as string })]
        }),
        addSeat: vault.change((at) => {
          const { route, request, record } = at.context.asked as Asked
          const part = request.type.startsWith('recover') ? 'session' : 'registration'
          const seat: Seat = {
            ...{ part, session: request.session, record, via: route.via, client: route.client },
            ...{ body: named(at.event), waits: null, since: at.context.tick },
          }
          return { seats: [...at.context.seats, seat] }
        }),
        followSeat: vault.change((at) => {
          const { session } = (at.context.asked as Asked).request
          const body = named(at.event)
          return {
            seats: at.context.seats.map((seat) => (seat.session === session ? { ...seat, body } : seat)),
          }
        }),
      },
    }),
  ),
  inPart(
    'vault',
    {
      id: 'chargeSharedInFlight',
      number: 17,
      breaks: 'ATT-1',
      adversary: 'A0',
      profile: 'published',
      story: 'The charge is deduplicated when it is proposed: two sessions wait for the same one.',
    },
    () => ({
      actions: {
        propose: vault.ask(({ context, event }) => {
          const command = proposed(event)
          return inFlight(context, command) === undefined || command.do !== 'charge' ? [propose(command)] : []
        }),
        noteProposed: vault.change(({ context, event }) => {
          const command = proposed(event)
          const shared = command.do === 'charge' ? inFlight(context, command) : undefined
          return waits(context, command, shared ?? command.id)
        }),
        tellSession: vault.ask(({ context, event }) => {
          const { verdict } = event as Decided
          const { command } = context.work[0] as Extract<Item, { is: 'event' }>
          const type = verdict.is === 'charged' ? 'charged' : 'decided'
          return context.seats
            .filter((seat) => seat.waits === command)
            .map((seat) => tell(machineOf(seat), { type, verdict } as InternalEvent))
        }),
        noteAnswered: vault.change(({ context }) => {
          const { command } = context.work[0] as Extract<Item, { is: 'event' }>
          return {
            seats: context.seats.map((seat) => (seat.waits === command ? { ...seat, waits: null } : seat)),
          }
        }),
      },
    }),
  ),
  inPart(
    'vault',
    {
      id: 'wrongProofWritesNothing',
      number: 19,
      breaks: 'SEC-3',
      adversary: 'A3',
      profile: 'hardened',
      story: 'A wrong KE3 writes nothing, a right one does.',
    },
    () => ({
      actions: {
        propose: vault.ask(({ context, event }) => {
          const command = proposed(event)
          const seat = seatOf(context, command)
          if (command.do !== 'settle' || command.right || seat === undefined) return [propose(command)]
          return [tell(machineOf(seat), settledWrong(command, context))]
        }),
      },
    }),
  ),
  inPart(
    'session',
    {
      id: 'unknownRecordFallsSilent',
      number: 32,
      breaks: 'SEC-2',
      adversary: 'A2',
      profile: 'hardened',
      story: 'A session for a record that does not exist, or ran out, is over with its first answer.',
    },
    () => ({ guards: { isHiddenFinish: () => false } }),
  ),
]
