/** How a seeded bug of the vault enters: other named guards and actions for one machine of its shell (§1.12). */
import type { AnyStateMachine } from 'xstate'
import { actionsFor } from '../../spec/actions.ts'
import type { At, Context, Event } from '../../spec/vault/attempts-context.ts'
import type { Lineage } from '../../spec/vault/state.ts'
import type { Bug } from './bug.ts'

type Guard = (at: { readonly context: unknown; readonly event: unknown }) => boolean

/** What a bug puts in the place of a machine's own. */
export interface Override {
  readonly guards?: Readonly<Record<string, unknown>>
  readonly actions?: Readonly<Record<string, unknown>>
}

/** A bug of one part; it may lean on the guards that the machine has, as a careless change would. */
export function inPart(
  part: string,
  bug: Omit<Extract<Bug, { part: string }>, 'part' | 'provide'>,
  override: (guards: Readonly<Record<string, Guard>>) => Override,
): Bug {
  const provide = (machine: AnyStateMachine) => {
    const guards = machine.implementations.guards as unknown as Record<string, Guard>
    return machine.provide(override(guards) as never) as AnyStateMachine
  }
  return { ...bug, part, provide }
}

const { change } = actionsFor<Context, Event>()

/** An action of an attempts machine that changes the record. */
export const toLineage = (next: (lineage: Lineage, at: At) => Lineage) =>
  change((at) => ({ lineage: next(at.context.lineage, at) }))
