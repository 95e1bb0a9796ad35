/**
 * The fleet keys inside an HSM (§7.3): made in a ceremony in which every member destroys its credential, handed to
 * the vault next door, served to clients as a bundle, and in the end erased.
 */
import { setup } from 'xstate'
import { WILDCARD } from '../actions.ts'
import type { DrawTable, Part } from '../shell.ts'
import { ceremonyActions } from './keys-ceremony.ts'
import {
  ACKNOWLEDGE_TICKS,
  BLANK,
  type Context,
  type FleetKeysDeps,
  type KeysEvent,
  type Rules,
} from './keys-context.ts'
import { keysGuards } from './keys-guards.ts'
import { servingActions } from './keys-serving.ts'

/** Messages that this machine takes. */
const ACCEPTS = [
  'bundleWanted',
  'bundlePublished',
  'ceremonyRequest',
  'ceremonyShare',
  'ceremonyAck',
  'ceremonySealed',
  'phaseOrder',
  'countRequest',
] as const

/** The seeds of a fleet are drawn when its ceremony is asked for; 32 bytes each. */
const DRAWS: DrawTable = { ceremonyRequest: { signing: 32, sealing: 32, ake: 32, oprf: 32, wrap: 32 } }

const DESTROY = ['forgetCredential', 'destroyCredential'] as const
const HAND_OUT = ['noteAsker', 'acknowledgeSelf', 'persistDealing', 'sendShares'] as const

/** What a fleet answers as long as it has keys. */
const ANSWERING = {
  bundleWanted: [{ guard: 'hasBundle', actions: 'serveBundle' }, {}],
  ceremonyRequest: [{ guard: 'isForThisFleet', actions: 'answerCeremony' }, { actions: 'refuse' }],
  // A member that missed the outcome says so by acknowledging again.
  ceremonyAck: [{ guard: 'isMember', actions: 'repeatOutcome' }, { actions: 'refuse' }],
  ceremonyShare: {},
  ceremonySealed: {},
  bundlePublished: [
    { guard: 'isOurBundle', actions: ['takeBundle', 'persistBundle', 'confirmBundle'] },
    { actions: 'refuse' },
  ],
  countRequest: [{ guard: 'canCount', actions: ['noteAsker', 'askVault'] }, { actions: 'answerUncounted' }],
  counted: { actions: ['answerCount', 'forgetAsker'] },
} as const

const ERASE = {
  guard: { type: 'isOrderOf', params: { phase: 'erased' } },
  target: 'erased',
  actions: ['beginErased', 'persistPhase', 'eraseKeys', 'tellVault', 'confirmPhase'],
} as const

/** The machine alone; bugs are made from it through `provide`. */
export function fleetKeysMachine(rules: Rules) {
  return setup({
    types: { context: {} as Context, events: {} as KeysEvent },
    guards: keysGuards(rules),
    actions: { ...ceremonyActions(rules), ...servingActions(rules) },
    delays: { again: ACKNOWLEDGE_TICKS },
  }).createMachine({
    id: 'fleetKeys',
    context: BLANK,
    initial: 'off',
    states: {
      off: {
        on: {
          boot: [
            {
              guard: 'stoodErased',
              target: 'erased',
              actions: ['readCells', 'beginErased', 'eraseKeys', 'tellVault'],
            },
            { guard: 'stoodClosing', target: 'closing', actions: ['readCells', 'tellVault'] },
            { guard: 'hasServed', target: 'serving', actions: ['readCells', 'tellVault'] },
            { guard: 'wasDealt', target: 'dealt', actions: ['readCells', ...DESTROY] },
            { target: 'blank', actions: 'readCells' },
          ],
        },
      },
      blank: {
        on: {
          ceremonyRequest: [
            {
              guard: 'mayDeal',
              target: 'dealt',
              actions: ['makeKeys', 'persistDealing', 'persistKeys', ...DESTROY, ...HAND_OUT],
            },
            // A member waits for its share; the operator asks everybody, not knowing who deals.
            {},
          ],
          ceremonyShare: [
            {
              guard: 'isDealersShare',
              target: 'dealt',
              actions: ['takeShare', 'persistKeys', ...DESTROY, 'sendAck'],
            },
            { actions: 'refuse' },
          ],
          ceremonySealed: {},
          bundleWanted: {},
        },
      },
      dealt: {
        always: {
          guard: 'everybodyAcknowledged',
          target: 'serving',
          actions: [
            'conclude',
            'persistOutcome',
            'eraseDealing',
            'tellVault',
            'announceOutcome',
            'answerAsker',
            'forgetAsker',
          ],
        },
        after: { again: { target: 'dealt', reenter: true, actions: 'sendAck' } },
        on: {
          ceremonyRequest: [{ guard: 'isDealer', actions: HAND_OUT }, {}],
          ceremonyShare: [{ guard: 'isSameShare', actions: 'sendAck' }, { actions: 'refuse' }],
          ceremonyAck: [
            { guard: 'isMembersAck', actions: ['noteAck', 'persistDealing'] },
            { actions: 'refuse' },
          ],
          ceremonySealed: [
            {
              guard: 'isWholeTranscript',
              target: 'serving',
              actions: ['takeTranscript', 'persistOutcome', 'tellVault'],
            },
            { actions: 'refuse' },
          ],
          bundleWanted: {},
        },
      },
      serving: {
        on: {
          ...ANSWERING,
          phaseOrder: [
            {
              guard: { type: 'isOrderOf', params: { phase: 'closing' } },
              target: 'closing',
              actions: ['beginClosing', 'persistPhase', 'tellVault', 'confirmPhase'],
            },
            // One that was down when the fleet closed.
            ERASE,
            { actions: 'refuse' },
          ],
        },
      },
      closing: {
        on: {
          ...ANSWERING,
          phaseOrder: [
            ERASE,
            { guard: { type: 'isOrderOf', params: { phase: 'closing' } }, actions: 'confirmPhase' },
            { actions: 'refuse' },
          ],
        },
      },
      erased: {
        on: {
          phaseOrder: { actions: 'confirmPhase' },
          // The vault may still answer a question of before.
          counted: {},
        },
      },
    },
    on: WILDCARD,
  })
}

/** The fleet-keys machine of one HSM as a part of its shell. */
export function createFleetKeys({ crypto, anchors, ceremony, counts }: FleetKeysDeps): Part {
  const rules = { crypto, anchors, ceremony: ceremony ?? null, counts: counts ?? false }
  return { machine: fleetKeysMachine(rules), input: undefined, draws: DRAWS, accepts: ACCEPTS }
}
