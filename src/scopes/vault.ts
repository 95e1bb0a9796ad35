/** The scopes of enrolment and recovery under a dishonest front end (A2), on an atomic vault (§4.6). */
import { hardened, type Profile, published } from '../../spec/profiles.ts'
import type { Doors } from '../bugs/doors.ts'
import { type Scope, type ScopeWorld, worldOf } from './scope.ts'
import type { ShellsScope } from './shells-model.ts'
import { FRONT, USER, type VaultWorldOptions, vaultWorld } from './vault-world.ts'

// A repeated request is one more message; where there are many worlds, only what ends or restarts an act rings.
const ENDS = /startAgain|giveUp/
const ALL = /./
const GUESSES = [{ word: 'word2' }, { word: 'word1' }] as const

// The user enrols once, and may start again once; one message is in flight.
function built(
  { name, claims }: Pick<Scope, 'name' | 'claims'>,
  varying: Pick<VaultWorldOptions, 'profile' | 'rogue' | 'chooses' | 'makes'>,
  own: Readonly<Record<string, string | number>>,
  mayRing: NonNullable<ShellsScope['mayRing']>,
  doors: Doors = {},
): ScopeWorld {
  const { profile, rogue } = varying
  const enrols = { limit: 1, starts: 2, user: [{ do: 'enrol', word: 'word1' } as const] }
  const { scenario, log, setting } = vaultWorld({ ...enrols, ...varying }, doors)
  const { limit, starts } = enrols
  const bounds = { limit, starts, guesses: rogue.length, ...own, profile: profile.name }
  return worldOf({ name, scenario, log, inFlightMax: 1, mayRing, bounds }, claims, setting)
}

function scope(it: Pick<Scope, 'name' | 'says' | 'claims'>, profile: Profile, rings: RegExp): Scope {
  const chooses = profile.identity === 'operator' ? ['user1.1', 'user1.2'] : []
  const timers = rings === ALL ? "all of the user's" : 'the user starting again or giving up'
  const build: Scope['build'] = (doors) =>
    built(
      it,
      { profile, rogue: GUESSES, chooses },
      { chooses: chooses.length, timers },
      ({ timer }, node) => node === USER && rings.test(timer),
      doors,
    )
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
  const makes = { most, seenMax: SEEN_MAX }
  const timers = 'the user starting again or giving up, the front end making'
  const build: Scope['build'] = (doors) =>
    built(
      { name, claims },
      { profile, rogue: GUESSES.slice(0, guesses), chooses: [], makes },
      { made: most, madeOf: SEEN_MAX, timers },
      ({ timer }, node) => node === FRONT || (node === USER && ENDS.test(timer)),
      doors,
    )
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
