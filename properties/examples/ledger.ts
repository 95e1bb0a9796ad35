/**
 * A small machine for the boundary's own tests: it writes what it is told, draws, sets a timer, and acknowledges
 * to whoever asked; a second machine in the same shell hears of it.
 */
import { setup } from 'xstate'
import { actionsFor, isMessage, WILDCARD } from '../../spec/actions.ts'
import type { Boot, Draw, Received } from '../../spec/boundary.ts'
import { type NodeId, nodeId } from '../../spec/names.ts'
import type { Shell } from '../../spec/shell.ts'
import { createIdealTwin } from '../../src/crypto/ideal/twin.ts'
import type { PortLog } from '../../src/sim/derive.ts'
import { type Simulation, simulation } from '../../src/sim/system.ts'
import type { Operation, Reorder } from '../../src/sim/world.ts'

interface Entry {
  readonly type: 'entry'
  readonly text: string
}
type Event =
  | Boot
  | Received<Entry>
  | { readonly type: 'write'; readonly text: string; readonly draw?: Draw }
  | { readonly type: 'noted' }

interface Context {
  readonly written: readonly string[]
  readonly incarnation: string
}

const { change, ask, refuse, defect } = actionsFor<Context, Event>()

const textOf = (event: Event) =>
  event.type === 'entry' ? event.message.text : event.type === 'write' ? event.text : ''

const ledger = setup({
  types: { context: {} as Context, events: {} as Event },
  guards: { isMessage },
  delays: { idleTimeout: 100 },
  actions: {
    restore: change(({ event }) =>
      event.type === 'boot'
        ? { written: (event.cells.ledger as string[] | undefined) ?? [], incarnation: event.incarnation }
        : {},
    ),
    write: change(({ context, event }) => ({ written: [...context.written, textOf(event)] })),
    saveThenAnswer: ask(({ context, event }) => [
      { do: 'persist', cell: 'ledger', value: context.written },
      { do: 'tell', machine: 'witness', event: { type: 'noted' } },
      {
        do: 'send',
        to: nodeId('peer'),
        message: { type: 'done', text: textOf(event), nonce: drawOf(event) } as never,
      },
      { do: 'label', text: 'written' },
    ]),
    refuse,
    defect,
  },
}).createMachine({
  id: 'ledger',
  context: { written: [], incarnation: '' },
  initial: 'off',
  states: {
    off: { on: { boot: { target: 'on', actions: 'restore' } } },
    on: {
      after: { idleTimeout: { target: 'on', reenter: true } },
      on: {
        write: { actions: ['write', 'saveThenAnswer'] },
        entry: { actions: ['write', 'saveThenAnswer'] },
      },
    },
  },
  on: WILDCARD,
})

function drawOf(event: Event): string {
  return 'draw' in event && event.draw?.nonce !== undefined ? event.draw.nonce : ''
}

interface Heard {
  readonly heard: number
}

const hearing = actionsFor<Heard, Event>()

const witness = setup({
  types: { context: {} as Heard, events: {} as Event },
  guards: { isMessage },
  actions: {
    count: hearing.change(({ context }) => ({ heard: context.heard + 1 })),
    refuse: hearing.refuse,
    defect: hearing.defect,
  },
}).createMachine({
  id: 'witness',
  context: { heard: 0 },
  initial: 'off',
  states: { off: { on: { boot: 'on' } }, on: { on: { noted: { actions: 'count' } } } },
  on: WILDCARD,
})

/** Two nodes: `@clerk` with the ledger, and `@peer`, which has one too. */
export function ledgerShells(): readonly Shell[] {
  return [nodeId('clerk'), nodeId('peer')].map((node) => ({
    node,
    role: 'hsm',
    standing: {
      ledger: { machine: ledger, input: undefined, draws: { write: { nonce: 12 } }, accepts: ['entry'] },
      witness: { machine: witness, input: undefined, draws: {}, accepts: [] },
    },
    keyed: {},
    cells: {},
  }))
}

/** A world of ledgers in which `@clerk` is asked to write so many lines. */
export function ledgerWorld(
  lines: number,
  options: {
    readonly reorder?: Reorder
    readonly remember?: boolean
    readonly shells?: readonly Shell[]
  } = {},
): Simulation {
  const log: PortLog = { calls: [] }
  const clerk: NodeId = nodeId('clerk')
  const operations: Operation[] = Array.from({ length: lines }, (_, i) => ({
    node: clerk,
    machine: 'ledger',
    event: { type: 'write', text: `line ${i}` } as never,
  }))
  const budgets = {
    drop: 3,
    duplicate: 3,
    crash: 3,
    cut: 3,
    isolate: 3,
    replay: 3,
    rollback: 3,
    clone: 1,
    swap: 3,
    tear: 3,
    pause: 3,
  }
  const { reorder } = options
  const shells = options.shells ?? ledgerShells()
  const scenario = { seed: 'ledger', twin: createIdealTwin(), shells, operations, budgets }
  return simulation(reorder === undefined ? scenario : { ...scenario, reorder }, log, options.remember)
}
