/** How a request finds its session, or the HSM that has to take it (§6.2). */
import { actionsFor } from '../actions.ts'
import type { Effect, Received } from '../boundary.ts'
import { isNodeId, isRecordId, type NodeId } from '../names.ts'
import type { FleetSecrets } from '../tells.ts'
import type { Relayed } from '../wire.ts'
import type { WireBody } from './channel.ts'
import { type Asked, answered, type SessionAsked } from './reply.ts'
import { answerBody, readRequest } from './vault-channel.ts'
import {
  type At,
  type Context,
  close,
  type Event,
  machineOf,
  partFor,
  type Seat,
  seatFor,
  tell,
  type VaultDeps,
} from './vault-context.ts'

const { change, ask } = actionsFor<Context, Event>()

/** Sessions that an HSM holds at once, unless it is told otherwise. */
export const SESSIONS_MAX = 64

function relayedOf({ event }: At): Received<Relayed> {
  return event as Received<Relayed>
}

/** Reads a hostile request; null when it is none. */
function asked(deps: VaultDeps, at: At): Asked | null {
  const { from: via, message } = relayedOf(at)
  const { client, record, replaces, body } = message
  const secrets = at.context.secrets as FleetSecrets
  if (!isNodeId(client) || (replaces !== null && !isRecordId(replaces))) return null
  const read = readRequest(deps, secrets, body)
  if (read === null) return null
  const { request, bytes, replyKey, account } = read
  // Who a record belongs to: the operator's word (`published`), or the sealed account (`hardened`).
  const whose = deps.profile.identity === 'account' ? `#${account}` : record
  if (!isRecordId(whose)) return null
  const route = { via, client, for: request.type.startsWith('enrol') ? 'enrollment' : 'recovery' } as const
  return { route, request, bytes, replyKey, record: whose, replaces, secrets }
}

function newSeat(at: At): Seat {
  const { route, request, record } = at.context.asked as Asked
  const { via, client } = route
  const body = relayedOf(at).message.body as WireBody
  const since = at.context.tick
  return {
    part: partFor(at.context.asked as Asked),
    session: request.session,
    record,
    via,
    client,
    body,
    waits: null,
    since,
  }
}

function currentSeat({ context }: At): Seat {
  return seatFor(context, context.asked as Asked) as Seat
}

/** Another HSM has to take it: a hint for the front end alone. */
export function hint({ context }: At, to: NodeId, client: NodeId, body: unknown): Effect {
  const leader = context.leader === context.self ? null : context.leader
  const message = { type: 'notLeader', client, leader, body }
  return { do: 'send', to, message }
}

/** The actions that bring a request to its session. */
export function routingActions(deps: VaultDeps) {
  const max = deps.sessionsMax ?? SESSIONS_MAX
  return {
    readRequest: change((at) => ({ asked: asked(deps, at) })),
    forgetRequest: change(() => ({ asked: null })),
    sendNotLeader: ask((at) => {
      const { from, message } = relayedOf(at)
      return isNodeId(message.client) ? [hint(at, from, message.client, message.body)] : []
    }),
    /** The oldest session gives way; its attempt stays charged. */
    closeOldest: ask(({ context: { seats } }) => (seats.length < max ? [] : [close(seats[0] as Seat)])),
    dropOldest: change(({ context: { seats } }) => (seats.length < max ? {} : { seats: seats.slice(1) })),
    addSeat: change((at) => ({ seats: [...at.context.seats, newSeat(at)] })),
    tellOpened: ask((at) => {
      const event: SessionAsked = { type: 'opened', asked: at.context.asked as Asked }
      return [tell(machineOf(currentSeat(at)), event)]
    }),
    followSeat: change((at) => {
      const own = currentSeat(at)
      const { via, client, body } = newSeat(at)
      return { seats: at.context.seats.map((seat) => (seat === own ? { ...seat, via, client, body } : seat)) }
    }),
    tellHanded: ask((at) => {
      const event: SessionAsked = { type: 'handed', asked: at.context.asked as Asked }
      return [tell(machineOf(currentSeat(at)), event)]
    }),
    sendUnknown: ask((at) => {
      const { route, request, secrets, replyKey } = at.context.asked as Asked
      const answer = { type: 'sessionUnknown', session: request.session } as const
      const nonce = (at.event as Received<Relayed>).draw?.replyNonce as Asked['bytes']
      return [answered(route, answerBody(deps, secrets, answer, { key: replyKey, nonce }))]
    }),
  }
}
