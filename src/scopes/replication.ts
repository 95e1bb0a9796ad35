/** The scopes of replication (§5): elections, a log, storage that is set back. */
import { hardened, type Profile, published } from '../../spec/profiles.ts'
import { type ReplicasOptions, replicasScope } from './replicas.ts'
import type { Scope } from './scope.ts'

const SAFETY = ['REP-1', 'REP-2', 'REP-3', 'REP-4', 'REP-5'] as const

function replicas(
  options: Omit<ReplicasOptions, 'name' | 'claims'> & Partial<ReplicasOptions>,
  it: Omit<Scope, 'build'>,
): Scope {
  const { claims = SAFETY } = options
  return { ...it, build: () => replicasScope({ ...options, name: it.name, claims }) }
}

const surplus: Profile = { ...published, name: 'published with surplus 1', surplus: 1 }

/** In the order in which they are run. */
export const replicationScopes: readonly Scope[] = [
  replicas(
    { size: 3, termsMax: 3, commands: 0, inFlightMax: 2, claims: ['REP-1'] },
    { name: 'election-3', says: 'Three replicas elect leaders; no commands.' },
  ),
  replicas(
    { size: 5, termsMax: 2, commands: 0, inFlightMax: 4, claims: ['REP-1'] },
    { name: 'election-5', says: 'Five replicas elect leaders; no commands.' },
  ),
  replicas(
    { size: 3, termsMax: 2, commands: 2, inFlightMax: 2, budgets: { crash: 1 } },
    { name: 'replication', says: 'Two commands, one crash at any moment, between two effects included.' },
  ),
  replicas(
    { size: 3, termsMax: 2, commands: 1, inFlightMax: 2, tuning: { preVote: true } },
    { name: 'pre-vote', says: 'The same with pre-votes.' },
  ),
  replicas(
    {
      ...{ size: 3, termsMax: 2, commands: 1, inFlightMax: 2, claims: ['REP-7'] },
      budgets: { crash: 1, rollback: 1 },
    },
    {
      name: 'rollback-majority',
      says: 'A majority, no rejoin: one old copy of storage must fork the history.',
    },
  ),
  replicas(
    {
      ...{ size: 4, termsMax: 3, commands: 1, inFlightMax: 2, claims: ['REP-7'], profile: surplus },
      budgets: { crash: 2, rollback: 2 },
    },
    {
      name: 'rollback-surplus',
      says: 'Four replicas, quorum three: two old copies in turn must fork the history.',
    },
  ),
  replicas(
    {
      ...{ size: 3, termsMax: 2, commands: 1, inFlightMax: 2, claims: ['REP-7'], profile: hardened },
      budgets: { crash: 1, rollback: 1 },
    },
    { name: 'rollback-rejoin', says: 'With rejoin an old copy of storage is no more than a crash.' },
  ),
]
