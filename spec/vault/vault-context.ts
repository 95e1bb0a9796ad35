/** What the vault of one HSM holds and hears (§4.1, §6.2). */
import type { Boot, Effect, InternalEvent, Octets, Received } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import type { Deps } from '../shell.ts'
import type {
  Applied,
  CountWanted,
  FleetKeysChanged,
  FleetSecrets,
  Installed,
  NotAppended,
  RoleChanged,
  SnapshotWanted,
} from '../tells.ts'
import type { Relayed } from '../wire.ts'
import type { WireBody } from './channel.ts'
import type { ClockState, TickDue } from './clock-context.ts'
import type { Decided, Dismissed, Entry, Restore } from './commands.ts'
import type { Asked, Proposal } from './reply.ts'
import type { Lineage } from './state.ts'

/** What the vault and its sessions are made from. */
export interface VaultDeps extends Deps {
  /** Sessions that an HSM holds at once; the oldest gives way. */
  readonly sessionsMax?: number
  /** Ticks between guesses by guesses spent; what the profile says if absent. Empty: the log has no clock. */
  readonly delays?: readonly number[]
  /** All HSMs of the fleet, this one included; absent: this one alone. */
  readonly peers?: readonly NodeId[]
}

/** A session that lives at this HSM. */
export interface Seat {
  readonly part: 'session' | 'registration'
  /** 16 bytes that the client drew. */
  readonly session: Octets
  readonly record: string
  /** The newest copy of the request, should another HSM have to take it. */
  readonly via: NodeId
  readonly client: NodeId
  readonly body: WireBody
  /** Id of the command that it waits for. */
  readonly waits: string | null
  /** Tick of the log when it was opened. */
  readonly since: number
}

/** Something to be done in the order of the log; one at a time, since attempts machines decide. */
export type Item =
  | {
      readonly is: 'event'
      readonly record: string
      readonly event: Entry | Restore | Dismissed
      /** The command whose session is told; null where nobody waits. */
      readonly command: string | null
      readonly term: number
    }
  | { readonly is: 'snapshot'; readonly index: number }
  | { readonly is: 'installed'; readonly tick: number; readonly lineages: Readonly<Record<string, Lineage>> }
  | { readonly is: 'tick'; readonly tick: number }

/** What the vault of one HSM remembers: the record table as far as the log was applied, sessions in flight, who leads. */
export interface Context {
  readonly self: NodeId
  readonly secrets: FleetSecrets | null
  readonly phase: FleetKeysChanged['phase']
  readonly leads: boolean
  readonly term: number
  readonly leader: NodeId | null
  /** Index of the newest entry that was heard of. */
  readonly index: number
  /** The log's own clock (§4.5). */
  readonly tick: number
  /** What the attempts machines last said of themselves. */
  readonly lineages: Readonly<Record<string, Lineage>>
  /** Oldest first. */
  readonly seats: readonly Seat[]
  /** Empty between two steps of the node. */
  readonly work: readonly Item[]
  /** What the clock machine was told last; null where the log has no clock. */
  readonly clock: ClockState | null
  /** The request that is being routed; null between two steps. */
  readonly asked: Asked | null
}

/** A vault before boot. */
export const EMPTY: Context = {
  self: '' as NodeId,
  secrets: null,
  phase: 'erased',
  leads: false,
  term: 0,
  leader: null,
  index: 0,
  tick: 0,
  lineages: {},
  seats: [],
  work: [],
  clock: null,
  asked: null,
}

/** What the vault takes: requests through the front end, and what consensus, keys and sessions tell it. */
export type Event =
  | Boot
  | Received<Relayed>
  | FleetKeysChanged
  | RoleChanged
  | Applied
  | NotAppended
  | Installed
  | SnapshotWanted
  | CountWanted
  | Proposal
  | TickDue
  | Decided

/** What a guard or an action is given. */
export interface At {
  readonly context: Context
  readonly event: Event
}

/** The machine that holds a seat's session. */
export function machineOf({ part, session }: Pick<Seat, 'part' | 'session'>): string {
  return `${part}/${session}`
}

/** Which of the two kinds of session a request belongs to. */
export function partFor({ request }: Asked): Seat['part'] {
  return request.type === 'recoverStart' || request.type === 'recoverFinish' ? 'session' : 'registration'
}

/** The seat that this request belongs to, or undefined. */
export function seatFor({ seats }: Context, asked: Asked): Seat | undefined {
  const part = partFor(asked)
  return seats.find((seat) => seat.part === part && seat.session === asked.request.session)
}

/** Hands an event to a machine of the same shell. */
export function tell(machine: string, event: InternalEvent): Effect {
  return { do: 'tell', machine, event }
}

/** Ends a seat's session; what it was charged stays charged. */
export function close(seat: Seat): Effect {
  return tell(machineOf(seat), { type: 'closed' })
}

/** The session that waits for this command, or undefined. */
export function waiting({ context }: At, command: string | null): Seat | undefined {
  return command === null ? undefined : context.seats.find((seat) => seat.waits === command)
}
