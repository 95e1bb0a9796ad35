/** Two-phase commit, Lamport's TwoPhase: the forty lines of the README. */
import { setup } from 'xstate'
import { actionsFor } from '../../spec/actions.ts'
import { type NodeId, nodeId } from '../../spec/names.ts'
import { modelOf } from '../../src/check/machines.ts'

type Got = { type: string; from: NodeId }
type Tally = { prepared: Readonly<Record<string, boolean>> }
const { change, ask } = actionsFor<Tally, Got>()
const manager = nodeId('tm')
const send = (to: string, type: string) => ({ do: 'send', to: to as NodeId, message: { type } }) as const

const transactionManager = setup({
  types: { context: {} as Tally, events: {} as Got, input: {} as Tally },
  guards: { allPrepared: ({ context }) => Object.values(context.prepared).every(Boolean) },
  actions: {
    note: change(({ context, event }) => ({ prepared: { ...context.prepared, [event.from]: true } })),
    sayCommit: ask(({ context }) => Object.keys(context.prepared).map((to) => send(to, 'commit'))),
    sayAbort: ask(({ context }) => Object.keys(context.prepared).map((to) => send(to, 'abort'))),
  },
}).createMachine({
  context: ({ input }) => input,
  initial: 'off',
  states: {
    off: { on: { boot: 'open' } },
    open: {
      on: {
        prepared: { actions: 'note' },
        commit: { guard: 'allPrepared', target: 'done', actions: 'sayCommit' },
        abort: { target: 'done', actions: 'sayAbort' },
      },
    },
    done: {},
  },
})

const resourceManager = setup({
  types: { events: {} as Got },
  actions: { sayPrepared: actionsFor<object, Got>().ask(() => [send(manager, 'prepared')]) },
}).createMachine({
  initial: 'off',
  on: { commit: '.committed', abort: '.aborted' },
  states: {
    off: { on: { boot: 'working' } },
    working: { on: { prepare: { target: 'prepared', actions: 'sayPrepared' }, refuse: 'aborted' } },
    prepared: {},
    committed: {},
    aborted: {},
  },
})

/** The world of one transaction manager and these resource managers. */
export function twoPhaseCommit(members: readonly NodeId[]) {
  const prepared = Object.fromEntries(members.map((member) => [member, false]))
  const decisions = [{ type: 'commit' }, { type: 'abort' }]
  const answers = [{ type: 'prepare' }, { type: 'refuse' }]
  return modelOf({
    name: 'two-phase commit',
    nodes: {
      [manager]: { machine: transactionManager, input: { prepared }, offers: decisions },
      ...Object.fromEntries(members.map((id) => [id, { machine: resourceManager, offers: answers }])),
    },
  })
}
