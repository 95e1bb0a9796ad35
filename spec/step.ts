/**
 * One step of one machine: (snapshot, event) to (snapshot, ordered effects). Pure: no actor runs, no clock is
 * read. XState's own interpreter takes the step through `machine.transition` with one inert scope that
 * collects what XState would have executed; `transition()` builds an actor at each call and is ten times slower.
 */
import type { AnyActorScope, AnyMachineSnapshot, AnyStateMachine } from 'xstate'
import type { Effect } from './boundary.ts'

/** The name of the one action through which machines ask for effects. */
export const EFFECT = 'effect'

/** A snapshot reduced to what matters: the state value and the context. */
export interface Stepped {
  readonly snapshot: AnyMachineSnapshot
  readonly effects: readonly Effect[]
}

interface Executed {
  readonly type: string
  readonly params: unknown
}

let collected: Effect[] = []

const self = { id: 'self', sessionId: 'self', send: () => {}, _parent: undefined }
// What XState's interpreter touches of an actor scope in pure mode, and nothing that lives.
const scope = {
  self,
  id: 'self',
  sessionId: 'self',
  logger: () => {},
  defer: () => {},
  emit: () => {},
  stopChild: () => {},
  system: {
    _sendInspectionEvent: () => {},
    _clock: undefined,
    scheduler: { schedule: () => {}, cancel: () => {} },
  },
  actionExecutor: (action: Executed) => collect(action),
} as unknown as AnyActorScope

function collect(action: Executed): void {
  if (action.type === EFFECT) {
    collected.push(action.params as Effect)
  } else if (action.type === 'xstate.raise') {
    const { event, delay } = action.params as { event: { type: string }; delay?: number }
    // A raise without delay is XState's own internal queue and needs nobody outside.
    if (delay !== undefined) collected.push({ do: 'arm', timer: event.type, ticks: delay })
  } else if (action.type === 'xstate.cancel') {
    collected.push({ do: 'cancel', timer: (action.params as { sendId: string }).sendId })
  } else {
    throw new Error(`a machine asked for an unknown action: ${action.type}`)
  }
}

/** The snapshot of a machine that has not been booted yet. Its first event must be `boot`. */
export function unbooted(machine: AnyStateMachine, input?: unknown): AnyMachineSnapshot {
  collected = []
  const snapshot = machine.getInitialSnapshot(scope as never, input as never)
  if (collected.length > 0) throw new Error(`machine ${machine.id} asks for effects before it is booted`)
  return snapshot as AnyMachineSnapshot
}

/** Takes one step. Throws only on a defect of ours: an unexpected internal event, or a bug in an action. */
export function step(
  machine: AnyStateMachine,
  snapshot: AnyMachineSnapshot,
  event: { readonly type: string },
): Stepped {
  collected = []
  const next = machine.transition(snapshot as never, event as never, scope as never) as AnyMachineSnapshot
  const effects = collected
  collected = []
  return { snapshot: next, effects }
}
