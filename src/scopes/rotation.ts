/** The scopes of a rotation whose bundles come from a holder of one signing key (A7; §7.2, §7.3). */
import type { Context as TrustContext } from '../../spec/fleet/trust-context.ts'
import { hardened, type Profile, published } from '../../spec/profiles.ts'
import type { Doors } from '../bugs/doors.ts'
import type { Local } from '../sim/local.ts'
import { type RotationWorldOptions, rotationWorld, tricksOf } from './rotation-world.ts'
import { type Scope, type ScopeWorld, worldOf } from './scope.ts'
import type { ShellsScope } from './shells-model.ts'

/** Bounds of one scope. A phone would ask five times for the same keys. */
interface Bounds extends RotationWorldOptions {
  readonly requests: number
}

function built(name: string, options: Bounds, claims: readonly string[], doors: Doors = {}): ScopeWorld {
  const { profile, holds, turns, requests, pinned } = options
  const { scenario, log, setting } = rotationWorld(options, doors)
  const scope: ShellsScope = {
    ...{ name, scenario, log, inFlightMax: 2 },
    mayRing: ({ machine }) => machine === 'trust',
    within: (local) => requestsOf(local) <= requests,
    bounds: {
      epochs: 2,
      holds,
      tricks: tricksOf(options).join(' '),
      turns,
      requests,
      ...(pinned ? { phones: 2, pinned: 1 } : {}),
      timers: requests > 1 ? 'the phone asks for keys again' : 'none',
      profile: profile.name,
    },
  }
  return worldOf(scope, claims, setting)
}

// How often a question was asked; a phone that is down has forgotten.
function requestsOf({ machines }: Local): number {
  const trust = machines.trust as { readonly context: TrustContext } | undefined
  return trust?.context.requests ?? 0
}

function scope(
  profile: Profile,
  holds: RotationWorldOptions['holds'],
  claims: readonly string[],
  large: Pick<Scope, 'isLarge'> = {},
): Scope {
  const name = `${holds}-key-${large.isLarge === true ? 'large' : profile.name}`
  // Asking twice makes a late answer, or two, possible.
  const options = { profile, holds, turns: 5, requests: large.isLarge === true ? 2 : 1, pinned: false }
  return {
    ...{ name, ...large, profile: profile.name, adversary: 'A7', claims },
    says: `A rotation, and a phone with two questions; whoever answers them holds the ${holds}'s key.`,
    build: (doors) => built(name, options, claims, doors),
  }
}

// A pinned phone asks nobody: it is shown bundles where the other one's question is answered.
function pinnedScope(profile: Profile, holds: RotationWorldOptions['holds']): Scope {
  const [name, claims] = [`${holds}-key-pinned-${profile.name}`, ['FLT-4']]
  const options = { profile, holds, turns: 2, requests: 1, pinned: true }
  return {
    ...{ name, profile: profile.name, adversary: 'A7', claims },
    says: `A rotation, and beside a phone that asks for keys a pinned one; both are sent bundles by the holder of the ${holds}'s key.`,
    build: (doors) => built(name, options, claims, doors),
  }
}

/** In the order in which they are reported. */
export const rotationScopes: readonly Scope[] = [
  scope(published, 'auditor', ['FLT-1', 'ENR-4']),
  scope(published, 'operator', ['FLT-1', 'ENR-4', 'TRN-2']),
  scope(hardened, 'auditor', ['FLT-1', 'ENR-4']),
  scope(hardened, 'operator', ['FLT-1', 'ENR-4', 'TRN-1', 'TRN-2']),
  // A phone that accepted the new epoch is shown the old one.
  scope(hardened, 'auditor', ['FLT-1', 'FLT-2', 'ENR-4'], { isLarge: true }),
  scope(hardened, 'operator', ['FLT-1', 'FLT-2', 'ENR-4', 'TRN-1', 'TRN-2'], { isLarge: true }),
  ...[published, hardened].flatMap((profile) => [
    pinnedScope(profile, 'auditor'),
    pinnedScope(profile, 'operator'),
  ]),
]
