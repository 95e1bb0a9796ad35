/** The scopes of enrolment and recovery under a dishonest front end (A2), on an atomic vault (§4.6). */
import { hardened, type Profile, published } from '../../spec/profiles.ts'
import type { Doors } from '../bugs/doors.ts'
import { type Scope, type ScopeWorld, worldOf } from './scope.ts'
import type { ShellsScope } from './shells-model.ts'
import { FRONT, USER, vaultWorld } from './vault-world.ts'

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

/** Bounds of a scope in which the front end makes requests of its own. */
interface Made {
  readonly profile: Profile
  readonly guesses: number
  /** Messages of its own making; of this many requests that it saw. */
  readonly most: number
  readonly isLarge?: true
}

const SEEN_MAX = 3

// It gives each registration its own record and names none for deletion: nothing is left to choose.
function making(name: string, says: string, claims: readonly string[], made: Made): Scope {
  const { profile, guesses, most, ...rest } = made
  const build = (doors: Doors = {}) => {
    const rogue = [{ word: 'word2' }, { word: 'word1' }].slice(0, guesses)
    const makes = { most, seenMax: SEEN_MAX }
    const options = { profile, limit: 1, starts: 2, user: [{ do: 'enrol', word: 'word1' } as const], rogue }
    const { scenario, log, setting } = vaultWorld({ ...options, chooses: [], makes }, doors)
    const bounds = {
      ...{ limit: 1, starts: 2, guesses, made: most, madeOf: SEEN_MAX },
      ...{ timers: 'the user starting again or giving up, the front end making', profile: profile.name },
    }
    const scope: ShellsScope = {
      ...{ name, scenario, log, inFlightMax: 1, bounds },
      mayRing: ({ timer }, node) => node === FRONT || (node === USER && ENDS.test(timer)),
    }
    return worldOf(scope, claims, setting)
  }
  return { name, says, claims, build, profile: profile.name, adversary: 'A2', ...rest }
}

const OF_LINEAGES = ['ATT-1', 'ATT-2', 'ATT-6', 'ENR-2'] as const

/** In the order in which they are reported. */
export const vaultScopes: readonly Scope[] = [
  scope(
    {
      name: 'guesses-published',
      says: 'One enrolment, and two guesses by the front end with its choice of records, more than the limit of one. Its messages are those of its client, lost and late; with some of its own making: made-published.',
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
  making(
    'made-hardened',
    'One enrolment and one guess; the front end makes two requests of its own, of what it saw.',
    OF_LINEAGES,
    { profile: hardened, guesses: 1, most: 2 },
  ),
  making(
    'made-hardened-large',
    'One enrolment and two guesses; the front end makes two requests of its own, of what it saw.',
    [...OF_LINEAGES, 'ATT-3', 'ATT-7', 'ENR-3'],
    { profile: hardened, guesses: 2, most: 2, isLarge: true },
  ),
  making(
    'made-published',
    'One enrolment and two guesses; the front end makes one request of its own, of what it saw.',
    ['ATT-6'],
    { profile: published, guesses: 2, most: 1, isLarge: true },
  ),
  making(
    'made-vault-published',
    'One enrolment and one guess; the front end makes two requests of its own: what the profile does claim.',
    ['ATT-1', 'ATT-2', 'ATT-7'],
    { profile: published, guesses: 1, most: 2, isLarge: true },
  ),
]
