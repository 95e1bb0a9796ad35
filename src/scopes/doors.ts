/** Where a seeded bug comes into a scope's world by a wrapper of the port, a field of the profile, an order of effects (§1.12). */
import type { CryptoPort } from '../../spec/crypto.ts'
import type { Profile } from '../../spec/profiles.ts'
import type { Deps } from '../../spec/shell.ts'
import type { Doors } from '../run/world.ts'
import type { Scenario } from '../sim/world.ts'

/** What machines behind these doors are made with. */
export function behind({ port, profilePatch }: Doors, crypto: CryptoPort, profile: Profile): Deps {
  return { crypto: port === undefined ? crypto : port(crypto), profile: { ...profile, ...profilePatch } }
}

/** The order of effects behind these doors, as a scenario has it. */
export function reordered({ reorder }: Doors): Pick<Scenario, 'reorder'> {
  return reorder === undefined ? {} : { reorder }
}
