/** A malicious replica for scenarios: silent, except that it sends what it is told to, under its own name. */
import { setup } from 'xstate'
import { actionsFor, isMessage, WILDCARD } from '../spec/actions.ts'
import type { Boot, Message } from '../spec/boundary.ts'
import { CONSENSUS_MESSAGES, type SnapshotPart } from '../spec/consensus/messages.ts'
import type { NodeId } from '../spec/names.ts'
import type { Part } from '../spec/shell.ts'
import type { Operation } from '../src/sim/world.ts'

interface Lie {
  readonly type: 'lie'
  readonly to: NodeId
  readonly message: Message
}

type None = Record<string, never>
const { ask, refuse, defect } = actionsFor<None, Boot | Lie>()

const machine = setup({
  types: { context: {} as None, events: {} as Boot | Lie },
  guards: { isMessage },
  actions: {
    send: ask(({ event }) => {
      const { to, message } = event as Lie
      return [{ do: 'send', to, message }]
    }),
    refuse,
    defect,
  },
}).createMachine({
  id: 'rogue',
  context: {},
  initial: 'off',
  states: {
    off: { on: { boot: 'on' } },
    on: {
      on: { lie: { actions: 'send' }, ...Object.fromEntries(CONSENSUS_MESSAGES.map((type) => [type, {}])) },
    },
  },
  on: WILDCARD,
})

/** The malicious replica in a shell. */
export const rogue: Part = { machine, input: undefined, draws: {}, accepts: CONSENSUS_MESSAGES }

/** It sends the one part of a snapshot that nobody made, up to an index, in a term. */
export function lying(
  by: NodeId,
  to: NodeId,
  members: readonly NodeId[],
  term: number,
  index: number,
): Operation {
  const all = Object.fromEntries(members.map((member) => [member, true]))
  const fleet = { members: all, registry: {}, changes: 0, changedAt: 0, retired: {}, admissions: {} }
  const tree = { state: ['forged'], seen: {}, fleet }
  const message: SnapshotPart = { type: 'snapshotPart', term, index, part: 0, tree }
  const event: Lie = { type: 'lie', to, message }
  return { node: by, machine: 'consensus', event }
}
