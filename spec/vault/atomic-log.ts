/**
 * A log that cannot fail, in place of consensus (§4.6): what is proposed is durable, then applied. One HSM with it
 * is the *atomic vault* of small scopes: what makes vault claims shown there sound is REP-3, REP-4, REP-7, ATT-5.
 */
import { setup } from 'xstate'
import { actionsFor, isMessage, WILDCARD } from '../actions.ts'
import type { Boot, InternalEvent, Octets, Plain } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import type { Deps, Part } from '../shell.ts'
import type { Applied, Command, Propose, Snapshot } from '../tells.ts'

/** What the atomic log is made from. */
export interface AtomicLogDeps extends Deps {
  /** Entries after which it asks the vault for a snapshot. */
  readonly compactAfter?: number
}

/** The cell `atomic`: a snapshot, or null, and the commands after it. */
export interface AtomicLog {
  readonly base: number
  readonly state: Plain
  readonly commands: readonly Command[]
}

/** What the atomic log remembers (§4.6): commands since the last snapshot, and that snapshot. */
export interface Context {
  readonly self: NodeId
  readonly log: AtomicLog
}

type Event = Boot | Propose | Snapshot

const { change, ask, refuse, defect } = actionsFor<Context, Event>()
const EMPTY: AtomicLog = { base: 0, state: null, commands: [] }
/** Leader of one term for ever. */
const TERM = 1

function lastIndex({ base, commands }: AtomicLog): number {
  return base + commands.length
}

function tell(event: object) {
  return { do: 'tell', machine: 'vault', event: event as InternalEvent } as const
}

function actionsOf({ crypto, compactAfter = 64 }: AtomicLogDeps) {
  const applied = (index: number, command: Command): Applied => {
    const chain: Octets = crypto.hash('atomic', [crypto.number(index)])
    return { type: 'applied', index, term: TERM, chain, command, repeated: false }
  }
  return {
    refuse,
    defect,
    readCells: change(({ event }) => {
      const { self, cells } = event as Boot
      return { self, log: (cells.atomic ?? EMPTY) as AtomicLog }
    }),
    tellAll: ask(({ context: { self, log } }) => [
      ...(log.state === null ? [] : [tell({ type: 'installed', index: log.base, state: log.state })]),
      ...log.commands.map((command, i) => tell(applied(log.base + 1 + i, command))),
      tell({ type: 'roleChanged', leads: true, term: TERM, leader: self }),
    ]),
    append: change(({ context: { log }, event }) => ({
      log: { ...log, commands: [...log.commands, (event as Propose).command] },
    })),
    persist: ask(({ context }) => [{ do: 'persist', cell: 'atomic', value: context.log }]),
    tellApplied: ask(({ context, event }) => [
      tell(applied(lastIndex(context.log), (event as Propose).command)),
    ]),
    askSnapshot: ask(({ context }) =>
      context.log.commands.length >= compactAfter ? [tell({ type: 'snapshotWanted' })] : [],
    ),
    compact: change(({ context: { log }, event }) => {
      const { index, state } = event as Snapshot
      return { log: { base: index, state, commands: log.commands.slice(index - log.base) } }
    }),
  }
}

/** The atomic log as a standing part under the name `consensus`. */
export function createAtomicLog(deps: AtomicLogDeps): Part {
  const machine = setup({
    types: { context: {} as Context, events: {} as Event },
    guards: { isMessage },
    actions: actionsOf(deps),
  }).createMachine({
    id: 'atomicLog',
    context: { self: '' as NodeId, log: EMPTY },
    initial: 'off',
    states: {
      off: { on: { boot: { target: 'leading', actions: ['readCells', 'tellAll'] } } },
      leading: {
        on: {
          propose: { actions: ['append', 'persist', 'tellApplied', 'askSnapshot'] },
          snapshot: { actions: ['compact', 'persist'] },
        },
      },
    },
    on: WILDCARD,
  })
  return { machine, input: undefined, draws: {}, accepts: [] }
}
