/**
 * The key ceremony's part in membership (§5.10): it signs one change after another, under numbers that it never
 * uses twice, and repeats the newest until a leader says that it is past.
 */
import { setup } from 'xstate'
import { actionsFor, isMessage, WILDCARD } from '../actions.ts'
import type { Boot, Effect, InternalEvent, Octets, Received } from '../boundary.ts'
import type { CryptoPort } from '../crypto.ts'
import type { NodeId } from '../names.ts'
import type { Part } from '../shell.ts'
import {
  type ChangeMembers,
  MEMBERS_DOMAIN,
  type MembersAnswer,
  type Statement,
  statementOctets,
} from './members.ts'

/** What the ceremony is made from. */
export interface CeremonyDeps {
  readonly crypto: CryptoPort
  readonly fleet: string
  /** The ceremony's Ed25519 secret, 32 bytes. */
  readonly secret: Octets
  /** Whom it tells: all who may lead, newcomers too. */
  readonly replicas: readonly NodeId[]
}

/** The operator's decision. */
export interface Decide {
  readonly type: 'decide'
  readonly change: Statement['change']
  readonly node: NodeId
}

interface Context {
  /** The newest number ever signed. */
  readonly number: number
  readonly pending: ChangeMembers | null
}

type Event = Boot | Decide | Received<MembersAnswer> | { readonly type: `xstate.after.${string}` }

/** Ticks of 1 ms between two repetitions. */
const REPEAT_TICKS = 500

/** The ceremony as a part of the operator's shell. */
export function createMembersCeremony(deps: CeremonyDeps): Part {
  const { crypto, fleet, secret, replicas } = deps
  const { change, ask, refuse, defect } = actionsFor<Context, Event>()
  const signed = (number: number, { change: what, node }: Decide): ChangeMembers => {
    const statement: Statement = { change: what, fleet, node, number }
    const signature = crypto.sign(secret, MEMBERS_DOMAIN, statementOctets(crypto, statement))
    return { type: 'changeMembers', ...statement, signature }
  }
  const machine = setup({
    types: { context: {} as Context, events: {} as Event },
    guards: {
      isMessage,
      isPast: ({ context, event }) => {
        const { number, outcome } = (event as Received<MembersAnswer>).message
        return number === context.pending?.number && outcome === 'past'
      },
    },
    actions: {
      powerOn: change(({ event }) => ({
        number: ((event as Boot).cells.number as number | undefined) ?? 0,
        pending: null,
      })),
      sign: change(({ context: { number }, event }) => ({
        number: number + 1,
        pending: signed(number + 1, event as Decide),
      })),
      saveNumber: ask(({ context: { number } }) => [{ do: 'persist', cell: 'number', value: number }]),
      publish: ask(({ context: { pending } }) =>
        pending === null ? [] : replicas.map((to): Effect => ({ do: 'send', to, message: pending })),
      ),
      finish: change(() => ({ pending: null })),
      report: ask(({ context: { number } }) => [
        { do: 'tell', machine: 'user', event: { type: 'decided', number } as InternalEvent },
      ]),
      refuse,
      defect,
    },
    delays: { repetition: REPEAT_TICKS },
  }).createMachine({
    id: 'membersCeremony',
    context: { number: 0, pending: null },
    initial: 'off',
    states: {
      off: { on: { boot: { target: 'idle', actions: 'powerOn' } } },
      idle: { on: { decide: { target: 'publishing', actions: ['sign', 'saveNumber', 'publish'] } } },
      publishing: {
        after: { repetition: { target: 'publishing', reenter: true, actions: 'publish' } },
        on: {
          membersAnswer: [{ guard: 'isPast', target: 'idle', actions: ['report', 'finish'] }, {}],
          decide: { target: 'publishing', reenter: true, actions: ['sign', 'saveNumber', 'publish'] },
        },
      },
    },
    on: { membersAnswer: {}, ...WILDCARD },
  })
  return { machine, input: undefined, draws: {}, accepts: ['membersAnswer'] }
}
