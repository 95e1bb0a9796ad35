/**
 * Everything about a record but recovering it, at one HSM (§3.2): each request becomes one command, and is answered
 * when this HSM's own log has applied it. What must be remembered between requests is in the applied state, so any
 * later leader can go on.
 */
import { setup } from 'xstate'
import { actionsFor, drawOf, isMessage, WILDCARD } from '../actions.ts'
import type { Octets } from '../boundary.ts'
import type { Deps, DrawTable, Part } from '../shell.ts'
import type { Answer, RequestType } from './bodies.ts'
import { type At, askedOf, type Context, type Done, EMPTY, type Event } from './registration-context.ts'
import { answerFor, commandFor } from './registration-steps.ts'
import { type Asked, answered, type Proposal, type SessionDecided } from './reply.ts'
import type { Said } from './session-context.ts'
import { answerBody } from './vault-channel.ts'

const { change, ask, refuse, defect } = actionsFor<Context, Event>()

/** What each event draws, in bytes. `key` seeds the OPRF key, or is the salt. */
export const REGISTRATION_DRAWS: DrawTable = {
  opened: { name: 16, key: 32, replyNonce: 12 },
  handed: { name: 16, key: 32, replyNonce: 12 },
  decided: { replyNonce: 12 },
}

/** The guards of a registration session. */
export const REGISTRATION_GUARDS = {
  isMessage,
  /** Same bytes, same answer. */
  isDone: (at: At) => doneOf(at)?.bytes === askedOf(at).bytes,
  isWorkedOn: (at: At) => at.context.asked?.bytes === askedOf(at).bytes,
  hasCommand: ({ context }: At) => context.command !== null,
}

function doneOf(at: At): Done | undefined {
  return at.context.done[askedOf(at).request.type]
}

function registrationActions(deps: Deps) {
  const note = (said: (at: At) => Said) =>
    change((at) => {
      const { request, bytes, secrets, replyKey } = at.context.asked as Asked
      const answer = { ...said(at), session: request.session } as Answer
      const body = answerBody(deps, secrets, answer, { key: replyKey, nonce: drawOf(at, 'replyNonce') })
      const done = { ...at.context.done, [request.type]: { bytes, body } }
      return { done, command: null }
    })
  return {
    refuse,
    defect,
    read: change((at) => {
      const draws = { name: drawOf(at, 'name'), key: drawOf(at, 'key') } as Record<'name' | 'key', Octets>
      return { asked: askedOf(at), command: commandFor(deps, askedOf(at), draws) }
    }),
    follow: change((at) => ({ asked: askedOf(at) })),
    propose: ask(({ context }) => {
      const event = { type: 'proposal', part: 'registration', command: context.command } as Proposal
      return [{ do: 'tell', machine: 'vault', event }]
    }),
    noteMalformed: note((at) => ({
      type: 'refused',
      to: (at.context.asked as Asked).request.type,
      why: 'malformed',
      ticksLeft: 0,
      generation: 0,
    })),
    noteDecided: note((at) =>
      answerFor(deps.crypto, at.context.asked as Asked, (at.event as SessionDecided).verdict),
    ),
    sendDone: ask(({ context }) => {
      const { route, request } = context.asked as Asked
      return [answered(route, (context.done[request.type as RequestType] as Done).body)]
    }),
  }
}

/** The machine alone; bugs are made from it through `provide`. */
export function registrationMachine(deps: Deps) {
  return setup({
    types: { context: {} as Context, events: {} as Event },
    guards: REGISTRATION_GUARDS,
    actions: registrationActions(deps),
  }).createMachine({
    id: 'registration',
    context: EMPTY,
    initial: 'off',
    states: {
      off: { on: { boot: 'ready' } },
      ready: {
        on: {
          opened: { target: 'reading', actions: 'read' },
          handed: [
            { guard: 'isDone', actions: ['follow', 'sendDone'] },
            { target: 'reading', actions: 'read' },
          ],
        },
      },
      reading: {
        always: [
          { guard: 'hasCommand', target: 'waiting', actions: 'propose' },
          { target: 'ready', actions: ['noteMalformed', 'sendDone'] },
        ],
      },
      waiting: {
        on: {
          // Another request must wait for its turn: the client repeats it.
          handed: [{ guard: 'isWorkedOn', actions: 'follow' }, {}],
          decided: { target: 'ready', actions: ['noteDecided', 'sendDone'] },
        },
      },
      gone: { type: 'final' },
    },
    on: { closed: '.gone', ...WILDCARD },
  })
}

/** Registrations as a keyed part of an HSM: `registration/<16 bytes that the client drew>`. */
export function createRegistration(deps: Deps): Part {
  return { machine: registrationMachine(deps), input: undefined, draws: REGISTRATION_DRAWS, accepts: [] }
}
