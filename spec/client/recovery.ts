/**
 * The recovery machine of one phone (§6.4): KE1, KE3, K. The password is tried by the client alone; the vault has
 * charged the attempt before. It also deletes a record, in `hardened` with the key that a recovery gives.
 */
import { setup } from 'xstate'
import { WILDCARD } from '../actions.ts'
import type { DrawTable, Part } from '../shell.ts'
import { CLIENT_DELAYS, type ClientDeps } from './client-deps.ts'
import { FORGED, LATE, phase } from './phase.ts'
import { recoveryActions } from './recovery-actions.ts'
import { type Context, EMPTY, type Event } from './recovery-context.ts'
import { recoveryGuards } from './recovery-guards.ts'

/** What each event draws, in bytes. */
export const RECOVERY_DRAWS: DrawTable = {
  keysTrusted: { session: 16, blind: 64, nonce: 32, keyshareSeed: 32, replyKey: 32, seed: 32 },
  recoveryAnswered: { replyKey: 32, seed: 32, decoy: 64 },
}

const end = <const A extends readonly string[]>(...tell: A) =>
  ({ target: '#recovery.idle', actions: [...tell, 'forget'] }) as const
const READ = { recoveryAnswered: { target: '.reading', actions: 'read' } } as const
const BAD_KEYS = end('tellBadKeys')
const REFUSED = [
  { guard: 'isExhausted', ...end('tellGeneration', 'tellExhausted') },
  { guard: 'isDelayed', ...end('tellDelayed') },
  { guard: 'isNotEnrolled', ...end('tellNotEnrolled') },
  { guard: 'isRefusedStart', ...end('tellUnavailable') },
] as const
const DECOY = ['noteRefused', 'finish'] as const
const RESTART = { target: '#recovery.working.trusting', actions: 'countStart' } as const
const ERASE = { target: '#recovery.working.talking.erasing', actions: 'erase' } as const

/** The machine alone; bugs are made from it through `provide`. */
export function recoveryMachine(deps: ClientDeps) {
  return setup({
    types: { context: {} as Context, events: {} as Event },
    guards: recoveryGuards(deps),
    actions: recoveryActions(deps),
    delays: CLIENT_DELAYS,
  }).createMachine({
    id: 'recovery',
    context: EMPTY,
    initial: 'off',
    states: {
      // A crash ends what was under way: nothing of a recovery is kept, the user asks again.
      off: { on: { boot: 'idle' } },
      idle: {
        on: {
          recover: { target: 'working', actions: 'takeRecover' },
          delete: { target: 'working', actions: 'takeDelete' },
        },
      },
      working: {
        initial: 'trusting',
        after: {
          giveUp: [
            ...REFUSED,
            { guard: 'isWrongPassword', ...end('tellWrongPassword') },
            end('tellUnavailable'),
          ],
        },
        states: {
          trusting: {
            entry: 'wantKeys',
            on: {
              keysTrusted: [
                { guard: 'deletesUnproven', ...ERASE },
                { target: 'talking', actions: 'start' },
              ],
              keysRefused: [{ guard: 'isUnreachable', ...end('tellUnavailable') }, end('tellUntrusted')],
            },
          },
          talking: {
            initial: 'asking',
            after: { startAgain: [{ guard: 'mayStartAgain', ...RESTART }, {}] },
            states: {
              asking: phase('asking', READ, BAD_KEYS, [
                FORGED,
                { guard: 'hidesRefusal', target: '#recovery.working.talking.decoying', actions: DECOY },
                ...REFUSED,
                { guard: 'isNotResponse', ...LATE },
                { target: '#recovery.working.talking.opening', actions: 'open' },
              ]),
              opening: {
                always: [
                  { guard: 'isOpen', target: 'finishing', actions: 'finish' },
                  { guard: 'isNoPassword', ...end('tellUnavailable') },
                  { guard: 'sendsDecoy', target: 'decoying', actions: 'finish' },
                  end('tellWrongPassword'),
                ],
              },
              finishing: phase('finishing', READ, BAD_KEYS, [
                FORGED,
                { guard: 'isLostForNow', ...RESTART },
                { guard: 'isLost', ...end('tellUnavailable') },
                { guard: 'isWrongResult', ...end('tellUnavailable') },
                { guard: 'isNotResult', ...LATE },
                { target: '#recovery.working.talking.unsealing', actions: 'unseal' },
              ]),
              unsealing: {
                always: [
                  { guard: 'hasNoKey', ...end('tellUnavailable') },
                  { guard: 'deletes', ...ERASE },
                  end('tellHolder', 'holdKey', 'tellRecovered'),
                ],
              },
              // The front end sees a KE3 whether the password was right or not (SEC-2, SEC-3).
              decoying: phase('decoying', READ, BAD_KEYS, [
                FORGED,
                { guard: 'isNotOver', ...LATE },
                ...REFUSED,
                end('tellWrongPassword'),
              ]),
              erasing: phase('erasing', READ, BAD_KEYS, [
                FORGED,
                { guard: 'isErased', ...end('tellDeleted') },
                { guard: 'isRefusedErase', ...end('tellUnavailable') },
                LATE,
              ]),
            },
          },
        },
        // One act at a time.
        on: { recover: { actions: 'tellUnavailable' }, delete: { actions: 'tellUnavailable' } },
      },
    },
    on: {
      // Late: the act that asked is over.
      keysTrusted: {},
      keysRefused: {},
      recoveryAnswered: {},
      ...WILDCARD,
    },
  })
}

/** The recovery machine as a standing part of a client. */
export function createRecovery(deps: ClientDeps): Part {
  return {
    machine: recoveryMachine(deps),
    input: undefined,
    draws: RECOVERY_DRAWS,
    accepts: ['recoveryAnswered'],
  }
}
