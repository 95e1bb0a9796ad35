/** Scopes of replication alone: a fleet of so many replicas, a ledger in the vault's place. */
import type { Setting } from '../../spec/boundary.ts'
import type { Context } from '../../spec/consensus/context.ts'
import { createConsensus } from '../../spec/consensus/machine.ts'
import type { Tuning } from '../../spec/consensus/tuning.ts'
import { nodeId } from '../../spec/names.ts'
import { type Profile, published, quorumOf } from '../../spec/profiles.ts'
import type { Shell } from '../../spec/shell.ts'
import { behind, type Doors, reordered, withBug } from '../bugs/doors.ts'
import { createIdealTwin } from '../crypto/ideal/twin.ts'
import { logged, type PortLog } from '../sim/derive.ts'
import type { Local } from '../sim/local.ts'
import { ledger, notes } from './ledger.ts'
import { type Exactly, type ScopeWorld, worldOf } from './scope.ts'
import type { ShellsScope } from './shells-model.ts'

/** What a scope of replicas is made from. */
export interface ReplicasOptions {
  readonly name: string
  readonly size: number
  readonly termsMax: number
  /** Commands that a leader may be given, over the whole run. */
  readonly commands: number
  readonly budgets?: Readonly<Record<string, number>>
  readonly inFlightMax?: number
  readonly profile?: Profile
  readonly tuning?: Partial<Tuning>
  /** Ids of the claims under check. */
  readonly claims: readonly string[]
  /** Does a state within the bounds of terms count? Further bounds of one scope. */
  readonly within?: (local: Local) => boolean
}

/** The consensus machine's context in a node's state, or undefined: the node is down. */
export function consensusIn(
  local: Local,
): { readonly value: unknown; readonly context: Context } | undefined {
  return local.machines.consensus as { value: unknown; context: Context } | undefined
}

/** A fleet of replicas as a model. */
export function replicasScope<O extends ReplicasOptions>(
  exact: Exactly<ReplicasOptions, O>,
  doors: Doors = {},
): ScopeWorld {
  const options: ReplicasOptions = exact
  const { name, size, termsMax, commands, inFlightMax } = options
  const replicas = Array.from({ length: size }, (_, i) => nodeId(`a${i + 1}`))
  const twin = createIdealTwin()
  const log: PortLog = { calls: [] }
  const tuning = { preVote: false, checkQuorum: false, ...options.tuning }
  const { crypto, profile } = behind(doors, logged(twin.port, log), options.profile ?? published)
  const consensus = createConsensus({
    crypto,
    profile,
    peers: replicas,
    tuning,
    fleet: 'a',
  })
  const shells = replicas.map((node): Shell => {
    const standing = { consensus, vault: ledger }
    return withBug({ node, role: 'hsm', standing, keyed: {}, cells: {} }, doors)
  })
  const operations = replicas.flatMap((node) => notes(node, commands))
  const { crash = 0, rollback = 0, ...others } = options.budgets ?? {}
  // In the simulator each rollback takes a power cut.
  const outages = {
    ...(rollback > 0 && { rollback }),
    ...(crash + rollback > 0 && { crash: crash + rollback }),
  }
  const budgets = {
    drop: Number.POSITIVE_INFINITY,
    ...others,
    ...outages,
    ...(commands > 0 && { begin: commands }),
  }
  const scope: ShellsScope = {
    name,
    scenario: {
      ...{ seed: 'check', twin, shells, operations, budgets, keepsDelivered: true },
      ...reordered(doors),
    },
    log,
    ...(inFlightMax === undefined ? {} : { inFlightMax }),
    within: (local) => termOf(local) <= termsMax && (options.within?.(local) ?? true),
    mayBegin: (local) => Object.hasOwn(Object(consensusIn(local)?.value), 'leader'),
    bounds: { terms: termsMax, commands, profile: profile.name },
  }
  const setting: Setting = {
    fleets: { a: replicas },
    clients: [],
    quorums: { a: quorumOf(size, profile.surplus) ?? 0 },
    limit: profile.limit,
  }
  return worldOf(scope, options.claims, setting, [replicas])
}

/** The greatest term that a replica knows; when it is down, that of its storage. */
export function termOf(local: Local): number {
  const ballot = (consensusIn(local)?.context.ballot ?? local.cells.ballot) as { term: number } | undefined
  return ballot?.term ?? 0
}
