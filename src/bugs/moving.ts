/** Seeded bugs in moving a lineage to another fleet (§7.3): the budget is there twice. */
import { type AnyStateMachine, assign } from 'xstate'
import { actionsFor } from '../../spec/actions.ts'
import type { InternalEvent } from '../../spec/boundary.ts'
import type { Context as Enrolling } from '../../spec/client/enrollment-context.ts'
import type { CloseCommand, Decided, Entry } from '../../spec/vault/commands.ts'
import type { Lineage } from '../../spec/vault/state.ts'
import type { Bug } from './bug.ts'

interface At {
  readonly context: { readonly lineage: Lineage }
  readonly event: Entry<CloseCommand>
}

const { ask } = actionsFor<At['context'], At['event']>()

/** Number 35. */
export const bothFleetsAnswer: Bug = {
  id: 'bothFleetsAnswer',
  number: 35,
  breaks: 'ATT-6',
  adversary: 'A2',
  profile: 'hardened',
  story: 'The old fleet signs the receipt and goes on answering: both fleets answer during the overlap.',
  part: 'attempts',
  provide: (machine) =>
    machine.provide({
      // The receipt is given as if the lineage had been closed before, and nothing changes.
      guards: {
        isClosedAlready: ({ context, event }: At) => context.lineage.active?.owner === event.command.signer,
      },
      actions: {
        answerClosed: ask(({ context: { lineage }, event: { command } }) => {
          const { record, pending, to, signer: by } = command
          const closed = { pending, to, by, remaining: lineage.remaining }
          const decided: Decided = { type: 'decided', record, lineage, verdict: { is: 'closed', closed } }
          return [{ do: 'tell', machine: 'vault', event: decided as InternalEvent }]
        }),
      },
    } as never) as AnyStateMachine,
}

/** Number 12. */
export const retryAtOtherFleet: Bug = {
  id: 'retryAtOtherFleet',
  number: 12,
  breaks: 'ATT-6',
  adversary: 'A2',
  profile: 'hardened',
  story: 'The phone does not remember which fleet holds its record: what it does again goes to another one.',
  part: 'enrollment',
  provide: (machine) =>
    machine.provide({
      actions: {
        noteHolder: assign(({ context }: { context: Enrolling }) => ({
          lineage: { ...context.lineage, holder: context.kept?.owner ?? null, home: null },
        })),
      },
    } as never) as AnyStateMachine,
}

/** Both of them. */
export const movingBugs: readonly Bug[] = [bothFleetsAnswer, retryAtOtherFleet]
