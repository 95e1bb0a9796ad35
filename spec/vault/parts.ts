/** The vault's parts of an HSM's shell: the vault itself, and one machine per record and per session. */
import type { Part } from '../shell.ts'
import { createAttempts } from './attempts.ts'
import { createClock } from './clock.ts'
import { createRegistration } from './registration.ts'
import { createSession } from './session.ts'
import { createVault } from './vault.ts'
import type { VaultDeps } from './vault-context.ts'

/** What goes into `standing` and `keyed` of a shell. */
export interface Parts {
  readonly standing: Readonly<Record<string, Part>>
  readonly keyed: Readonly<Record<string, Part>>
}

/** The vault of one HSM; it needs `consensus` and `fleetKeys` beside it. */
export function vaultParts(deps: VaultDeps): Parts {
  const delays = deps.delays ?? deps.profile.delays
  const ticks = delays.length > 0
  const clock = createClock({ profile: deps.profile, peers: deps.peers ?? [] })
  return {
    standing: { vault: createVault({ ...deps, delays }), ...(ticks ? { clock } : {}) },
    keyed: {
      attempts: createAttempts({ ...deps, delays }),
      session: createSession(deps),
      registration: createRegistration(deps),
    },
  }
}
