/** An HSM's end of the abstract log (abstract-log.ts), under the name `consensus`. */
import { setup } from 'xstate'
import { actionsFor, isMessage, WILDCARD } from '../../spec/actions.ts'
import type { Boot, InternalEvent, Plain, Received } from '../../spec/boundary.ts'
import type { NodeId } from '../../spec/names.ts'
import type { Deps, Part } from '../../spec/shell.ts'
import type { Applied, Installed, NotAppended, Propose, RoleChanged } from '../../spec/tells.ts'
import type { Append, History } from './abstract-log.ts'

interface Context {
  readonly self: NodeId
  /** Ids of the commands that it told its vault. */
  readonly applied: readonly string[]
  readonly term: number
  readonly leader: NodeId | null
}

type Event = Boot | Propose | Received<History>

interface At {
  readonly context: Context
  readonly event: Event
}

const { change, ask, refuse, defect } = actionsFor<Context, Event>()

function tell(event: Applied | Installed | NotAppended | RoleChanged) {
  return { do: 'tell', machine: 'vault', event: event as InternalEvent } as const
}

function historyOf({ event }: At): History {
  return (event as Received<History>).message
}

/** The part of one HSM; `state` is what its vault begins with. */
export function logLink({ crypto }: Deps, log: NodeId, state: Plain): Part {
  const applied = ({ context }: At, { commands, term }: History) =>
    commands.slice(context.applied.length).map((command, at) => {
      const index = context.applied.length + at + 1
      const repeated = commands.slice(0, index - 1).some(({ id }) => id === command.id)
      const chain = crypto.hash('abstract', [crypto.number(index)])
      return tell({ type: 'applied', index, term, chain, command, repeated })
    })
  const machine = setup({
    types: { context: {} as Context, events: {} as Event },
    guards: {
      isMessage,
      leads: ({ context }: At) => context.leader === context.self,
      isNews: (at: At) => {
        const { term, leader } = historyOf(at)
        return term > at.context.term || (term === at.context.term && leader !== at.context.leader)
      },
      isOld: (at: At) => historyOf(at).term < at.context.term,
    },
    actions: {
      refuse,
      defect,
      noteSelf: change(({ event }) => ({ self: (event as Boot).self })),
      install: ask(() => [tell({ type: 'installed', index: 0, state })]),
      append: ask(({ context: { term }, event }) => {
        const message: Append = { type: 'append', term, command: (event as Propose).command }
        return [{ do: 'send', to: log, message }]
      }),
      tellNotAppended: ask(({ context: { leader }, event }) => [
        tell({ type: 'notAppended', id: (event as Propose).command.id, leader, why: 'notLeader' }),
      ]),
      noteRole: change((at) => ({ term: historyOf(at).term, leader: historyOf(at).leader })),
      tellRole: ask(({ context: { self, term, leader } }) => [
        tell({ type: 'roleChanged', leads: leader === self, term, leader }),
      ]),
      tellApplied: ask((at) => applied(at, historyOf(at))),
      noteApplied: change((at) => {
        const ids = historyOf(at).commands.map(({ id }) => id)
        return ids.length > at.context.applied.length ? { applied: ids } : {}
      }),
    },
  }).createMachine({
    id: 'logLink',
    context: { self: '' as NodeId, applied: [], term: 0, leader: null },
    initial: 'off',
    states: {
      off: { on: { boot: { target: 'linked', actions: ['noteSelf', 'install'] } } },
      linked: {
        on: {
          propose: [{ guard: 'leads', actions: 'append' }, { actions: 'tellNotAppended' }],
          history: [
            { guard: 'isOld', actions: ['tellApplied', 'noteApplied'] },
            { guard: 'isNews', actions: ['noteRole', 'tellRole', 'tellApplied', 'noteApplied'] },
            { actions: ['tellApplied', 'noteApplied'] },
          ],
          snapshot: {},
        },
      },
    },
    on: WILDCARD,
  }) as unknown as Part['machine']
  return { machine, input: undefined, draws: {}, accepts: ['history'] }
}
