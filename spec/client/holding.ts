/**
 * The ways in which one phone's K is held, and moving from one to another (§8.3): a new way counts once it was
 * confirmed, an old one counts no more from before the first byte that may end it, and the last one is not closed.
 */
import { setup } from 'xstate'
import { WILDCARD } from '../actions.ts'
import type { DrawTable, Part } from '../shell.ts'
import { CLIENT_DELAYS } from './client-deps.ts'
import { holdingActions } from './holding-actions.ts'
import { BLANK, type Context, type Event, type HoldingDeps } from './holding-context.ts'
import { holdingGuards } from './holding-guards.ts'

/** What each event draws, in bytes: the salt of a wrapped key. */
export const HOLDING_DRAWS: DrawTable = { hold: { salt: 32 } }

const end = <const A extends readonly string[]>(...actions: A) =>
  ({ target: '#holding.idle', actions: [...actions, 'forget'] }) as const
const REGAINED = end('takeKey', 'persist', 'tellRegained')
// What changes a way is durable before anything leaves.
const FROM_HERE = ['takeAct', 'doubt', 'persist'] as const
const LATE = {} as const

// One act at a time; digits that are shown wait for it, or for the next act.
const ACTS = {
  hold: [
    { guard: 'isForVault', target: '#holding.working.enrolling', actions: [...FROM_HERE, 'askEnrolment'] },
    {
      guard: 'isForDigits',
      target: '#holding.showing',
      actions: ['takeAct', 'persist', 'showDigits'],
    },
    { target: '#holding.working.wrapping', actions: ['takeAct', 'persist', 'wrap'] },
  ],
  close: [
    { guard: 'isNotThere', actions: 'tellNothingThere' },
    { guard: 'isOnlyWay', actions: 'tellOnlyWay' },
    { guard: 'isForVault', target: '#holding.working.deleting', actions: [...FROM_HERE, 'askDeletion'] },
    { guard: 'isForDigits', ...end('takeAct', 'drop', 'persist', 'tellClosed') },
    { target: '#holding.working.asking.keeping', actions: [...FROM_HERE, 'wantNothing'] },
  ],
  regain: [
    { guard: 'hasKey', actions: 'tellRegained' },
    { guard: 'isForVault', target: '#holding.working.recovering', actions: ['takeAct', 'askRecovery'] },
    { guard: 'isForDigits', target: '#holding.working.reading', actions: ['takeAct', 'readTyped'] },
    { target: '#holding.working.asking.fetching', actions: ['takeAct', 'wantWrapped'] },
  ],
} as const

/** The machine alone; bugs are made from it through `provide`. */
export function holdingMachine(deps: HoldingDeps) {
  return setup({
    types: { context: {} as Context, events: {} as Event },
    guards: holdingGuards(deps),
    actions: holdingActions(deps),
    delays: CLIENT_DELAYS,
  }).createMachine({
    id: 'holding',
    context: BLANK,
    initial: 'off',
    states: {
      off: { on: { boot: { target: 'idle', actions: 'readCells' } } },
      idle: {
        on: {
          ...ACTS,
          typeBack: { actions: 'tellNothingThere' },
        },
      },
      // Written down, and typed back: before that nobody counts on it.
      showing: {
        on: {
          ...ACTS,
          typeBack: [
            { guard: 'isNotWhatIsShown', actions: 'tellWrongDigits' },
            { target: 'working.asking.keeping', actions: 'mark' },
          ],
        },
      },
      working: {
        initial: 'wrapping',
        states: {
          enrolling: {
            on: {
              enrollmentEnded: [
                { guard: 'isEnrolled', ...end('noteEnrolment', 'persist', 'tellHeld') },
                end('noteEnrolment', 'persist', 'tellTheirs'),
              ],
            },
          },
          deleting: { on: { deletionEnded: end('noteDeletion', 'persist', 'tellTheirs') } },
          recovering: {
            on: { recoveryEnded: [{ guard: 'isRecovered', ...REGAINED }, end('tellTheirs')] },
          },
          wrapping: {
            always: [
              { guard: 'wasDeclined', ...end('tellNoPasskey') },
              { target: 'asking.keeping', actions: ['doubt', 'persist'] },
            ],
          },
          reading: {
            always: [{ guard: 'isUnreadable', ...end('tellWrongDigits') }, { target: 'asking.fetching' }],
          },
          opening: { always: [{ guard: 'hasNotOpened', ...end('tellNoPasskey') }, REGAINED] },
          // The cloud store, until it answers.
          asking: {
            initial: 'keeping',
            after: { giveUp: end('tellUnavailable') },
            states: {
              keeping: {
                entry: 'sendKeep',
                after: { resend: { target: 'keeping', reenter: true } },
                on: {
                  keptThere: [
                    { guard: 'isOldNews', ...LATE },
                    { guard: 'isBehind', target: 'keeping', reenter: true, actions: 'catchUp' },
                    { guard: 'closes', ...end('drop', 'persist', 'tellClosed') },
                    end('count', 'persist', 'tellHeld'),
                  ],
                },
              },
              fetching: {
                entry: 'sendFetch',
                after: { resend: { target: 'fetching', reenter: true } },
                on: {
                  keptThere: [
                    { guard: 'isOtherKind', ...LATE },
                    { guard: 'isNothing', ...end('tellNothingThere') },
                    { guard: 'isOtherMark', ...end('tellWrongKey') },
                    { guard: 'asksForMark', ...REGAINED },
                    { target: '#holding.working.opening', actions: 'open' },
                  ],
                },
              },
            },
          },
        },
        on: {
          hold: { actions: 'tellBusy' },
          close: { actions: 'tellBusy' },
          regain: { actions: 'tellBusy' },
          typeBack: { actions: 'tellBusy' },
        },
      },
    },
    on: {
      // A record that was not confirmed in time is confirmed later, over restarts (§3.6).
      enrollmentEnded: [
        { guard: 'isLateRecord', actions: ['noteEnrolment', 'persist', 'tellHeld'] },
        { actions: 'passOn' },
      ],
      recoveryEnded: { actions: 'passOn' },
      deletionEnded: { actions: 'passOn' },
      // Late: the act that asked is over.
      keptThere: {},
      ...WILDCARD,
    },
  })
}

/** The holding machine as a standing part of a client, above enrolment and recovery. */
export function createHolding(deps: HoldingDeps): Part {
  return { machine: holdingMachine(deps), input: undefined, draws: HOLDING_DRAWS, accepts: ['keptThere'] }
}
