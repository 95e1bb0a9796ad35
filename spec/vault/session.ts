/**
 * A recovery at one HSM (§6.2): charge, and only when this HSM's own log has applied the charge, evaluate and
 * answer; settle, and only then let K's ciphertext go. While the session lives, the same bytes get the same answer.
 */
import { setup } from 'xstate'
import { isMessage, WILDCARD } from '../actions.ts'
import type { Deps, DrawTable, Part } from '../shell.ts'
import type { Verdict } from './commands.ts'
import { sessionActions } from './session-actions.ts'
import { type At, askedOf, type Context, EMPTY, type Event, verdictOf } from './session-context.ts'

/** What each event draws, in bytes. */
export const SESSION_DRAWS: DrawTable = {
  opened: { name: 16 },
  charged: { maskingNonce: 32, nonce: 32, keyshareSeed: 32, replyNonce: 12 },
  decided: { replyNonce: 12, transportNonce: 12 },
}

/** The guards of a recovery session. */
export function sessionGuards({ profile }: Deps) {
  return {
    isMessage,
    isHiddenFinish: (at: At) => profile.status === 'hidden' && askedOf(at).request.type === 'recoverFinish',
    /** The same bytes again: nothing new is learnt from the same answer. */
    repeatsStart: (at: At) => askedOf(at).bytes === at.context.start,
    repeatsFinish: (at: At) => askedOf(at).bytes === at.context.finish,
    isFinish: (at: At) => askedOf(at).request.type === 'recoverFinish',
    /** KE1 was well formed. */
    hasEvaluated: ({ context }: At) => context.answer !== null,
    /** KE3 fits this session's own state: whoever sent it knows the password. */
    proofFits: ({ context }: At) => context.sessionKey !== null,
    isSettledRight: (at: At) => {
      const verdict = verdictOf<Verdict>(at)
      return verdict.is === 'settled' && verdict.right
    },
    isSettled: (at: At) => verdictOf<Verdict>(at).is === 'settled',
  }
}

// Another request in the same session, or the same one with other bytes (§6.2).
const OTHER_BYTES = { actions: 'refuseBytes' } as const

/** The machine alone; bugs are made from it through `provide`. */
export function sessionMachine(deps: Deps) {
  return setup({
    types: { context: {} as Context, events: {} as Event },
    guards: sessionGuards(deps),
    actions: sessionActions(deps),
  }).createMachine({
    id: 'session',
    context: EMPTY,
    initial: 'off',
    states: {
      off: { on: { boot: 'ready' } },
      ready: {
        on: { opened: { target: 'charging', actions: ['open', 'noteDigest', 'proposeCharge'] } },
      },
      charging: {
        on: {
          handed: [{ guard: 'repeatsStart', actions: 'follow' }, OTHER_BYTES],
          charged: { target: 'charged', actions: 'evaluate' },
          decided: { target: 'over', actions: ['noteRefusal', 'sendAnswer'] },
        },
      },
      charged: {
        always: [
          { guard: 'hasEvaluated', target: 'answered', actions: 'sendAnswer' },
          { target: 'over', actions: ['noteMalformed', 'sendAnswer'] },
        ],
      },
      answered: {
        on: {
          handed: [
            { guard: 'repeatsStart', actions: ['follow', 'sendAnswer'] },
            { guard: 'isFinish', target: 'checking', actions: ['follow', 'checkProof'] },
            OTHER_BYTES,
          ],
        },
      },
      checking: {
        always: [
          { guard: 'proofFits', target: 'settling', actions: 'proposeRight' },
          { target: 'settling', actions: 'proposeWrong' },
        ],
      },
      settling: {
        on: {
          handed: [{ guard: 'repeatsFinish', actions: 'follow' }, { guard: 'repeatsStart' }, OTHER_BYTES],
          decided: [
            { guard: 'isSettledRight', target: 'settled', actions: ['noteRight', 'sendResult'] },
            { guard: 'isSettled', target: 'settled', actions: ['noteWrong', 'sendResult'] },
            { target: 'settled', actions: ['noteUnsettled', 'sendResult'] },
          ],
        },
      },
      settled: {
        on: {
          handed: [
            { guard: 'repeatsFinish', actions: ['follow', 'sendResult'] },
            { guard: 'repeatsStart', actions: ['follow', 'sendAnswer'] },
            OTHER_BYTES,
          ],
        },
      },
      /** Nothing was charged, or nothing could be answered. */
      over: {
        on: {
          handed: [
            { guard: 'repeatsStart', actions: ['follow', 'sendAnswer'] },
            // As many writes and messages as for a record that answered (SEC-2).
            {
              guard: 'isHiddenFinish',
              target: 'settling',
              actions: ['follow', 'noteFinish', 'proposeWrong'],
            },
            OTHER_BYTES,
          ],
        },
      },
      gone: { type: 'final' },
    },
    on: { closed: '.gone', ...WILDCARD },
  })
}

/** Recoveries as a keyed part of an HSM: `session/<16 bytes that the client drew>`. */
export function createSession(deps: Deps): Part {
  return { machine: sessionMachine(deps), input: undefined, draws: SESSION_DRAWS, accepts: [] }
}
