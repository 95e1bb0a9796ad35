/**
 * The operator's ceremony side (§7.3): keys are made inside the new fleet, the auditor signs and logs them, the
 * operator counter-signs the auditor's signature, a quorum of the new fleet holds the bundle, and only then clients
 * are sent there. The old fleet closes, and is erased on the operator's word. Every stage is durable before its
 * messages leave, and every message is repeated until it is answered.
 */
import { setup } from 'xstate'
import { WILDCARD } from '../actions.ts'
import type { Part } from '../shell.ts'
import {
  AGAIN_TICKS,
  type Context,
  type RotationDeps,
  type RotationEvent,
  type Rules,
  type Stage,
  UNCOUNTED_TICKS,
} from './rotation-context.ts'
import { rotationGuards } from './rotation-guards.ts'
import { operatorActions, rotationActions } from './rotation-steps.ts'

/** Messages that this machine takes. */
const ACCEPTS = [
  'ceremonyAnswer',
  'stamped',
  'stampRefused',
  'bundleStored',
  'activated',
  'phaseTaken',
  'countAnswer',
] as const

const END = ['forget', 'eraseRotation'] as const
const ABANDON = { target: 'idle', actions: ['tellAbandoned', ...END] } as const

/** The machine alone; bugs are made from it through `provide`. */
export function rotationMachine(rules: Rules) {
  const resume = (stage: Stage) =>
    ({ guard: { type: 'stoodAt', params: { stage } }, target: stage, actions: 'readCells' }) as const
  const again = (state: Stage) => ({ again: { target: state, reenter: true } }) as const
  return setup({
    types: { context: {} as Context, events: {} as RotationEvent },
    guards: rotationGuards(rules),
    actions: { ...operatorActions(), ...rotationActions(rules) },
    delays: { again: AGAIN_TICKS, uncounted: UNCOUNTED_TICKS },
  }).createMachine({
    id: 'rotation',
    context: { rotation: null, serving: rules.serving ?? null, answered: [], word: undefined },
    initial: 'off',
    states: {
      off: {
        on: {
          boot: [
            resume('ceremony'),
            resume('stamping'),
            resume('publishing'),
            resume('activating'),
            resume('overlap'),
            resume('erasing'),
            { target: 'idle', actions: 'readCells' },
          ],
        },
      },
      idle: {
        on: {
          rotate: [
            { guard: 'isKnownFleet', target: 'ceremony', actions: ['begin', 'persistRotation'] },
            { actions: 'tellUnknownFleet' },
          ],
          abandon: {},
        },
      },
      ceremony: {
        entry: 'askForKeys',
        after: again('ceremony'),
        on: {
          abandon: ABANDON,
          ceremonyAnswer: [
            { guard: 'isTheirArtifact', target: 'stamping', actions: ['takeArtifact', 'persistRotation'] },
            { actions: 'refuse' },
          ],
        },
      },
      stamping: {
        entry: 'askForStamp',
        after: again('stamping'),
        on: {
          abandon: ABANDON,
          stamped: [
            { guard: 'isOurStamp', target: 'publishing', actions: ['counterSign', 'persistRotation'] },
            { actions: 'refuse' },
          ],
          stampRefused: [
            { guard: 'isRefusalOfOurs', target: 'idle', actions: ['tellRefused', ...END] },
            { actions: 'refuse' },
          ],
        },
      },
      publishing: {
        entry: 'publish',
        always: {
          guard: 'isHeldByQuorum',
          target: 'activating',
          actions: ['decideActivation', 'persistRotation'],
        },
        after: again('publishing'),
        on: {
          abandon: ABANDON,
          bundleStored: [{ guard: 'isFromAHolder', actions: 'noteAnswer' }, { actions: 'refuse' }],
        },
      },
      activating: {
        entry: 'askForActivation',
        after: again('activating'),
        on: {
          activated: [
            {
              guard: 'isActivation',
              target: 'overlap',
              actions: ['noteServing', 'persistServing', 'beginOverlap', 'persistRotation', 'tellActivated'],
            },
            { actions: 'refuse' },
          ],
        },
      },
      overlap: {
        entry: 'orderClosing',
        always: { guard: 'replacesNothing', target: 'idle', actions: END },
        after: { again: [{ guard: 'someSilent', target: 'overlap', reenter: true }, {}] },
        on: {
          phaseTaken: [{ guard: 'isFromOldFleet', actions: 'noteAnswer' }, { actions: 'refuse' }],
          retire: { target: 'counting', actions: 'noteWord' },
        },
      },
      counting: {
        initial: 'asking',
        states: {
          asking: { entry: 'askForCount', after: { again: { target: 'asking', reenter: true } } },
        },
        after: {
          uncounted: [
            { guard: 'isWordForUnknown', target: 'erasing', actions: ['agreeToLoss', 'persistRotation'] },
            { target: 'overlap', actions: 'tellUncounted' },
          ],
        },
        on: {
          countAnswer: [
            // A replica that does not lead cannot count; another one will.
            { guard: 'isNoCount' },
            { guard: 'isOperatorsWord', target: 'erasing', actions: ['agreeToLoss', 'persistRotation'] },
            { target: 'overlap', actions: 'tellCounted' },
          ],
          retire: { actions: 'noteWord' },
        },
      },
      erasing: {
        entry: 'orderErased',
        always: { guard: 'allTookIt', target: 'idle', actions: ['tellErased', ...END] },
        after: again('erasing'),
        on: {
          phaseTaken: [{ guard: 'isFromOldFleet', actions: 'noteAnswer' }, { actions: 'refuse' }],
          retire: {},
        },
      },
    },
    on: {
      rotate: { actions: 'tellUnderWay' },
      abandon: { actions: 'tellTooLate' },
      retire: { actions: 'tellNothingToRetire' },
      // Answers to requests that were repeated: their stage has passed.
      ceremonyAnswer: {},
      stamped: {},
      stampRefused: {},
      bundleStored: {},
      activated: {},
      phaseTaken: {},
      countAnswer: {},
      ...WILDCARD,
    },
  })
}

/** The rotation machine as a part of the operator's shell. */
export function createRotation(deps: RotationDeps): Part {
  return { machine: rotationMachine(deps), input: undefined, draws: {}, accepts: ACCEPTS }
}
