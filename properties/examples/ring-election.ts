/**
 * Chang and Roberts' election on a ring: each node passes on the greatest name it has seen, and the one whose own
 * name comes round leads. The nodes look alike and are not: names are compared, so no symmetry may be claimed.
 */
import { setup } from 'xstate'
import { actionsFor } from '../../spec/actions.ts'
import type { Boot } from '../../spec/boundary.ts'
import type { NodeId } from '../../spec/names.ts'
import { modelOf } from '../../src/check/machines.ts'

interface Heard {
  readonly type: string
  readonly message: { readonly type: string; readonly name: NodeId }
}

interface Node {
  readonly self: NodeId
}

type Event = Heard | Boot
const { change, ask } = actionsFor<Node, Event>()
const nameIn = (event: Event) => (event as Heard).message.name

/** The world of a ring, each node's neighbour being the next in the list. Each stands once. */
export function ring(nodes: readonly NodeId[]) {
  const after = Object.fromEntries(nodes.map((node, at) => [node, nodes[(at + 1) % nodes.length]!]))
  const pass = (self: NodeId, name: NodeId) =>
    ({ do: 'send', to: after[self]!, message: { type: 'candidate', name } as { type: string } }) as const
  const machine = setup({
    types: { context: {} as Node, events: {} as Event },
    guards: {
      isGreater: ({ context, event }) => nameIn(event) > context.self,
      isMine: ({ context, event }) => nameIn(event) === context.self,
    },
    actions: {
      powerOn: change(({ event }) => ({ self: (event as Boot).self })),
      standMyself: ask(({ context }) => [pass(context.self, context.self)]),
      passOn: ask(({ context, event }) => [pass(context.self, nameIn(event))]),
    },
  }).createMachine({
    id: 'ring',
    context: { self: '' as NodeId },
    initial: 'off',
    states: {
      off: { on: { boot: { target: 'asleep', actions: 'powerOn' } } },
      asleep: {
        on: {
          wake: { target: 'awake', actions: 'standMyself' },
          candidate: [
            { guard: 'isGreater', target: 'awake', actions: 'passOn' },
            { target: 'awake', actions: 'standMyself' },
          ],
        },
      },
      awake: {
        on: {
          candidate: [{ guard: 'isMine', target: 'leader' }, { guard: 'isGreater', actions: 'passOn' }, {}],
        },
      },
      leader: {},
    },
  })
  return modelOf({
    name: 'ring election',
    nodes: Object.fromEntries(nodes.map((node) => [node, { machine, offers: [{ type: 'wake' }] }])),
    order: 'ordered',
  })
}
