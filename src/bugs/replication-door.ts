/** How a seeded bug of replication enters: other named guards and actions for a replica (§1.12). */
import type { AnyStateMachine } from 'xstate'
import { actionsFor } from '../../spec/actions.ts'
import type { ConsensusEvent, Context, Rules } from '../../spec/consensus/context.ts'
import { rulesBehind } from '../../spec/consensus/machine.ts'
import type { Bug } from './bug.ts'

/** The two kinds of named action, for a replica. */
export const { change, ask } = actionsFor<Context, ConsensusEvent>()

/** What a bug puts in the place of the replica's own. */
export interface Override {
  readonly guards?: Readonly<Record<string, (at: { context: Context; event: ConsensusEvent }) => boolean>>
  readonly actions?: Readonly<Record<string, ReturnType<typeof change> | ReturnType<typeof ask>>>
}

/** A bug of the replica; what it changes may depend on the fleet's rules. */
export function consensus(
  bug: Omit<Extract<Bug, { part: string }>, 'part' | 'provide'>,
  override: (rules: Rules) => Override,
): Bug {
  const provide = (machine: AnyStateMachine) => machine.provide(override(rulesBehind(machine)) as never)
  return { ...bug, part: 'consensus', provide }
}
