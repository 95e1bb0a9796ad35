/** The scopes of a rotation whose bundles come from a holder of one signing key (A7; §7.2, §7.3). */
import type { Context as TrustContext } from '../../spec/fleet/trust-context.ts'
import { hardened, type Profile, published } from '../../spec/profiles.ts'
import type { Doors } from '../run/world.ts'
import type { Local } from '../sim/local.ts'
import { type RotationWorldOptions, rotationWorld, tricksOf } from './rotation-world.ts'
import { claimsNamed, type Scope, type ScopeWorld } from './scope.ts'
import { modelOfShells, type ShellsScope } from './shells-model.ts'

// A phone would ask five times for the same keys; the second time is what makes a late answer, or two, possible.
const REQUESTS = 2

function built(
  name: string,
  options: RotationWorldOptions,
  claims: readonly string[],
  doors: Doors = {},
): ScopeWorld {
  const { profile, holds, turns } = options
  const { scenario, log, setting } = rotationWorld(options, doors)
  const scope: ShellsScope = {
    ...{ name, scenario, log, inFlightMax: 2 },
    mayRing: ({ machine }) => machine === 'trust',
    within: (local) => requestsOf(local) <= REQUESTS,
    bounds: {
      epochs: 2,
      holds,
      tricks: tricksOf(options).join(' '),
      turns,
      requests: REQUESTS,
      timers: 'the phone asks for keys again',
      profile: profile.name,
    },
  }
  const model = modelOfShells(scope)
  return { scope, model, claims: claimsNamed(claims), setting, groups: [] }
}

// How often a question was asked; a phone that is down has forgotten.
function requestsOf({ machines }: Local): number {
  const trust = machines.trust as { readonly context: TrustContext } | undefined
  return trust?.context.requests ?? 0
}

function scope(profile: Profile, holds: RotationWorldOptions['holds'], claims: readonly string[]): Scope {
  const name = `${holds}-key-${profile.name}`
  return {
    name,
    says: `A rotation, and a phone with two questions; whoever answers them holds the ${holds}'s key.`,
    ...{ profile: profile.name, adversary: 'A7', claims },
    build: (doors) => built(name, { profile, holds, turns: 5 }, claims, doors),
  }
}

/** In the order in which they are reported. */
export const rotationScopes: readonly Scope[] = [
  scope(published, 'auditor', ['FLT-1', 'ENR-4']),
  scope(published, 'operator', ['FLT-1', 'ENR-4', 'TRN-2']),
  scope(hardened, 'auditor', ['FLT-1', 'FLT-2', 'ENR-4']),
  scope(hardened, 'operator', ['FLT-1', 'FLT-2', 'ENR-4', 'TRN-1', 'TRN-2']),
]
