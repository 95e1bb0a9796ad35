/**
 * How machines write their named actions: `change` for the context, `ask` for effects. XState's ordered
 * action lists keep the order of both, which is the contract of boundary.ts.
 */
import { assign, type EventObject, enqueueActions, type MachineContext } from 'xstate'
import type { Effect, Octets, Received } from './boundary.ts'
import { EFFECT } from './step.ts'

/** First word of the label of a refused message; the world counts them in its statistics. */
export const REFUSED = 'refused'

/** What a named action or guard may look at. */
export interface Given<C, E> {
  readonly context: C
  readonly event: E
}

interface Enqueue<C, E> extends Given<C, E> {
  readonly enqueue: (action: { type: string; params: Effect }) => void
}

/** The two kinds of named action, typed for one machine. */
export function actionsFor<C extends MachineContext, E extends EventObject>() {
  return {
    /** Changes the context: returns the fields that change. */
    change: (next: (given: Given<C, E>) => Partial<C>) => assign<C, E, undefined, E, never>(next as never),
    /** Asks the world for effects, in this order. */
    ask: (effects: (given: Given<C, E>) => readonly Effect[]) =>
      enqueueActions<C, E, undefined, E, never, never, never, never, never>(((given: Enqueue<C, E>) => {
        for (const params of effects(given)) given.enqueue({ type: EFFECT, params })
      }) as never),
    /** A message that this state neither handles nor ignores: counted by the world, nothing else happens. */
    refuse: enqueueActions<C, E, undefined, E, never, never, never, never, never>(((given: Enqueue<C, E>) => {
      given.enqueue({ type: EFFECT, params: { do: 'label', text: `${REFUSED} ${given.event.type}` } })
    }) as never),
    /** Ends every machine: an internal event that nobody expected is a defect of ours, and throws. */
    defect: assign<C, E, undefined, E, never>((({ event }: Given<C, E>) => {
      throw new Error(`defect: unexpected internal event ${event.type}`)
    }) as never),
  }
}

/** A draw that the event declares (§1.6). */
export function drawOf({ event }: Given<unknown, EventObject>, field: string): Octets {
  return (event as Received).draw?.[field] as Octets
}

/** Is this event a message from another node (which may be hostile), rather than one of our own? */
export function isMessage({ event }: Given<unknown, EventObject>): boolean {
  return 'from' in event && 'message' in event
}

/**
 * Every machine ends with `on: WILDCARD`: a message that no state handles or lists as ignored is refused and
 * counted, an internal event is a defect. The machine's setup must name `isMessage`, `refuse` and `defect`.
 */
export const WILDCARD = {
  '*': [{ guard: 'isMessage', actions: 'refuse' }, { actions: 'defect' }],
} as const
