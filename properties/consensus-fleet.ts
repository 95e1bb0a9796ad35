/**
 * A world of replicas alone: each shell has the replication machine and, in the vault's place, a ledger that
 * keeps the ids of the commands that took effect. For the suites and scenarios of consensus.
 */
import { setup } from 'xstate'
import { actionsFor, isMessage, WILDCARD } from '../spec/actions.ts'
import type { Boot, Effect, InternalEvent, Plain, Setting } from '../spec/boundary.ts'
import { type ConsensusDeps, createConsensus } from '../spec/consensus/machine.ts'
import { credentialFor, LINK_CELL } from '../spec/consensus/sessions.ts'
import { TUNING } from '../spec/consensus/tuning.ts'
import type { CryptoPort, Twin } from '../spec/crypto.ts'
import { type NodeId, nodeId } from '../spec/names.ts'
import { type Profile, quorumOf } from '../spec/profiles.ts'
import type { Part, Shell } from '../spec/shell.ts'
import type { Applied, Command, Installed, NotAppended, RoleChanged, SnapshotWanted } from '../spec/tells.ts'
import { createIdealTwin } from '../src/crypto/ideal/twin.ts'
import { logged } from '../src/sim/derive.ts'
import { type Simulation, simulation } from '../src/sim/system.ts'
import type { Operation, Reorder } from '../src/sim/world.ts'
import { CEREMONY, ceremonies } from './consensus-ceremonies.ts'

/** What the ledger holds: the commands that took effect, and those that its own user waits for. */
export interface Ledger {
  readonly index: number
  readonly effects: readonly string[]
  readonly pending: readonly string[]
}

/** The user's act at a replica: note this command. It ends as `noted`, `unavailable`, or why it was not appended. */
export interface Note {
  readonly type: 'note'
  readonly command: Command
}

type LedgerEvent = Boot | Note | Applied | Installed | NotAppended | RoleChanged | SnapshotWanted

const { change, ask, refuse, defect } = actionsFor<Ledger, LedgerEvent>()
const EMPTY: Ledger = { index: 0, effects: [], pending: [] }

function toUser(id: string, outcome: string): Effect {
  return { do: 'tell', machine: 'user', event: { type: 'ended', id, outcome } as InternalEvent }
}

function toConsensus(event: InternalEvent): Effect {
  return { do: 'tell', machine: 'consensus', event }
}

// The command that an event settles, if the ledger's user waits for it.
function settled({ context, event }: { context: Ledger; event: LedgerEvent }): string | undefined {
  const id = event.type === 'notAppended' ? event.id : (event as Applied).command?.id
  return id !== undefined && context.pending.includes(id) ? id : undefined
}

const ledger = setup({
  types: { context: {} as Ledger, events: {} as LedgerEvent },
  guards: { isMessage, leads: ({ event }) => (event as RoleChanged).leads },
  actions: {
    powerOn: change(() => EMPTY),
    await: change(({ context, event }) => ({ pending: [...context.pending, (event as Note).command.id] })),
    // As a vault does; a command that says for itself how long it lives is a retry, or a test's.
    propose: ask(({ context: { index }, event }) => [
      toConsensus({
        type: 'propose',
        command: { notAfter: index + TUNING.rememberedEntriesMax, ...(event as Note).command },
      } as InternalEvent),
    ]),
    take: change(({ context, event }) => {
      const { index, command, repeated } = event as Applied
      const effects = command === null || repeated ? context.effects : [...context.effects, command.id]
      return { index, effects }
    }),
    answer: ask((at) => {
      const id = settled(at)
      return id === undefined
        ? []
        : [toUser(id, at.event.type === 'applied' ? 'noted' : (at.event as NotAppended).why)]
    }),
    settle: change((at) => ({ pending: at.context.pending.filter((id) => id !== settled(at)) })),
    giveUp: ask(({ context }) => context.pending.map((id) => toUser(id, 'unavailable'))),
    forget: change(() => ({ pending: [] })),
    replace: change(({ event }) => {
      const { index, state } = event as Installed
      return { index, effects: state as readonly string[] }
    }),
    giveSnapshot: ask(({ context: { index, effects } }) => [
      toConsensus({ type: 'snapshot', index, state: effects } as InternalEvent),
    ]),
    refuse,
    defect,
  },
}).createMachine({
  id: 'ledger',
  context: EMPTY,
  initial: 'off',
  states: {
    off: { on: { boot: { target: 'on', actions: 'powerOn' } } },
    on: {
      on: {
        note: { actions: ['await', 'propose'] },
        applied: { actions: ['take', 'answer', 'settle'] },
        notAppended: { actions: ['answer', 'settle'] },
        installed: { actions: 'replace' },
        roleChanged: [{ guard: 'leads' }, { actions: ['giveUp', 'forget'] }],
        snapshotWanted: { actions: 'giveSnapshot' },
      },
    },
  },
  on: WILDCARD,
})

const vault: Part = { machine: ledger, input: undefined, draws: {}, accepts: [] }

/** A ledger is a list of command ids; the vault's own check of a state from elsewhere. */
export function isLedger(state: Plain): boolean {
  return Array.isArray(state) && state.every((id) => typeof id === 'string')
}

/** The replicas of a fleet of so many: `@a1` to `@a<n>`. */
export function replicas(size: number): readonly NodeId[] {
  return Array.from({ length: size }, (_, i) => nodeId(`a${i + 1}`))
}

/** What a fleet of replicas is made from. */
export interface FleetOptions {
  readonly size: number
  readonly profile: Profile
  readonly twin?: Twin
  readonly tuning?: ConsensusDeps['tuning']
  readonly operations?: readonly Operation[]
  readonly budgets?: Readonly<Record<string, number>>
  readonly seed?: string
  /** A seeded bug. */
  readonly change?: (part: Part) => Part
  readonly reorder?: Reorder
  /** Another machine in a replica's place. */
  readonly instead?: Readonly<Record<string, (crypto: CryptoPort) => Shell['standing']>>
  /** HSMs beyond the founders, delivered with the same machines; the ceremony may admit them. */
  readonly newcomers?: readonly NodeId[]
  readonly remember?: boolean
  /** Sessions between replicas (§5.14). */
  readonly sessions?: boolean
}

/** Everything is allowed. */
export const ALL_BUDGETS: Readonly<Record<string, number>> = Object.fromEntries(
  ['drop', 'duplicate', 'crash', 'pause', 'cut', 'isolate', 'rollback', 'clone', 'swap', 'tear'].map(
    (kind) => [kind, 1e9],
  ),
)

/** The world of a fleet, and what its claims must know. */
export function fleetWorld(options: FleetOptions): {
  readonly simulation: Simulation
  readonly setting: Setting
  readonly part: Part
} {
  const { size, profile, tuning, operations = [], budgets = ALL_BUDGETS, seed = 'seed' } = options
  const twin = options.twin ?? createIdealTwin()
  const log = { calls: [] }
  const crypto = logged(twin.port, log)
  const peers = replicas(size)
  const keys = crypto.signingKeys(twin.draw(seed, 'ceremony', 32))
  const made = createConsensus({
    crypto,
    profile,
    peers,
    isSoundState: isLedger,
    ...(tuning && { tuning }),
    fleet: 'a',
    ceremony: keys.public,
    sessions: options.sessions ?? false,
  })
  const part = options.change?.(made) ?? made
  const nodes = [...peers, ...(options.newcomers ?? [])]
  const replicaShells: Shell[] = nodes.map((node) => ({
    node,
    role: 'hsm',
    standing: options.instead?.[node]?.(crypto) ?? { consensus: part, vault },
    keyed: {},
    cells: {
      [LINK_CELL]: credentialFor(twin.port, keys.secret, 'a', node, twin.draw(seed, `link/${node}`, 32)),
    },
  }))
  const shells = [
    ...replicaShells,
    ...ceremonies({ twin, crypto, keys, seed, replicas: nodes }, options.newcomers !== undefined),
  ]
  const scenario = {
    seed,
    twin,
    shells,
    operations,
    budgets,
    ...(options.reorder && { reorder: options.reorder }),
  }
  const setting: Setting = {
    fleets: { a: peers },
    // Its users sit at the replicas.
    clients: peers,
    quorums: { a: quorumOf(size, profile.surplus) ?? 0 },
    limit: profile.limit,
    ceremonies: [CEREMONY],
  }
  return { simulation: simulation(scenario, log, options.remember ?? true), setting, part }
}

/** A user's act at a replica: note a command of this id. */
export function noting(node: NodeId, id: string, more: Partial<Command> = {}): Operation {
  const event: Note = { type: 'note', command: { id, do: 'note', ...more } }
  return { node, machine: 'vault', event }
}
