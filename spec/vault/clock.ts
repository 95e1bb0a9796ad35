/**
 * The log's own clock (§4.5): Tick(k) is an entry, asked for by a leader when a quorum of HSMs said that their own
 * clocks have run δ since they applied Tick(k-1), or since boot. A host can stop a clock, not push it.
 */
import { setup } from 'xstate'
import { actionsFor, isMessage, WILDCARD } from '../actions.ts'
import type { Boot, Effect, InternalEvent, Received } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import { quorumOf } from '../profiles.ts'
import type { Part } from '../shell.ts'
import {
  type At,
  CLOCK_DELAYS,
  type ClockDeps,
  type ClockState,
  type Context,
  type Event,
  STOPPED,
  type TickDue,
} from './clock-context.ts'

const { change, ask, refuse, defect } = actionsFor<Context, Event>()

function setOf({ event }: At): ClockState {
  const { tick, term, leads, wanted } = event as unknown as ClockState
  return { tick, term, leads, wanted }
}

function askedOf({ event }: At): Received<{ readonly type: string; readonly tick: number }> {
  return event as Received<{ readonly type: string; readonly tick: number }>
}

/** The guards of the clock. */
export function clockGuards({ profile, peers }: ClockDeps) {
  const quorum = quorumOf(Math.max(1, peers.length), profile.surplus) ?? Number.POSITIVE_INFINITY
  return {
    isMessage,
    hasTicked: (at: At) => setOf(at).tick !== at.context.state.tick,
    isAsked: ({ context }: At) => context.state.leads && context.state.wanted,
    isStranger: (at: At) => !peers.includes(askedOf(at).from) || askedOf(at).from === at.context.self,
    isNextTick: (at: At) => askedOf(at).message.tick === at.context.state.tick + 1,
    /** A quorum of clocks, this one among them. */
    hasQuorum: ({ context }: At) => Object.keys(context.ready).length >= quorum,
  }
}

function clockActions({ peers }: ClockDeps) {
  const send = (to: NodeId, message: { readonly type: string; readonly tick: number }): Effect => {
    return { do: 'send', to, message }
  }
  return {
    refuse,
    defect,
    noteSelf: change(({ event }) => ({ self: (event as Boot).self })),
    noteState: change((at) => ({ state: setOf(at) })),
    forgetReady: change(() => ({ ready: {} })),
    noteOwn: change(({ context }) => ({ ready: { ...context.ready, [context.self]: true } })),
    noteReady: change((at) => ({ ready: { ...at.context.ready, [askedOf(at).from]: true } })),
    askPeers: ask(({ context: { self, state, ready } }) =>
      peers
        .filter((node) => node !== self && ready[node] === undefined)
        .map((node) => send(node, { type: 'tickWanted', tick: state.tick + 1 })),
    ),
    sayReady: ask((at) => [send(askedOf(at).from, { type: 'tickReady', tick: at.context.state.tick + 1 })]),
    proposeTick: ask(({ context: { state } }) => {
      const tick = state.tick + 1
      const command: TickDue['command'] = { id: `tick/${tick}/${state.term}`, do: 'tick', tick }
      return [{ do: 'tell', machine: 'vault', event: { type: 'tickDue', command } as InternalEvent }]
    }),
  }
}

/** The machine alone; bugs are made from it through `provide`. */
export function clockMachine(deps: ClockDeps) {
  return setup({
    types: { context: {} as Context, events: {} as Event },
    guards: clockGuards(deps),
    actions: clockActions(deps),
    delays: CLOCK_DELAYS,
  }).createMachine({
    id: 'clock',
    context: { self: '' as NodeId, state: STOPPED, ready: {} },
    initial: 'off',
    states: {
      off: { on: { boot: { target: 'running', actions: 'noteSelf' } } },
      // Its own clock has not run long enough: it says nothing, whoever asks.
      running: {
        after: { delta: { target: 'ready', actions: 'noteOwn' } },
        on: { tickWanted: [{ guard: 'isStranger', actions: 'refuse' }, {}] },
      },
      ready: {
        initial: 'quiet',
        on: {
          clockSet: [
            { guard: 'hasTicked', target: 'running', actions: ['noteState', 'forgetReady'] },
            { target: '.quiet', actions: 'noteState' },
          ],
          tickWanted: [
            { guard: 'isStranger', actions: 'refuse' },
            { guard: 'isNextTick', actions: 'sayReady' },
            {},
          ],
        },
        states: {
          quiet: { always: { guard: 'isAsked', target: 'asking' } },
          asking: {
            entry: 'askPeers',
            always: { guard: 'hasQuorum', target: 'proposed' },
            after: { poll: { target: 'asking', reenter: true } },
            on: {
              tickReady: [
                { guard: 'isStranger', actions: 'refuse' },
                { guard: 'isNextTick', actions: 'noteReady' },
                {},
              ],
            },
          },
          // Until the tick is applied; what was lost on the way is asked for again.
          proposed: { entry: 'proposeTick', after: { poll: { target: 'proposed', reenter: true } } },
        },
      },
    },
    on: {
      clockSet: [
        { guard: 'hasTicked', target: '.running', reenter: true, actions: ['noteState', 'forgetReady'] },
        { actions: 'noteState' },
      ],
      tickReady: [{ guard: 'isStranger', actions: 'refuse' }, {}],
      ...WILDCARD,
    },
  })
}

/** The clock as a standing part of an HSM, under the name `clock`. */
export function createClock(deps: ClockDeps): Part {
  return { machine: clockMachine(deps), input: undefined, draws: {}, accepts: ['tickWanted', 'tickReady'] }
}
