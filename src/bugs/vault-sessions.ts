/** Seeded bugs of sessions and of the vault that seats them (§3.2, §6.2). */
import { actionsFor } from '../../spec/actions.ts'
import type { InternalEvent, Received } from '../../spec/boundary.ts'
import type { WireBody } from '../../spec/vault/channel.ts'
import type { Decided, SettleCommand, VaultCommand } from '../../spec/vault/commands.ts'
import type { Asked, Proposal, SessionDecided } from '../../spec/vault/reply.ts'
import { proposing } from '../../spec/vault/vault-actions.ts'
import { type Context, type Event, machineOf, type Seat, tell } from '../../spec/vault/vault-context.ts'
import type { Relayed } from '../../spec/wire.ts'
import type { Bug } from './bug.ts'
import { inPart } from './vault-door.ts'

const vault = actionsFor<Context, Event>()

function proposed(event: unknown): VaultCommand {
  return (event as Proposal).command
}

function seatOf({ seats }: Context, { session: name }: VaultCommand): Seat | undefined {
  return seats.find((seat) => seat.session === name)
}

// The body, and with it what the front end said of whose it is.
function named(event: unknown): WireBody {
  const { message } = event as Received<Relayed>
  return { ...(message.body as WireBody), record: message.record }
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

// The guess of this record that was charged last, whoever made it.
function newestCharge({ lineages }: Context, { record }: VaultCommand) {
  return lineages[record]?.charges.filter(({ open }) => open).at(-1)
}

/** Bugs 4, 10, 15, 19 and 32. */
export const sessionBugs: readonly Bug[] = [
  inPart(
    'vault',
    {
      id: 'readsItsOwnState',
      number: 4,
      breaks: 'ATT-5',
      adversary: 'A0',
      profile: 'published',
      story:
        'A leader says that there is no record, or no guess, from its own state: it may be a leader of the past.',
    },
    () => ({
      actions: {
        propose: vault.ask(({ context, event }) => {
          const command = proposed(event)
          const verdict = refusedHere(context, command)
          const seat = seatOf(context, command)
          if (verdict === undefined || seat === undefined) return [proposing(context, command)]
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
          return [proposing(context, { ...command, record: body?.record as string })]
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
      id: 'proofOfAnySession',
      number: 15,
      breaks: 'ATT-3',
      adversary: 'A0',
      profile: 'published',
      story: 'A proof is booked to the session of the record that was charged last, not to its own.',
    },
    () => ({
      actions: {
        propose: vault.ask(({ context, event }) => {
          const command = proposed(event)
          const newest = command.do === 'settle' && command.right ? newestCharge(context, command) : undefined
          if (newest === undefined) return [proposing(context, command)]
          const { session, digest } = newest
          return [proposing(context, { ...(command as SettleCommand), session, digest })]
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
          if (command.do !== 'settle' || command.right || seat === undefined)
            return [proposing(context, command)]
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
