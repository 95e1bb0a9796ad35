/** The checker checked: worlds so small that every one of them is written out here. Under 1 s. */
import { describe, expect, test } from 'vitest'
import { setup } from 'xstate'
import { actionsFor } from '../spec/actions.ts'
import type { Boot } from '../spec/boundary.ts'
import { type NodeId, nodeId } from '../spec/names.ts'
import { check } from '../src/check/check.ts'
import { modelOf } from '../src/check/machines.ts'
import type { Order } from '../src/check/model.ts'
import type { PlainLocal } from '../src/check/plain-local.ts'
import { sometimes, type View } from '../src/check/properties.ts'

const [a, b] = [nodeId('a'), nodeId('b')]

// Every world that a check comes upon, as a line of text.
function worldsOf(
  model: ReturnType<typeof modelOf>,
  line: (view: View<PlainLocal>) => string,
  symmetry?: NodeId[][],
) {
  const lines = new Set<string>()
  const watch = sometimes<PlainLocal>('never', (view) => {
    lines.add(line(view))
    return false
  })
  const { distinct, generated, depth } = check(model, {
    properties: [watch],
    ...(symmetry ? { symmetry } : {}),
  })
  expect(lines.size).toBe(distinct)
  return { worlds: [...lines].sort(), generated, depth }
}

describe('two lamps', () => {
  const lamp = setup({}).createMachine({
    id: 'lamp',
    initial: 'off',
    states: { off: { on: { boot: 'dark' } }, dark: { on: { light: 'lit' } }, lit: {} },
  })
  const part = { machine: lamp, offers: [{ type: 'light' }] }
  const lamps = modelOf({ name: 'lamps', nodes: { [a]: part, [b]: part } })
  const line = ({ locals }: View<PlainLocal>) => locals.map(({ value }) => value).join(' ')

  test('each is lit once, in either order', () => {
    // dark dark -> lit dark, dark lit; each -> lit lit.
    expect(worldsOf(lamps, line)).toEqual({
      worlds: ['dark dark', 'dark lit', 'lit dark', 'lit lit'],
      generated: 1 + 2 + 1 + 1 + 0,
      depth: 3,
    })
  })

  test('which of two alike lamps is lit makes no difference', () => {
    const { worlds, generated, depth } = worldsOf(lamps, line, [[a, b]])
    expect(worlds).toHaveLength(3)
    expect(worlds).toContain('dark dark')
    expect(worlds).toContain('lit lit')
    expect({ generated, depth }).toEqual({ generated: 1 + 2 + 1 + 0, depth: 3 })
  })
})

describe('x and y on their way from a to b', () => {
  const { change, ask } = actionsFor<{ got: string }, { type: string }>()
  const got = change(({ context, event }) => ({ got: context.got + event.type }))
  const sendAll = (types: readonly string[]) =>
    ask(() => types.map((type) => ({ do: 'send', to: b, message: { type } })))
  const sender = (types: readonly string[]) =>
    setup({ types: { context: {} as { got: string } }, actions: { sendAll: sendAll(types) } }).createMachine({
      id: 'sender',
      context: { got: '' },
      initial: 'off',
      states: { off: { on: { boot: { target: 'done', actions: 'sendAll' } } }, done: {} },
    })
  // Takes each message once: what it has already, it does not take again.
  const receiver = setup({
    types: { context: {} as { got: string } },
    guards: { isNew: ({ context, event }) => !context.got.includes(event.type) },
    actions: { got },
  }).createMachine({
    id: 'receiver',
    context: { got: '' },
    initial: 'off',
    states: {
      off: { on: { boot: 'on' } },
      on: { on: { x: { guard: 'isNew', actions: 'got' }, y: { guard: 'isNew', actions: 'got' } } },
    },
  })
  const world = (order: Order, types: readonly string[], budgets: Record<string, number> = {}) =>
    worldsOf(
      modelOf({
        name: 'x and y',
        nodes: { [a]: { machine: sender(types) }, [b]: { machine: receiver } },
        order,
        budgets,
      }),
      ({ locals, inFlight }) => {
        const flying = inFlight().map(({ message }) => message.type)
        return `${flying.join('')}>${(locals[1]!.context as { got: string }).got}`
      },
    )

  test('a queue keeps their order', () => {
    expect(world('ordered', ['x', 'y'])).toEqual({ worlds: ['>xy', 'xy>', 'y>x'], generated: 3, depth: 3 })
  })

  test('otherwise either comes first', () => {
    expect(world('unordered', ['x', 'y'])).toEqual({
      worlds: ['>xy', '>yx', 'x>y', 'xy>', 'y>x'],
      generated: 1 + 2 + 1 + 1,
      depth: 3,
    })
  })

  test('in a set they stay; one that is not taken is no step', () => {
    // xy> -> xy>x, xy>y; each takes the other one only.
    expect(world('set', ['x', 'y'])).toEqual({
      worlds: ['xy>', 'xy>x', 'xy>xy', 'xy>y', 'xy>yx'],
      generated: 1 + 2 + 1 + 1,
      depth: 3,
    })
  })

  test('a queue that loses one', () => {
    // xy> -> y>x, y>(lost); y>x -> >xy, >x(lost); y>(lost) -> >y.
    expect(world('ordered', ['x', 'y'], { drop: 1 })).toEqual({
      worlds: ['>x', '>xy', '>y', 'xy>', 'y>', 'y>x'],
      generated: 1 + 2 + 2 + 1,
      depth: 3,
    })
  })

  test('a duplicate is consumed, even where it is ignored', () => {
    // x> -> >x, xx>(doubled); xx> -> x>x(doubled) -> >x(doubled): the last differs from >x in what is left to spend.
    const { worlds, generated, depth } = world('unordered', ['x'], { duplicate: 0 })
    expect({ worlds, generated, depth }).toEqual({ worlds: ['>x', 'x>'], generated: 2, depth: 2 })
    const model = modelOf({
      name: 'x twice',
      nodes: { [a]: { machine: sender(['x']) }, [b]: { machine: receiver } },
      order: 'unordered',
      budgets: { duplicate: 1 },
    })
    const doubled = check(model)
    expect(doubled).toMatchObject({ distinct: 5, generated: 1 + 2 + 0 + 1 + 1, depth: 4 })
  })
})

describe('a counter in storage, and one crash', () => {
  interface Counter {
    readonly count: number
  }
  const { change, ask } = actionsFor<Counter, Boot>()
  const counter = setup({
    types: { context: {} as Counter, events: {} as Boot },
    actions: {
      load: change(({ event }) => ({ count: (event.cells.count ?? 0) as number })),
      count: change(({ context }) => ({ count: context.count + 1 })),
      save: ask(({ context }) => [{ do: 'persist', cell: 'count', value: context.count }]),
    },
    delays: { tick: 10 },
  }).createMachine({
    id: 'counter',
    context: { count: 0 },
    initial: 'off',
    states: {
      off: { on: { boot: { target: 'idle', actions: 'load' } } },
      idle: { after: { tick: { target: 'done', actions: ['count', 'save'] } } },
      done: {},
    },
  })
  const line = ({ locals: [local] }: View<PlainLocal>) =>
    local?.up
      ? `${local.value} ${(local.context as Counter).count}, stored ${local.cells.count ?? '-'}`
      : `down, stored ${local?.cells.count ?? '-'}`

  test('without a crash it counts to one', () => {
    const model = modelOf({ name: 'counter', nodes: { [a]: { machine: counter } } })
    expect(worldsOf(model, line)).toEqual({
      worlds: ['done 1, stored 1', 'idle 0, stored -'],
      generated: 2,
      depth: 2,
    })
  })

  test('with one, before, within or after the step, it counts to two at most', () => {
    // idle 0 -> done 1 (tick); down - (crash within the tick, whose two effects are a cancelled timer and the
    // persist: both cuts leave the same); down - (crash). done 1 -> down 1. down - -> idle 0 -> done 1, no crash left.
    // down 1 -> idle 1 -> done 2. Two pairs differ only in whether the crash is still to come.
    const model = modelOf({ name: 'counter', nodes: { [a]: { machine: counter } }, budgets: { crash: 1 } })
    const lines = new Set<string>()
    const seen = sometimes<PlainLocal>('never', (view) => {
      lines.add(line(view))
      return false
    })
    expect(check(model, { properties: [seen] })).toMatchObject({
      distinct: 8,
      generated: 1 + 3 + 1 + 1 + 1 + 1 + 1,
      depth: 5,
    })
    expect([...lines].sort()).toEqual([
      'done 1, stored 1',
      'done 2, stored 2',
      'down, stored -',
      'down, stored 1',
      'idle 0, stored -',
      'idle 1, stored 1',
    ])
  })
})
