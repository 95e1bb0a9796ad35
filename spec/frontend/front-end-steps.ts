/** What the front end's relay decides and does, by name (§3.7). */
import { actionsFor, isMessage } from '../actions.ts'
import type { Boot, Effect, InternalEvent, Received } from '../boundary.ts'
import { same } from '../canonical.ts'
import { isNodeId, type NodeId, type RecordId, recordId } from '../names.ts'
import type { Answered, FromVault, NotLeader, Relayed, ToVault } from '../wire.ts'
import {
  type At,
  type Choose,
  type Context,
  type Event,
  type FrontEndDeps,
  handedKey,
  type Registrations,
  type Waiting,
} from './front-end-context.ts'

const { change, ask, refuse, defect } = actionsFor<Context, Event>()

function isBody(value: unknown): value is { readonly type: string } {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
}

function requestOf({ event }: At): Received<ToVault> {
  return event as Received<ToVault>
}

function fleetOf({ fleets }: FrontEndDeps, node: NodeId): string | undefined {
  return Object.keys(fleets).find((fleet) => fleets[fleet]?.includes(node))
}

/** The fleet and account of a request; undefined when it names none. */
function whereOf({ fleets, accounts }: FrontEndDeps, at: At) {
  const { from, message } = requestOf(at)
  const { fleet, body } = message
  const account = accounts[from]
  const known = typeof fleet === 'string' && Object.hasOwn(fleets, fleet) && account !== undefined
  return known && isBody(body) ? { fleet, account, body, key: handedKey(fleet, account) } : undefined
}

type Where = NonNullable<ReturnType<typeof whereOf>>

const NONE: Registrations = { last: null, bySession: {} }

// Of a table with what a hostile client calls a session.
function sessionOf({ body }: Where): string {
  return `s/${(body as { readonly session?: unknown }).session}`
}

/** The next id of an account, and the one before it for deletion. */
function withNext({ context }: At, where: Where): Registrations {
  const { last, bySession } = context.handed[where.key] ?? NONE
  const record = recordId(`${where.account}.${Object.keys(bySession).length + 1}`)
  return { last: record, bySession: { ...bySession, [sessionOf(where)]: { record, replaces: last } } }
}

function waitingFor({ context }: At, where: Where): Waiting {
  const { fleet, account, key, body } = where
  const { last, bySession } = context.handed[key] ?? NONE
  const chosen = context.chosen[key]
  const handed = bySession[sessionOf(where)]
  const record: RecordId = chosen ?? handed?.record ?? last ?? recordId(`${account}.0`)
  const replaces = chosen === undefined && body.type === 'enrolStart' ? (handed?.replaces ?? null) : null
  return { fleet, account, record, replaces, body }
}

/** Named guards of the relay. */
export function guardsFor(deps: FrontEndDeps) {
  const { profile, fleets } = deps
  return {
    isMessage,
    isNobodys: (at: At) => whereOf(deps, at) === undefined,
    /** `published`: the operator gives each registration an id of its own. */
    needsId: (at: At) => {
      const where = whereOf(deps, at) as Where
      return (
        profile.identity === 'operator' &&
        where.body.type === 'enrolStart' &&
        (at.context.chosen[where.key] ?? null) === null &&
        at.context.handed[where.key]?.bySession[sessionOf(where)] === undefined
      )
    },
    /** Nobody answered: the HSM that was asked may be down. */
    isRepeated: (at: At) => same(at.context.waiting[requestOf(at).from]?.body, requestOf(at).message.body),
    isStrangers: (at: At) => {
      const { from, message } = at.event as Received<Answered>
      const known = message.for === 'enrollment' || message.for === 'recovery'
      return fleetOf(deps, from) === undefined || !isNodeId(message.client) || !known || !isBody(message.body)
    },
    movesHome: (at: At) => {
      const { client, body } = (at.event as Received<Answered>).message
      const asked = at.context.waiting[client]?.body as { kind?: unknown } | undefined
      return deps.distributes && (body.type === 'enrolStored' || asked?.kind === 'confirm')
    },
    isStale: (at: At) => {
      const { from, message } = at.event as Received<NotLeader>
      const waiting = isNodeId(message.client) ? at.context.waiting[message.client] : undefined
      return fleetOf(deps, from) === undefined || !same(waiting?.body, message.body)
    },
    isHint: (at: At) => {
      const { from, message } = at.event as Received<NotLeader>
      const { leader } = message
      const fleet = fleetOf(deps, from) as string
      return leader !== null && leader !== from && fleets[fleet]?.includes(leader) === true
    },
  }
}

/** Named actions of the relay. */
export function actionsOf(deps: FrontEndDeps) {
  const { fleets } = deps
  const relay = ({ context }: At, client: NodeId): Effect[] => {
    const { fleet, account, record, replaces, body } = context.waiting[client] as Waiting
    const hsms = fleets[fleet] as readonly NodeId[]
    const message: Relayed = { type: 'relayed', client, account, record, replaces, body }
    return [{ do: 'send', to: hsms[context.asked[fleet] ?? 0] as NodeId, message }]
  }
  const ask1 = (fleet: string, place: number) => (asked: Context['asked']) => ({
    ...asked,
    [fleet]: place % (fleets[fleet] as readonly NodeId[]).length,
  })
  return {
    refuse,
    defect,
    readCells: change(({ event }) => ({
      handed: ((event as Boot).cells.accounts ?? {}) as Context['handed'],
    })),
    choose: change(({ context, event }) => {
      const { fleet, account, record } = event as Choose
      return { chosen: { ...context.chosen, [handedKey(fleet, account)]: record } }
    }),
    tellChosen: ask(() => [{ do: 'tell', machine: 'user', event: { type: 'choiceEnded' } }]),
    handOut: change((at) => {
      const where = whereOf(deps, at) as Where
      return { handed: { ...at.context.handed, [where.key]: withNext(at, where) } }
    }),
    persistHanded: ask(({ context }) => [{ do: 'persist', cell: 'accounts', value: context.handed }]),
    noteWaiting: change((at) => ({
      waiting: {
        ...at.context.waiting,
        [requestOf(at).from]: waitingFor(at, whereOf(deps, at) as Where),
      },
    })),
    askNext: change((at) => {
      const { fleet } = whereOf(deps, at) as Where
      return { asked: ask1(fleet, (at.context.asked[fleet] ?? 0) + 1)(at.context.asked) }
    }),
    relay: ask((at) => relay(at, requestOf(at).from)),
    answer: ask((at) => {
      const { from, message } = at.event as Received<Answered>
      const type = message.for === 'enrollment' ? 'enrollmentAnswered' : 'recoveryAnswered'
      const answer: FromVault = { type, fleet: fleetOf(deps, from) as string, body: message.body }
      return [{ do: 'send', to: message.client, message: answer }]
    }),
    noteAnswered: change(({ context, event }) => {
      const { [(event as Received<Answered>).message.client]: _done, ...waiting } = context.waiting
      return { waiting }
    }),
    tellHome: ask((at) => {
      const { from, message } = at.event as Received<Answered>
      const event = {
        type: 'homeChanged',
        account: deps.accounts[message.client],
        fleet: fleetOf(deps, from),
      } as InternalEvent
      return [{ do: 'tell', machine: 'bundles', event }]
    }),
    followHint: change((at) => {
      const { from, message } = at.event as Received<NotLeader>
      const fleet = fleetOf(deps, from) as string
      const place = (fleets[fleet] as readonly NodeId[]).indexOf(message.leader as NodeId)
      return { asked: ask1(fleet, place)(at.context.asked) }
    }),
    relayAgain: ask((at) => relay(at, (at.event as Received<NotLeader>).message.client)),
    /** Nobody leads, as far as that HSM knows: the client's next try goes to another. */
    askAnother: change((at) => {
      const { from } = at.event as Received<NotLeader>
      const fleet = fleetOf(deps, from) as string
      return { asked: ask1(fleet, (fleets[fleet] as readonly NodeId[]).indexOf(from) + 1)(at.context.asked) }
    }),
  }
}
