/** The state of a node that runs one XState machine, as plain data, and what effects do to it. */
import type { Effect, Fact, InternalEvent } from '../../spec/boundary.ts'
import { same } from '../../spec/canonical.ts'
import type { NodeId } from '../../spec/names.ts'

type Cells = Readonly<Record<string, unknown>>

/** When it is down, only its cells are left. */
export interface PlainLocal {
  readonly up: boolean
  /** XState's state value: the name of the state, or a tree of names. */
  readonly value: unknown
  readonly context: unknown
  readonly cells: Cells
  /** Armed timers, sorted. Each may fire at any time. */
  readonly timers: readonly string[]
  /** Other contents that storage once had, oldest first, each once; kept only where a rollback is possible. */
  readonly copies: readonly Cells[]
}

/** What a crash leaves: storage. */
export function crashed(local: PlainLocal): PlainLocal {
  return { ...local, up: false, value: null, context: null, timers: [] }
}

/** The state after an effect of the node's own machine. */
export function performed(local: PlainLocal, effect: Effect, keepsCopies: boolean): PlainLocal {
  const { timers } = local
  switch (effect.do) {
    case 'arm':
      return timers.includes(effect.timer) ? local : { ...local, timers: [...timers, effect.timer].sort() }
    case 'cancel':
      return { ...local, timers: timers.filter((timer) => timer !== effect.timer) }
    case 'persist':
      return stored(local, { ...local.cells, [effect.cell]: effect.value }, keepsCopies)
    case 'erase': {
      const { [effect.cell]: _gone, ...rest } = local.cells
      return stored(local, rest, keepsCopies)
    }
    default:
      return local
  }
}

/** Storage now holds these cells. */
export function stored(local: PlainLocal, cells: Cells, keepsCopies: boolean): PlainLocal {
  if (!keepsCopies || same(cells, local.cells)) return { ...local, cells }
  const others = local.copies.filter((copy) => !same(copy, local.cells) && !same(copy, cells))
  return { ...local, cells, copies: [...others, local.cells] }
}

/** What the world sees of an effect; nothing of timers and labels. */
export function factOf(node: NodeId, effect: Effect): Fact | undefined {
  switch (effect.do) {
    case 'send':
      return { fact: 'sent', node, to: effect.to, message: effect.message }
    case 'persist':
      return { fact: 'persisted', node, cell: effect.cell, value: effect.value }
    case 'erase':
      return { fact: 'erased', node, cell: effect.cell }
    case 'tell':
      return told(node, effect.machine, effect.event)
    default:
      return undefined
  }
}

function told(node: NodeId, machine: string, event: InternalEvent): Fact {
  return machine === 'user' ? { fact: 'outcome', node, event } : { fact: 'told', node, machine, event }
}
