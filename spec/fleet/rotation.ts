/**
 * The operator's ceremony side (§7.3): keys are made inside the new fleet, the auditor signs and logs them, the
 * operator counter-signs the auditor's signature, the new fleet holds the bundle, and only then clients are sent
 * there. Every stage is durable before its messages leave, and every message is repeated until it is answered.
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
} from './rotation-context.ts'
import { rotationActions, rotationGuards } from './rotation-steps.ts'

/** The machine alone; bugs are made from it through `provide`. */
export function rotationMachine(rules: Rules) {
  const resume = (stage: Stage) =>
    ({ guard: { type: 'stoodAt', params: { stage } }, target: stage, actions: 'readCell' }) as const
  const again = (state: Stage) => ({ again: { target: state, reenter: true } }) as const
  const abandon = { target: 'idle', actions: ['tellAbandoned', 'forget', 'eraseRotation'] } as const
  const begin = [
    { guard: 'isKnownFleet', target: 'ceremony', actions: ['begin', 'persistRotation'] },
    { actions: 'tellUnknownFleet' },
  ] as const
  return setup({
    types: { context: {} as Context, events: {} as RotationEvent },
    guards: rotationGuards(rules),
    actions: rotationActions(rules),
    delays: { again: AGAIN_TICKS },
  }).createMachine({
    id: 'rotation',
    context: { rotation: null, stored: [] },
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
            { target: 'idle' },
          ],
        },
      },
      idle: { on: { rotate: begin, abandon: {} } },
      ceremony: {
        entry: 'askForKeys',
        after: again('ceremony'),
        on: {
          abandon,
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
          abandon,
          stamped: [
            { guard: 'isOurStamp', target: 'publishing', actions: ['counterSign', 'persistRotation'] },
            { actions: 'refuse' },
          ],
          stampRefused: [
            { guard: 'isRefusalOfOurs', target: 'idle', actions: ['tellRefused', 'forget', 'eraseRotation'] },
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
          abandon,
          bundleStored: [{ guard: 'isFromAHolder', actions: 'noteHolder' }, { actions: 'refuse' }],
        },
      },
      activating: {
        entry: 'askForActivation',
        after: again('activating'),
        on: {
          abandon: { actions: 'tellTooLate' },
          activated: [
            {
              guard: 'isActivation',
              target: 'overlap',
              actions: ['beginOverlap', 'persistRotation', 'tellActivated'],
            },
            { actions: 'refuse' },
          ],
        },
      },
      overlap: { on: { rotate: begin, abandon: { actions: 'tellTooLate' } } },
    },
    on: {
      rotate: { actions: 'tellUnderWay' },
      // Answers to requests that were repeated: the stage has passed.
      ceremonyAnswer: {},
      stamped: {},
      stampRefused: {},
      bundleStored: {},
      activated: {},
      ...WILDCARD,
    },
  })
}

/** The rotation machine as a part of the operator's shell. */
export function createRotation(deps: RotationDeps): Part {
  return {
    machine: rotationMachine(deps),
    input: undefined,
    draws: {},
    accepts: ['ceremonyAnswer', 'stamped', 'stampRefused', 'bundleStored', 'activated'],
  }
}
