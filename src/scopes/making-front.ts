/**
 * A front end in the adversary's hands (A2) that makes requests of its own (§3.7, §10.5): typed terms over what it saw. A
 * request is what an HSM takes of a phone, sealed or signed parts as they came, in its own session or another's, for one
 * record or another. Its answers go to the adversary's phone. Whatever a phone sends it relays as it is.
 */
import { setup } from 'xstate'
import { actionsFor, isMessage, WILDCARD } from '../../spec/actions.ts'
import type { Boot, Received } from '../../spec/boundary.ts'
import { same } from '../../spec/canonical.ts'
import type { NodeId, RecordId } from '../../spec/names.ts'
import type { Part } from '../../spec/shell.ts'
import type { Answered, FromVault, Relayed, ToVault } from '../../spec/wire.ts'

type Body = ToVault['body'] & { readonly session?: unknown }

interface Context {
  /** Requests that it saw, each once, oldest first. */
  readonly seen: readonly Body[]
  /** Sessions that registered, in the order in which they did: each gets the next record. */
  readonly registered: readonly unknown[]
  /** How many messages it may still make. */
  readonly left: number
}

type Event = Boot | Received<ToVault> | Received<Answered>

interface At {
  readonly context: Context
  readonly event: Event
}

/** What it is made with. */
export interface Making {
  readonly hsm: NodeId
  readonly fleet: string
  /** In whose name its own messages go, and to whom their answers. */
  readonly own: NodeId
  readonly records: readonly [RecordId, RecordId]
  /** Messages of its own making, at most. */
  readonly most: number
  /** Requests that it remembers, at most. */
  readonly seenMax: number
}

/** Of what a message is made: a request that was seen, the session of one, and a record. */
interface Form {
  readonly request: number
  readonly session: number
  readonly record: RecordId
}

const { change, ask, refuse, defect } = actionsFor<Context, Event>()
const TICKS = 1
const AGAIN = { target: 'relaying', reenter: true } as const

/** Every form there may be, in a stable order. */
export function formsOf({ seenMax, records }: Pick<Making, 'seenMax' | 'records'>): readonly Form[] {
  const places = Array.from({ length: seenMax }, (_, at) => at)
  return places.flatMap((request) =>
    places.flatMap((session) => records.map((record) => ({ request, session, record }))),
  )
}

// A request in another's session is a new one only where the other is of another session.
function madeOf({ seen }: Context, { request, session }: Form): Body | null {
  const [body, other] = [seen[request], seen[session]]
  if (body === undefined || other === undefined) return null
  if (request === session) return body
  if (other.session === body.session || seen.slice(0, session).some((one) => one.session === other.session))
    return null
  return { ...body, session: other.session }
}

/** The part under the name `relay`. */
export function makingFront({ hsm, fleet, own, records, most, seenMax }: Making): Part {
  const forms = formsOf({ seenMax, records })
  const names = forms.map((_, at) => `make${at}`)
  const registers = ({ type }: Body) => type === 'enrolStart' || type === 'enrolStore'
  const requestOf = ({ event }: At) => (event as Received<ToVault>).message.body as Body
  const recordFor = ({ registered }: Context, { session }: Body): RecordId =>
    records[Math.min(Math.max(registered.indexOf(session), 0), 1) as 0 | 1]
  const relayed = (client: NodeId, record: RecordId, body: Body): Relayed => ({
    ...{ type: 'relayed', client, account: client, record, replaces: null, body },
  })
  const making = (form: Form) =>
    ask(({ context }: { readonly context: Context }) => [
      { do: 'send', to: hsm, message: relayed(own, form.record, madeOf(context, form) as Body) },
    ])
  const machine = setup({
    types: { context: {} as Context, events: {} as Event },
    guards: {
      isMessage,
      ...Object.fromEntries(
        forms.map((form, at) => [
          `may${at}`,
          ({ context }: At) => context.left > 0 && madeOf(context, form) !== null,
        ]),
      ),
    },
    actions: {
      refuse,
      defect,
      note: change((at) => {
        const body = requestOf(at)
        const { seen, registered } = at.context
        const isNew = seen.length < seenMax && !seen.some((one) => same(one, body))
        const isFirst = registers(body) && !registered.includes(body.session)
        return {
          ...(isNew && { seen: [...seen, body] }),
          ...(isFirst && { registered: [...registered, body.session] }),
        }
      }),
      relay: ask((at) => {
        const { from } = at.event as Received<ToVault>
        const body = requestOf(at)
        return [{ do: 'send', to: hsm, message: relayed(from, recordFor(at.context, body), body) }]
      }),
      answer: ask((at) => {
        const { message } = at.event as Received<Answered>
        const type = message.for === 'enrollment' ? 'enrollmentAnswered' : 'recoveryAnswered'
        const answer: FromVault = { type, fleet, body: message.body }
        return [{ do: 'send', to: message.client, message: answer }]
      }),
      spend: change(({ context }) => ({ left: context.left - 1 })),
      ...Object.fromEntries(forms.map((form, at) => [names[at], making(form)])),
    },
    delays: Object.fromEntries(names.map((name) => [name, TICKS])),
  }).createMachine({
    id: 'makingFront',
    context: { seen: [], registered: [], left: most },
    initial: 'off',
    states: {
      off: { on: { boot: 'relaying' } },
      relaying: {
        after: Object.fromEntries(
          names.map((name, at) => [name, [{ guard: `may${at}`, ...AGAIN, actions: [name, 'spend'] }, AGAIN]]),
        ),
        on: { toVault: { actions: ['note', 'relay'] }, answered: { actions: 'answer' } },
      },
    },
    on: WILDCARD,
  } as never) as unknown as Part['machine']
  return { machine, input: undefined, draws: {}, accepts: ['toVault', 'answered'] }
}
