/**
 * The attempts machine: one per record, or in `hardened` per lineage (§4). It alone decides about guesses, from
 * committed entries in the order of the log, so every replica comes to the same. States say how much is left:
 * absent, open (guesses remain), spent (none, but a proof may still come), erased (no byte of the secret).
 */
import { setup } from 'xstate'
import { WILDCARD } from '../actions.ts'
import type { Part } from '../shell.ts'
import { attemptsActions } from './attempts-actions.ts'
import type { AttemptsDeps, Context, Event } from './attempts-context.ts'
import { attemptsGuards } from './attempts-guards.ts'
import { blankLineage } from './state.ts'

const NOT_ENROLLED = { actions: 'answerNotEnrolled' } as const

// What a record that answers recoveries does with a session's end.
const SETTLE = [
  { guard: 'wasNotCharged', actions: 'answerUnknown' },
  { guard: 'provesThisVersion', target: '#attempts.open', actions: ['freeCharges', 'answerProven'] },
] as const

/** The machine alone; bugs are made from it through `provide`. */
export function attemptsMachine(deps: AttemptsDeps) {
  const erasing = (answer: 'answerExhausted' | 'answerFailed') => [
    { guard: 'remembersAccounts', target: '#attempts.erased', actions: ['eraseSecrets', answer] } as const,
    { target: '#attempts.absent', actions: ['eraseSecrets', answer] } as const,
  ]
  return setup({
    types: { context: {} as Context, events: {} as Event },
    guards: attemptsGuards(deps),
    actions: attemptsActions(deps),
  }).createMachine({
    id: 'attempts',
    context: { lineage: blankLineage(deps.profile.limit) },
    initial: 'off',
    states: {
      off: { on: { boot: 'absent' } },
      absent: { on: { charge: NOT_ENROLLED, settle: { actions: 'answerUnknown' } } },
      open: {
        on: {
          charge: [
            { guard: 'isChargedAlready', actions: 'answerCharged' },
            { guard: 'isChargedForOtherBytes', actions: 'answerOtherBytes' },
            { guard: 'isTooSoon', actions: 'answerDelayed' },
            { guard: 'isLastAttempt', target: 'spent', actions: ['spendAttempt', 'answerCharged'] },
            { actions: ['spendAttempt', 'answerCharged'] },
          ],
          settle: [...SETTLE, { actions: ['closeCharge', 'answerFailed'] }],
        },
      },
      spent: {
        on: {
          charge: [
            { guard: 'isChargedAlready', actions: 'answerCharged' },
            { guard: 'isChargedForOtherBytes', actions: 'answerOtherBytes' },
            ...erasing('answerExhausted'),
          ],
          settle: [
            ...SETTLE,
            { guard: 'isNotLastHope', actions: ['closeCharge', 'answerFailed'] },
            ...erasing('answerFailed'),
          ],
        },
      },
      erased: { on: { charge: { actions: 'answerExhausted' }, settle: { actions: 'answerUnknown' } } },
      gone: { type: 'final' },
    },
    on: {
      offer: [
        { guard: 'isOfferedAlready', actions: 'answerOffered' },
        { guard: 'ranOut', actions: 'answerExhausted' },
        { guard: 'idExists', actions: 'answerTaken' },
        { actions: ['keepOffer', 'answerOffered'] },
      ],
      store: [
        { guard: 'isStoredAlready', actions: 'answerStored' },
        { guard: 'ranOut', actions: 'answerExhausted' },
        { guard: 'wasNotOffered', actions: 'answerUnknown' },
        { guard: 'mayNotReplace', actions: 'answerTaken' },
        { guard: 'needsConfirmation', actions: ['storePending', 'answerStored'] },
        { target: '.open', actions: ['storeActive', 'answerStored'] },
      ],
      confirm: [
        { guard: 'isConfirmedAlready', actions: 'answerConfirmed' },
        { guard: 'isNotForPending', actions: 'answerUnknown' },
        { guard: 'lacksReceipt', actions: 'answerUnknown' },
        { guard: 'carriesNothing', target: '.spent', actions: ['activatePending', 'answerConfirmed'] },
        { target: '.open', actions: ['activatePending', 'answerConfirmed'] },
      ],
      close: [
        { guard: 'isClosedAlready', actions: 'answerClosed' },
        { guard: 'mayNotClose', actions: 'answerUnknown' },
        { target: '.absent', actions: ['closeLineage', 'answerClosed'] },
      ],
      acknowledge: [
        { guard: 'isNotTheirReceipt', actions: 'answerUnknown' },
        { actions: ['dropReceipt', 'answerAcknowledged'] },
      ],
      delete: [
        { guard: 'mayNotDelete', actions: 'answerUnknown' },
        { target: '.absent', actions: ['remove', 'answerDeleted'] },
      ],
      restore: [
        { guard: 'arrivesErased', target: '.erased', actions: ['restore', 'answerRestored'] },
        { guard: 'arrivesAbsent', target: '.absent', actions: ['restore', 'answerRestored'] },
        { guard: 'arrivesSpent', target: '.spent', actions: ['restore', 'answerRestored'] },
        { target: '.open', actions: ['restore', 'answerRestored'] },
      ],
      dismissed: { target: '.gone', actions: 'answerGone' },
      ...WILDCARD,
    },
  })
}

/** The attempts machine as a keyed part of an HSM: `attempts/<record>`. */
export function createAttempts(deps: AttemptsDeps): Part {
  return { machine: attemptsMachine(deps), input: undefined, draws: {}, accepts: [] }
}
