/**
 * The enrolment machine of one phone (§3.6): asks for fleet keys, registers, stores, in `hardened` confirms. What
 * must outlive a crash is durable before the first byte leaves; what is repeated is the same message.
 */
import { setup } from 'xstate'
import { WILDCARD } from '../actions.ts'
import type { DrawTable, Part } from '../shell.ts'
import { CLIENT_DELAYS, type ClientDeps } from './client-deps.ts'
import { blank, enrollmentActions } from './enrollment-actions.ts'
import { type Context, type Event, NO_LINEAGE } from './enrollment-context.ts'
import { enrollmentGuards } from './enrollment-guards.ts'
import { FORGED, LATE, phase } from './phase.ts'

/** What each event draws, in bytes. */
export const ENROLLMENT_DRAWS: DrawTable = {
  keysTrusted: { session: 16, blind: 64, ownerSeed: 32, replyKey: 32, seed: 32 },
  enrollmentAnswered: { envelopeNonce: 32, sealNonce: 12, replyKey: 32, seed: 32 },
}

// What the phone has to know afterwards is durable before it forgets what it was about: a crash in between would
// lose the key of its own record.
const end = <const T extends string, const A extends readonly string[] = []>(tell: T, ...first: A) =>
  ({ target: '#enrollment.idle', actions: [...first, 'eraseCell', tell, 'forget'] }) as const
const EXHAUSTED = end('tellExhausted', 'noteExhausted', 'persistLineage')
const HOLDS = ['noteHolder', 'persistLineage'] as const
const READ = { enrollmentAnswered: { target: '.reading', actions: 'read' } } as const
const BAD_KEYS = end('tellBadKeys')
const RESTART = { target: '#enrollment.working.trusting', actions: 'countStart' } as const
const NOT_CONFIRMED = [
  FORGED,
  { guard: 'isClosed', target: 'sending', actions: ['confirm', 'dropAnswer', 'persist'] },
  { guard: 'hasMoved', ...end('tellEnrolled', 'acknowledge', ...HOLDS, 'holdKey') },
  { guard: 'isConfirmed', ...end('tellEnrolled', ...HOLDS, 'holdKey') },
  { guard: 'isNotPending', ...end('tellTaken') },
  LATE,
] as const

/** The machine alone; bugs are made from it through `provide`. */
export function enrollmentMachine(deps: ClientDeps) {
  return setup({
    types: { context: {} as Context, events: {} as Event },
    guards: enrollmentGuards(deps),
    actions: enrollmentActions(deps),
    delays: CLIENT_DELAYS,
  }).createMachine({
    id: 'enrollment',
    context: blank(NO_LINEAGE),
    initial: 'off',
    states: {
      off: {
        on: {
          boot: [
            { guard: 'keptStoring', target: 'working.talking.storing', actions: 'readCells' },
            { guard: 'keptConfirming', target: 'unconfirmed', actions: 'readCells' },
            // The password is gone with the crash: the user has to type it again.
            {
              guard: 'keptStarting',
              target: 'idle',
              actions: ['readCells', 'eraseCell', 'tellUnavailable', 'forget'],
            },
            { target: 'idle', actions: 'readCells' },
          ],
        },
      },
      idle: {
        on: {
          enrol: { target: 'working', actions: 'takeAct' },
          move: [
            { guard: 'hasNothingToMove', actions: 'tellUnavailable' },
            { target: 'working', actions: 'takeAct' },
          ],
          lineageKnown: { actions: ['noteLineage', 'persistLineage'] },
        },
      },
      working: {
        initial: 'trusting',
        after: {
          giveUp: [
            { guard: 'isConfirming', target: 'unconfirmed', actions: ['tellUnconfirmed', 'forgetSecret'] },
            { guard: 'mayBeStored', ...end('tellUnconfirmed') },
            end('tellUnavailable'),
          ],
        },
        states: {
          trusting: {
            entry: 'wantKeys',
            on: {
              keysTrusted: { target: 'talking', actions: ['start', 'persist'] },
              keysRefused: [{ guard: 'isUnreachable', ...end('tellUnavailable') }, end('tellUntrusted')],
            },
          },
          talking: {
            initial: 'starting',
            after: { startAgain: [{ guard: 'mayStartAgain', ...RESTART }, {}] },
            states: {
              starting: phase('starting', READ, BAD_KEYS, [
                FORGED,
                { guard: 'isTaken', ...end('tellTaken') },
                { guard: 'isExhausted', ...EXHAUSTED },
                { guard: 'isRefused', ...end('tellUnavailable') },
                { guard: 'isNotResponse', ...LATE },
                { guard: 'mayNotReplace', ...end('tellTaken') },
                {
                  target: '#enrollment.working.talking.storing',
                  actions: ['store', 'dropAnswer', 'persist'],
                },
              ]),
              storing: phase('storing', READ, BAD_KEYS, [
                FORGED,
                { guard: 'isTaken', ...end('tellTaken') },
                { guard: 'isExhausted', ...EXHAUSTED },
                { guard: 'isRefusedForNow', ...RESTART },
                { guard: 'isRefused', ...end('tellUnavailable') },
                { guard: 'isNotStored', ...LATE },
                {
                  guard: 'isMoving',
                  target: '#enrollment.working.confirming',
                  actions: ['close', 'dropAnswer', 'persist'],
                },
                {
                  guard: 'needsConfirmation',
                  target: '#enrollment.working.confirming',
                  actions: ['confirm', 'dropAnswer', 'persist'],
                },
                end('tellEnrolled', 'holdKey'),
              ]),
            },
          },
          confirming: phase('confirming', READ, BAD_KEYS, NOT_CONFIRMED),
        },
        on: {
          // One act at a time.
          enrol: { actions: 'tellUnavailable' },
          move: { actions: 'tellUnavailable' },
        },
      },
      // The same confirmation, over restarts, to the same fleet, until it is answered (`hardened`).
      unconfirmed: {
        ...phase('unconfirmed', READ, BAD_KEYS, NOT_CONFIRMED),
        on: {
          ...READ,
          // The old fleet may be erased: whoever enrols by hand leaves the old record behind (§7.3).
          enrol: [
            { guard: 'waitsForReceipt', target: 'working', actions: ['leaveBehind', 'takeAct'] },
            { actions: 'tellUnconfirmed' },
          ],
          move: { actions: 'tellUnconfirmed' },
          lineageKnown: { actions: ['noteLineage', 'persistLineage'] },
        },
        after: { repeat: { target: 'unconfirmed', reenter: true } },
      },
    },
    on: {
      // Late: the act that asked is over.
      keysTrusted: {},
      keysRefused: {},
      enrollmentAnswered: {},
      lineageKnown: {},
      ...WILDCARD,
    },
  })
}

/** The enrolment machine as a standing part of a client. */
export function createEnrollment(deps: ClientDeps): Part {
  return {
    machine: enrollmentMachine(deps),
    input: undefined,
    draws: ENROLLMENT_DRAWS,
    accepts: ['enrollmentAnswered'],
  }
}
