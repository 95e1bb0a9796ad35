/** What stands in the vault's place where replication is checked alone: it proposes what its user notes. */
import { setup } from 'xstate'
import { actionsFor, isMessage, WILDCARD } from '../../spec/actions.ts'
import type { Boot, InternalEvent } from '../../spec/boundary.ts'
import type { NodeId } from '../../spec/names.ts'
import type { Part } from '../../spec/shell.ts'
import type { Proposed } from '../../spec/tells.ts'
import type { Operation } from '../sim/world.ts'

/** The user's act: note this command. */
export interface Note {
  readonly type: 'note'
  readonly command: Proposed
}

const { ask, refuse, defect } = actionsFor<object, Note | Boot>()

const machine = setup({
  guards: { isMessage },
  actions: {
    propose: ask(({ event }) => [
      {
        do: 'tell',
        machine: 'consensus',
        event: { type: 'propose', command: (event as Note).command } as InternalEvent,
      },
    ]) as never,
    refuse: refuse as never,
    defect: defect as never,
  },
}).createMachine({
  id: 'ledger',
  initial: 'off',
  states: {
    off: { on: { boot: 'on' } },
    // It remembers nothing: what was applied is a fact, which claims look at.
    on: {
      on: {
        note: { actions: 'propose' },
        applied: {},
        notAppended: {},
        installed: {},
        roleChanged: {},
        snapshotWanted: {},
      },
    },
  },
  on: WILDCARD,
}) as unknown as Part['machine']

/** The part that stands under the name `vault`. */
export const ledger: Part = { machine, input: undefined, draws: {}, accepts: [] }

/** No scope's log gets so long: a command may take effect wherever it comes to stand (§5.7). */
const LAST_INDEX = 200

/** The commands that a replica's user may note, in this order. Their ids carry the replica's name. */
export function notes(node: NodeId, count: number): readonly Operation[] {
  return Array.from({ length: count }, (_, at) => {
    const id = `note${at + 1}/${node}`
    const event: Note = { type: 'note', command: { id, do: 'note', notAfter: LAST_INDEX } }
    return { node, machine: 'vault', event }
  })
}
