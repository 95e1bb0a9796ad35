/** Seeded bugs about charges that are on their way through the log (§4.2): in the vault, which proposes them. */
import { actionsFor } from '../../spec/actions.ts'
import type { InternalEvent } from '../../spec/boundary.ts'
import type { Decided, VaultCommand } from '../../spec/vault/commands.ts'
import type { Proposal } from '../../spec/vault/reply.ts'
import { proposing } from '../../spec/vault/vault-actions.ts'
import { type Context, type Event, type Item, machineOf, tell } from '../../spec/vault/vault-context.ts'
import type { Bug } from './bug.ts'
import { inPart } from './vault-door.ts'

const vault = actionsFor<Context, Event>()

function proposed(event: unknown): VaultCommand {
  return (event as Proposal).command
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

/** Bugs 2 and 17. */
export const flightBugs: readonly Bug[] = [
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
          return inFlight(context, command) === undefined || command.do !== 'charge'
            ? [proposing(context, command)]
            : []
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
]
