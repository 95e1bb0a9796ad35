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
  /** From 1 on, higher than what is kept: a request that was late, or comes twice, changes nothing. */
  readonly version: number
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
  /** 0: nothing was ever kept. */
  readonly version: number
}

/** The cell `store`: by account and kind, as `account kind`; what was given up keeps its version. */
export type Store = Readonly<Record<string, Pick<KeptThere, 'value' | 'version'>>>

/** No client gets so far by itself. */
export const VERSION_MAX = 1e9

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
  if (type === 'fetch') return true
  const { value, version } = asked(at) as Keep
  if (!Number.isInteger(version) || version < 1 || version > VERSION_MAX) return false
  return value === null || (crypto.isOctets(value) && crypto.size(value) <= VALUE_BYTES_MAX)
}

const NOTHING = { value: null, version: 0 } as const

function keptFor({ context }: At, about: Keep | Fetch): Store[string] {
  return context.store[placeOf(about)] ?? NOTHING
}

/** A wrapped K has 81 bytes in real cryptography, a mark 32. */
const VALUE_BYTES_MAX = 128

/** The store as a standing part of a node of its own. */
export function createStore({ crypto }: Deps): Part {
  const machine = setup({
    types: { context: {} as Context, events: {} as Event },
    guards: {
      isMessage,
      isMalformed: (at: At) => !isAsked(crypto, at),
      isLate: (at: At) => (asked(at) as Keep).version <= keptFor(at, asked(at)).version,
    },
    actions: {
      refuse,
      defect,
      readCells: change(({ event }) => ({ store: ((event as Boot).cells.store ?? {}) as Store })),
      keep: change((at) => {
        const { value, version } = asked(at) as Keep
        return { store: { ...at.context.store, [placeOf(asked(at))]: { value, version } } }
      }),
      persist: ask(({ context }) => [{ do: 'persist', cell: 'store', value: context.store }]),
      answer: ask((at) => {
        const { kind } = asked(at)
        const message: KeptThere = { type: 'keptThere', kind, ...keptFor(at, asked(at)) }
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
          keep: [
            { guard: 'isMalformed', actions: 'refuse' },
            { guard: 'isLate', actions: 'answer' },
            { actions: ['keep', 'persist', 'answer'] },
          ],
          fetch: [{ guard: 'isMalformed', actions: 'refuse' }, { actions: 'answer' }],
        },
      },
    },
    on: WILDCARD,
  })
  return { machine, input: undefined, draws: {}, accepts: ['keep', 'fetch'] }
}
