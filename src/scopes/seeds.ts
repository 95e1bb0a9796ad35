/** Keys of the scopes' fleets, and of those who vouch for them. */
import type { Octets } from '../../spec/boundary.ts'
import type { CryptoPort } from '../../spec/crypto.ts'
import type { FleetSeeds } from '../../spec/fleet/provision.ts'

/** 32 bytes for one use. No fresh name: it stands in the machines' settings as well, where no renaming reaches it. */
export function seedFor(port: CryptoPort, use: string): Octets {
  return port.derive(port.text('check'), use, 32)
}

/** The seeds of a fleet; the auditor, the operator and the HSMs' maker are the same for every fleet. */
export function seedsOf(port: CryptoPort, fleet: string): FleetSeeds {
  const of = (use: string) => seedFor(port, use)
  return {
    ...{ signing: of(`${fleet}/signing`), sealing: of(`${fleet}/sealing`), ake: of(`${fleet}/ake`) },
    ...{ oprf: of(`${fleet}/oprf`), vendor: of('vendor/key') },
    ...{ auditor: of('auditor/key'), operator: of('operator/key') },
  }
}
