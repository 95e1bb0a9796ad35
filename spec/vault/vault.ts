/**
 * The vault of one HSM: its record table and its sessions in flight (§4.1, §6.2). Only the leader's serves clients.
 * Whatever changes a record is a command of the log; the attempts machines decide about it, here only the order is
 * kept.
 */
import { setup } from 'xstate'
import { isMessage, WILDCARD } from '../actions.ts'
import type { DrawTable, Part } from '../shell.ts'
import type { Installed, NotAppended, RoleChanged } from '../tells.ts'
import { isVaultState, nextItem } from './log-steps.ts'
import type { Asked } from './reply.ts'
import { vaultActions } from './vault-actions.ts'
import {
  type At,
  type Context,
  EMPTY,
  type Event,
  type Item,
  seatFor,
  type VaultDeps,
  waiting,
} from './vault-context.ts'

/** What each event draws, in bytes. */
export const VAULT_DRAWS: DrawTable = { relayed: { replyNonce: 12 } }

/** The guards of the vault. */
export function vaultGuards({ crypto }: VaultDeps) {
  return {
    isMessage,
    doesNotLead: ({ context }: At) => !context.leads,
    hasNoKeys: ({ context }: At) => context.secrets === null || context.phase === 'erased',
    isUnreadable: ({ context }: At) => context.asked === null,
    hasSeat: ({ context }: At) => seatFor(context, context.asked as Asked) !== undefined,
    /** A session belongs to the record that it was opened for, whatever the front end says later. */
    isForOtherRecord: ({ context }: At) =>
      seatFor(context, context.asked as Asked)?.record !== context.asked?.record,
    /** KE3 is bound to a session that lives here; everything else can begin one. */
    needsSeat: ({ context }: At) => context.asked?.request.type === 'recoverFinish',
    /** A closing fleet takes no new records (§7.3). */
    isClosing: ({ context }: At) =>
      context.phase === 'closing' && context.asked?.request.type === 'enrolStart',
    nextIs: (at: At, { is }: { readonly is: Item['is'] }) => nextItem(at)?.is === is,
    isOurTurn: (at: At) => {
      const item = nextItem(at) as Extract<Item, { is: 'event' }>
      return item.term === at.context.term && waiting(at, item.command) !== undefined
    },
    isUnsound: ({ event }: At) => !isVaultState(crypto, (event as Installed).state),
    isWaitedFor: (at: At) => waiting(at, (at.event as NotAppended).id) !== undefined,
    staysLeader: ({ context, event }: At) => {
      const { leads, term } = event as RoleChanged
      return leads && context.leads && term === context.term
    },
  }
}

// The clock machine hears of it whenever it is of interest to it.
const CLOCK = ['tellClock', 'noteClock'] as const
const idle = { target: 'idle', actions: 'forgetRequest' } as const

/** The machine alone; bugs are made from it through `provide`. */
export function vaultMachine(deps: VaultDeps) {
  return setup({
    types: { context: {} as Context, events: {} as Event },
    guards: vaultGuards(deps),
    actions: vaultActions(deps),
  }).createMachine({
    id: 'vault',
    context: EMPTY,
    initial: 'off',
    states: {
      off: { on: { boot: { target: 'idle', actions: ['noteSelf', 'startClock'] } } },
      idle: {
        entry: CLOCK,
        always: [
          { guard: { type: 'nextIs', params: { is: 'event' } }, target: 'applying', actions: 'tellAttempts' },
          { guard: { type: 'nextIs', params: { is: 'snapshot' } }, actions: ['tellSnapshot', 'dropItem'] },
          { guard: { type: 'nextIs', params: { is: 'installed' } }, actions: 'takeState' },
          {
            guard: { type: 'nextIs', params: { is: 'tick' } },
            target: 'idle',
            reenter: true,
            actions: ['takeTick', 'dropItem', 'closeExpired', 'dropExpired'],
          },
        ],
        on: {
          relayed: [
            { guard: 'doesNotLead', actions: 'sendNotLeader' },
            { guard: 'hasNoKeys', actions: 'refuse' },
            { target: 'routing', actions: 'readRequest' },
          ],
        },
      },
      routing: {
        always: [
          { guard: 'isUnreadable', ...idle, actions: ['refuse', 'forgetRequest'] },
          { guard: 'isClosing', ...idle, actions: ['sendUnknown', 'forgetRequest'] },
          { guard: 'hasSeat', target: 'handing' },
          { guard: 'needsSeat', ...idle, actions: ['sendUnknown', 'forgetRequest'] },
          {
            ...idle,
            actions: ['closeOldest', 'dropOldest', 'addSeat', 'tellOpened', 'forgetRequest'],
          },
        ],
      },
      handing: {
        always: [
          { guard: 'isForOtherRecord', ...idle, actions: ['refuse', 'forgetRequest'] },
          { ...idle, actions: ['followSeat', 'tellHanded', 'forgetRequest'] },
        ],
      },
      applying: {
        on: {
          decided: [
            {
              guard: 'isOurTurn',
              target: 'idle',
              actions: ['tellSession', 'noteAnswered', 'recordDecision'],
            },
            { target: 'idle', actions: 'recordDecision' },
          ],
        },
      },
    },
    on: {
      applied: { actions: 'noteEntry' },
      installed: [{ guard: 'isUnsound', actions: 'refuse' }, { actions: 'noteInstalled' }],
      snapshotWanted: { actions: 'noteSnapshotWanted' },
      proposal: { actions: ['propose', 'noteProposed'] },
      tickDue: { actions: 'proposeTick' },
      // The session is gone already: nobody waits.
      notAppended: [{ guard: 'isWaitedFor', actions: ['passOn', 'dropSeat'] }, {}],
      roleChanged: [
        { guard: 'staysLeader', actions: 'noteRole' },
        { actions: ['closeAll', 'dropAll', 'noteRole', ...CLOCK] },
      ],
      countWanted: { actions: 'tellCount' },
      fleetKeysChanged: { actions: 'noteKeys' },
      ...WILDCARD,
    },
  })
}

/** The vault as a standing part of an HSM. */
export function createVault(deps: VaultDeps): Part {
  return { machine: vaultMachine(deps), input: undefined, draws: VAULT_DRAWS, accepts: ['relayed'] }
}
