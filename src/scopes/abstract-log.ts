/**
 * An abstract log (§4.6), in place of consensus among several HSMs: one node keeps the history, commits what the leader
 * of its term appended, loses what is not committed when the leader changes, and tells the HSMs; a leader that does not
 * know yet that it was deposed goes on appending, for nothing.
 */
import { setup } from 'xstate'
import { actionsFor, isMessage, WILDCARD } from '../../spec/actions.ts'
import type { Boot, Received } from '../../spec/boundary.ts'
import type { NodeId } from '../../spec/names.ts'
import type { Part } from '../../spec/shell.ts'
import type { Command } from '../../spec/tells.ts'
import type { AtomicLog } from '../../spec/vault/atomic-log.ts'

/** An HSM to the log: an entry of a term in which it leads. */
export interface Append {
  readonly type: 'append'
  readonly term: number
  readonly command: Command
}

/** The log to an HSM: all that is committed, and who leads. */
export interface History {
  readonly type: 'history'
  readonly term: number
  readonly leader: NodeId | null
  readonly commands: readonly Command[]
}

/** The history, and what may still be lost. */
export interface Context {
  readonly committed: readonly Command[]
  readonly appended: readonly Command[]
  readonly term: number
  /** Null: the last one was deposed, and nobody leads. */
  readonly leader: NodeId | null
  /** How often a committed entry may still be taken back. */
  readonly rollbacks: number
}

type Event = Boot | Received<Append>

interface At {
  readonly context: Context
  readonly event: Event
}

const { change, ask, refuse, defect } = actionsFor<Context, Event>()
// What they stand for does not depend on a clock: any of them may ring at any time.
const TICKS = 1
// Every timer is armed again, whichever rang.
const AGAIN = { target: 'keeping', reenter: true } as const

// The first whose guard holds; nothing, where none does.
function rings<G extends string, A extends string>(ways: readonly (readonly [guard: G, ...actions: A[]])[]) {
  return [...ways.map(([guard, ...actions]) => ({ guard, ...AGAIN, actions })), AGAIN]
}

/**
 * The log's node among two HSMs, with leaders in so many terms. `rollbacks`: how many committed entries are lost after all,
 * as replicas lose them whose hosts set storage back (REP-7, A3); the scope rollback-majority is what it takes.
 */
export function abstractLog(hsms: readonly [NodeId, NodeId], termsMax: number, rollbacks = 0): Part {
  const elect = (leader: NodeId) => change(() => ({ leader }))
  const show = (to: NodeId) =>
    ask(({ context: { term, leader, committed: commands } }) => {
      const message: History = { type: 'history', term, leader, commands }
      return [{ do: 'send', to, message }]
    })
  const machine = setup({
    types: { context: {} as Context, events: {} as Event },
    guards: {
      isMessage,
      isLeaders: ({ context, event }: At) => {
        const { from, message } = event as Received<Append>
        return from === context.leader && message.term === context.term
      },
      mayCommit: ({ context }: At) => context.leader !== null && context.appended.length > 0,
      mayLose: ({ context }: At) => context.leader === null && context.appended.length > 0,
      mayTakeBack: ({ context }: At) =>
        context.leader === null && context.rollbacks > 0 && context.committed.length > 0,
      mayDepose: ({ context }: At) => context.leader !== null && context.term < termsMax,
      mayElect: ({ context }: At) => context.leader === null,
    },
    actions: {
      refuse,
      defect,
      append: change(({ context, event }) => ({
        appended: [...context.appended, (event as Received<Append>).message.command],
      })),
      commit: change(({ context: { committed, appended } }) => ({
        committed: [...committed, appended[0] as Command],
        appended: appended.slice(1),
      })),
      // In the form of the atomic log, which claims read.
      persist: ask(({ context }) => {
        const value: AtomicLog = { base: 0, state: null, commands: context.committed }
        return [{ do: 'persist', cell: 'atomic', value }]
      }),
      lose: change(({ context }) => ({ appended: context.appended.slice(0, -1) })),
      takeBack: change(({ context: { committed, rollbacks } }) => ({
        committed: committed.slice(0, -1),
        rollbacks: rollbacks - 1,
      })),
      depose: change(({ context }) => ({ leader: null, term: context.term + 1 })),
      electFirst: elect(hsms[0]),
      electSecond: elect(hsms[1]),
      showFirst: show(hsms[0]),
      showSecond: show(hsms[1]),
    },
    delays: {
      commit: TICKS,
      lose: TICKS,
      change: TICKS,
      electSecond: TICKS,
      tellFirst: TICKS,
      tellSecond: TICKS,
    },
  }).createMachine({
    id: 'abstractLog',
    context: { committed: [], appended: [], term: 1, leader: hsms[0], rollbacks },
    initial: 'off',
    states: {
      off: { on: { boot: 'keeping' } },
      keeping: {
        after: {
          commit: rings([['mayCommit', 'commit', 'persist']]),
          lose: rings([
            ['mayLose', 'lose'],
            ['mayTakeBack', 'takeBack', 'persist'],
          ]),
          change: rings([
            ['mayDepose', 'depose'],
            ['mayElect', 'electFirst'],
          ]),
          electSecond: rings([['mayElect', 'electSecond']]),
          tellFirst: { ...AGAIN, actions: 'showFirst' },
          tellSecond: { ...AGAIN, actions: 'showSecond' },
        },
        on: { append: [{ guard: 'isLeaders', actions: 'append' }, {}] },
      },
    },
    on: WILDCARD,
  }) as unknown as Part['machine']
  return { machine, input: undefined, draws: {}, accepts: ['append'] }
}
