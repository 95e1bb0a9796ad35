/** The scopes of enrolment and recovery under a dishonest front end (A2), on an atomic vault (§4.6). */
import { hardened, type Profile, published } from '../../spec/profiles.ts'
import type { Doors } from '../bugs/doors.ts'
import { type Scope, type ScopeWorld, worldOf } from './scope.ts'
import type { ShellsScope } from './shells-model.ts'
import { USER, vaultWorld } from './vault-world.ts'

// A repeated request is one more message; where there are many worlds, only what ends or restarts an act rings.
const ENDS = /startAgain|giveUp/
const ALL = /./

function built(
  name: string,
  profile: Profile,
  rings: RegExp,
  claims: readonly string[],
  doors: Doors = {},
): ScopeWorld {
  const options = {
    ...{ profile, limit: 1, starts: 2, user: [{ do: 'enrol', word: 'word1' } as const] },
    rogue: [{ word: 'word2' }, { word: 'word1' }],
    chooses: profile.identity === 'operator' ? ['user1.1', 'user1.2'] : [],
  }
  const { scenario, log, setting } = vaultWorld(options, doors)
  const { limit, starts, chooses } = options
  const timers = rings === ALL ? "all of the user's" : 'the user starting again or giving up'
  const scope: ShellsScope = {
    ...{ name, scenario, log, inFlightMax: 1 },
    mayRing: ({ timer }, node) => node === USER && rings.test(timer),
    bounds: {
      limit,
      starts,
      guesses: options.rogue.length,
      chooses: chooses.length,
      timers,
      profile: profile.name,
    },
  }
  return worldOf(scope, claims, setting)
}

function scope(it: Pick<Scope, 'name' | 'says' | 'claims'>, profile: Profile, rings: RegExp): Scope {
  const { name, claims } = it
  const build: Scope['build'] = (doors) => built(name, profile, rings, claims, doors)
  return { ...it, profile: profile.name, adversary: 'A2', build }
}

/** In the order in which they are reported. */
export const vaultScopes: readonly Scope[] = [
  scope(
    {
      name: 'guesses-published',
      says: 'One enrolment, and two guesses by the front end with its choice of records, more than the limit of one. Its messages are those of its client, lost and late: terms that it makes up would multiply the worlds, and are drawn by `sim` alone (alter, inject).',
      claims: ['ATT-6'],
    },
    published,
    ENDS,
  ),
  scope(
    {
      name: 'vault-published',
      says: 'The same world: what the profile does claim.',
      claims: ['ATT-1', 'ATT-2', 'ATT-3', 'ATT-7'],
    },
    published,
    ENDS,
  ),
  scope(
    {
      name: 'vault-hardened',
      says: 'The same with lineages: one limit for the secret, whatever the front end does.',
      claims: ['ATT-1', 'ATT-2', 'ATT-6', 'ENR-2'],
    },
    hardened,
    ALL,
  ),
]
