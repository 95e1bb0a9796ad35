/**
 * The operator's front end (§3.7): ends client connections, knows whose each is, relays what it cannot read where it
 * is sealed, and follows hints at the leader. In `published` it also chooses the record ids (_model_).
 */
import { setup } from 'xstate'
import { WILDCARD } from '../actions.ts'
import type { Part } from '../shell.ts'
import { type Context, EMPTY, type Event, type FrontEndDeps } from './front-end-context.ts'
import { actionsOf, guardsFor } from './front-end-steps.ts'

/** The machine alone; bugs are made from it through `provide`. */
export function frontEndMachine(deps: FrontEndDeps) {
  return setup({
    types: { context: {} as Context, events: {} as Event },
    guards: guardsFor(deps),
    actions: actionsOf(deps),
  }).createMachine({
    id: 'frontEnd',
    context: EMPTY,
    initial: 'off',
    states: {
      off: { on: { boot: { target: 'relaying', actions: 'readCells' } } },
      relaying: {
        on: {
          toVault: [
            { guard: 'isNobodys', actions: 'refuse' },
            { guard: 'needsId', actions: ['handOut', 'persistHanded', 'noteWaiting', 'relay'] },
            { guard: 'isRepeated', actions: ['askNext', 'noteWaiting', 'relay'] },
            { actions: ['noteWaiting', 'relay'] },
          ],
          answered: [
            { guard: 'isStrangers', actions: 'refuse' },
            { guard: 'movesHome', actions: ['answer', 'tellHome', 'noteAnswered'] },
            { actions: ['answer', 'noteAnswered'] },
          ],
          notLeader: [
            // The client asked something else meanwhile, or was answered by another HSM.
            { guard: 'isStale' },
            { guard: 'isHint', actions: ['followHint', 'relayAgain'] },
            { actions: 'askAnother' },
          ],
          choose: { actions: ['choose', 'tellChosen'] },
        },
      },
    },
    on: WILDCARD,
  })
}

/** The front end's relay as a standing part of its shell. */
export function frontEndPart(deps: FrontEndDeps): Part {
  return {
    machine: frontEndMachine(deps),
    input: undefined,
    draws: {},
    accepts: ['toVault', 'answered', 'notLeader'],
  }
}
