/**
 * The cloud store, beside the backups (§8.3): keeps a few values of each account, unread and unchecked. It is told
 * whose they are by the operator's front end, which it trusts; whoever owns it can lose or change them.
 */
import { setup } from 'xstate'
import { actionsFor, isMessage, WILDCARD } from '../actions.ts'
import type { Boot, Octets, Received } from '../boundary.ts'
import type { CryptoPort } from '../crypto.ts'
import type { Deps, Part } from '../shell.ts'

/** What is kept of an account: the wrapped K of a passkey (81 bytes), or the mark by which K is known again (32 bytes). */
export type Kind = 'wrapped' | 'mark'

/** Client to store: keep this value, or with null nothing. */
export interface Keep {
  readonly type: 'keep'
  readonly account: string
  readonly kind: Kind
  readonly value: Octets | null
}
/** Client to store: what is kept? */
export interface Fetch {
  readonly type: 'fetch'
  readonly account: string
  readonly kind: Kind
}
/** Store to client: this is what is kept now; the answer to both. */
export interface KeptThere {
  readonly type: 'keptThere'
  readonly kind: Kind
  readonly value: Octets | null
}

/** The cell `store`: values by account and kind, as `account kind`. */
export type Store = Readonly<Record<string, Octets>>

interface Context {
  readonly store: Store
}
type Event = Boot | Received<Keep> | Received<Fetch>

interface At {
  readonly context: Context
  readonly event: Event
}

const { change, ask, refuse, defect } = actionsFor<Context, Event>()

function asked({ event }: At): Keep | Fetch {
  return (event as Received<Keep | Fetch>).message
}

function placeOf({ account, kind }: Keep | Fetch): string {
  return `${account} ${kind}`
}

function isAsked(crypto: CryptoPort, at: At): boolean {
  const { account, kind, type } = asked(at)
  if (typeof account !== 'string' || !/^[a-z][a-z0-9]{0,31}$/.test(account)) return false
  if (kind !== 'wrapped' && kind !== 'mark') return false
  const value = type === 'keep' ? asked(at as At & { event: Received<Keep> }) : undefined
  const kept = (value as Keep | undefined)?.value ?? null
  return kept === null || (crypto.isOctets(kept) && crypto.size(kept) <= VALUE_BYTES_MAX)
}

/** A wrapped K has 81 bytes in real cryptography, a mark 32. */
const VALUE_BYTES_MAX = 128

/** The store as a standing part of a node of its own. */
export function createStore({ crypto }: Deps): Part {
  const machine = setup({
    types: { context: {} as Context, events: {} as Event },
    guards: { isMessage, isMalformed: (at: At) => !isAsked(crypto, at) },
    actions: {
      refuse,
      defect,
      readCells: change(({ event }) => ({ store: ((event as Boot).cells.store ?? {}) as Store })),
      keep: change((at) => {
        const { value } = asked(at) as Keep
        const { [placeOf(asked(at))]: _old, ...others } = at.context.store
        return { store: value === null ? others : { ...others, [placeOf(asked(at))]: value } }
      }),
      persist: ask(({ context }) => [{ do: 'persist', cell: 'store', value: context.store }]),
      answer: ask((at) => {
        const { kind } = asked(at)
        const value = at.context.store[placeOf(asked(at))] ?? null
        const message: KeptThere = { type: 'keptThere', kind, value }
        return [{ do: 'send', to: (at.event as Received).from, message }]
      }),
    },
  }).createMachine({
    id: 'store',
    context: { store: {} },
    initial: 'off',
    states: {
      off: { on: { boot: { target: 'open', actions: 'readCells' } } },
      open: {
        on: {
          keep: [{ guard: 'isMalformed', actions: 'refuse' }, { actions: ['keep', 'persist', 'answer'] }],
          fetch: [{ guard: 'isMalformed', actions: 'refuse' }, { actions: 'answer' }],
        },
      },
    },
    on: WILDCARD,
  })
  return { machine, input: undefined, draws: {}, accepts: ['keep', 'fetch'] }
}
