/** What a recovering phone does, by name (§6.4). */
import { actionsFor } from '../actions.ts'
import type { Effect, InternalEvent, Octets, Received } from '../boundary.ts'
import type { Delete, Ended, FleetKeys, KeysRefused, Recover } from '../tells.ts'
import type { FromVault } from '../wire.ts'
import { answerIn, readAnswer } from './channel.ts'
import { type ClientDeps, keyHeld, type LineageKnown, STARTS_MAX } from './client-deps.ts'
import { type At, type Context, EMPTY, type Event, refusalIn } from './recovery-context.ts'
import { erasing, finished, opened, started, unsealed } from './recovery-steps.ts'

const { change, ask, refuse, defect } = actionsFor<Context, Event>()

function ended(
  { tells = 'user' }: ClientDeps,
  { context }: At,
  outcome: Ended['outcome'],
  more: Partial<Ended>,
): Effect {
  const type = context.goal === 'delete' ? 'deletionEnded' : 'recoveryEnded'
  return { do: 'tell', machine: tells, event: { type, outcome, ...more } as InternalEvent }
}

function toEnrollment(
  holder: LineageKnown['holder'],
  generation: number,
  home: LineageKnown['home'] = null,
): Effect {
  const event: LineageKnown = { type: 'lineageKnown', holder, generation, home }
  return { do: 'tell', machine: 'enrollment', event }
}

/** The actions of the recovery machine. */
export function recoveryActions(deps: ClientDeps) {
  const { frontEnd } = deps
  const end = (outcome: Ended['outcome'], more: (at: At) => Partial<Ended> = () => ({})) =>
    ask((at) => [ended(deps, at, outcome, more(at))])
  const begin = (goal: Context['goal']) =>
    change(({ event }) => ({
      ...EMPTY,
      goal,
      secret: (event as Recover | Delete).secret,
      startsLeft: (deps.starts ?? STARTS_MAX) - 1,
    }))
  return {
    refuse,
    defect,
    takeRecover: begin('recover'),
    takeDelete: begin('delete'),
    countStart: change(({ context }) => ({
      ...EMPTY,
      goal: context.goal,
      secret: context.secret,
      startsLeft: context.startsLeft - 1,
    })),
    wantKeys: ask(() => [
      { do: 'tell', machine: 'trust', event: { type: 'keysWanted', by: 'recovery' } as InternalEvent },
    ]),
    start: change((at) => started(deps, at)),
    open: change((at) => opened(deps, at)),
    finish: change((at) => finished(deps, at)),
    unseal: change((at) => unsealed(deps, at)),
    erase: change((at) => erasing(deps, at)),
    send: ask(({ context }) => {
      const message = { type: 'toVault', fleet: context.keys?.fleet, body: context.body }
      return [{ do: 'send', to: frontEnd, message }]
    }),
    read: change(({ context, event }) => {
      const keys = context.keys as FleetKeys
      const replyKey = context.replyKey as Octets
      const { body } = (event as Received<FromVault>).message
      return { answer: readAnswer(deps, { keys, replyKey }, context.session as Octets, body) }
    }),
    dropAnswer: change(() => ({ answer: null })),
    noteRefused: change((at) => ({ refused: answerIn(at, 'refused') ?? null, answer: null })),
    forget: change(() => EMPTY),
    /** Whoever recovered K may replace and delete the record (`hardened`). */
    tellHolder: ask(({ context }) =>
      context.holder === null ? [] : [toEnrollment(context.holder, 0, context.keys)],
    ),
    tellGeneration: ask((at) => [toEnrollment(null, refusalIn(at)?.generation ?? 0)]),
    holdKey: ask(({ context }) => keyHeld(deps, context.key as Octets)),
    tellRecovered: end('recovered', ({ context }) => ({ key: context.key as Octets })),
    tellDeleted: end('deleted'),
    tellWrongPassword: end('wrongPassword', ({ context }) => ({ attemptsLeft: context.attemptsLeft })),
    tellExhausted: end('exhausted'),
    tellDelayed: end('delayed', (at) => ({ ticksLeft: refusalIn(at)?.ticksLeft ?? 0 })),
    tellNotEnrolled: end('notEnrolled'),
    tellUnavailable: end('unavailable'),
    tellUntrusted: end('untrustedFleet', ({ event }) => ({ why: (event as KeysRefused).why })),
    tellBadKeys: end('untrustedFleet', () => ({ why: 'malformedKey' })),
  }
}
