/** The scopes of replication (§5): elections, a log, storage that is set back. */
import { hardened, type Profile, published } from '../../spec/profiles.ts'
import { type ReplicasOptions, replicasScope } from './replicas.ts'
import type { Exactly, Scope } from './scope.ts'

const SAFETY = ['REP-1', 'REP-2', 'REP-3', 'REP-4', 'REP-5'] as const

type Options = Omit<ReplicasOptions, 'name' | 'claims'> & Pick<Partial<ReplicasOptions>, 'claims'>

function replicas<O extends Options>(
  exact: Exactly<Options, O>,
  it: Pick<Scope, 'name' | 'says' | 'isLarge'>,
): Scope {
  const options: Options = exact
  const { claims = SAFETY, profile = published, budgets } = options
  return {
    ...it,
    ...{ profile: profile.name, adversary: budgets?.rollback === undefined ? 'A0' : 'A3', claims },
    build: (doors) => replicasScope({ ...options, name: it.name, claims }, doors),
  }
}

const surplus: Profile = { ...published, name: 'published with surplus 1', surplus: 1 }

// Too long for every day, so that the default ones are smaller: measured on a busy machine, 2.35 million orbits and 455 CPU
// seconds (replication-large); election-5-large has 3.7 million, in two minutes.
const LARGE: readonly Scope[] = [
  replicas(
    { size: 5, termsMax: 2, commands: 0, inFlightMax: 4, claims: ['REP-1'] },
    { name: 'election-5-large', says: 'Five replicas elect leaders in two terms.', isLarge: true },
  ),
  replicas(
    { size: 3, termsMax: 2, commands: 2, inFlightMax: 2, budgets: { crash: 1 } },
    {
      name: 'replication-large',
      says: 'Two commands in two terms, and one crash at any moment.',
      isLarge: true,
    },
  ),
  replicas(
    { size: 3, termsMax: 2, commands: 1, inFlightMax: 2, tuning: { preVote: true } },
    { name: 'pre-vote-large', says: 'One command in two terms with pre-votes.', isLarge: true },
  ),
  replicas(
    {
      ...{ size: 3, termsMax: 2, commands: 1, inFlightMax: 2, claims: ['REP-7'], profile: hardened },
      budgets: { rollback: 1 },
    },
    {
      name: 'rollback-rejoin-large',
      says: 'With rejoin an old copy of storage is no more than a crash.',
      isLarge: true,
    },
  ),
]

/** In the order in which they are reported. */
export const replicationScopes: readonly Scope[] = [
  replicas(
    { size: 3, termsMax: 3, commands: 0, inFlightMax: 2, claims: ['REP-1'] },
    { name: 'election-3', says: 'Three replicas elect leaders in three terms; no commands.' },
  ),
  replicas(
    { size: 5, termsMax: 1, commands: 0, inFlightMax: 4, claims: ['REP-1'] },
    {
      name: 'election-5',
      says: 'Five replicas elect a leader in one term; two terms take minutes: election-5-large.',
    },
  ),
  replicas(
    { size: 3, termsMax: 2, commands: 2, inFlightMax: 2 },
    {
      name: 'replication',
      says: 'Two commands in two terms. With a crash as well it is minutes: replication-large.',
    },
  ),
  replicas(
    { size: 3, termsMax: 2, commands: 0, inFlightMax: 2, budgets: { crash: 1 } },
    {
      name: 'replication-crash',
      says: "Two terms, and one crash at any moment, between two effects included; the entries are the leaders' own.",
    },
  ),
  replicas(
    {
      size: 3,
      termsMax: 1,
      commands: 1,
      inFlightMax: 2,
      tuning: { preVote: true },
      claims: ['REP-1', 'REP-4'],
    },
    { name: 'pre-vote', says: 'One command in one term with pre-votes; two terms are pre-vote-large.' },
  ),
  replicas(
    { size: 3, termsMax: 1, commands: 1, inFlightMax: 2, claims: ['REP-7'], budgets: { rollback: 1 } },
    {
      name: 'rollback-majority',
      says: 'A majority, no rejoin, one command: one old copy of storage must fork the history.',
    },
  ),
  replicas(
    {
      ...{ size: 4, termsMax: 1, commands: 0, inFlightMax: 3, claims: ['REP-7'], profile: surplus },
      budgets: { rollback: 2 },
    },
    {
      name: 'rollback-surplus',
      says: 'Four replicas, quorum three: two old copies in turn must fork the history. One term, no commands.',
    },
  ),
  replicas(
    {
      ...{ size: 3, termsMax: 1, commands: 0, inFlightMax: 2, claims: ['REP-7'], profile: hardened },
      budgets: { rollback: 1 },
    },
    {
      name: 'rollback-rejoin',
      says: 'With rejoin an old copy is no more than a crash; no commands: the joins are the entries.',
    },
  ),
  ...LARGE,
]
