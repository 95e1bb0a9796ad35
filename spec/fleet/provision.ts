/** How the world delivers a fleet: keys as a ceremony would leave them, and the first epochs of the log (§7.3). */
import type { Octets } from '../boundary.ts'
import type { CryptoPort, KeyPair } from '../crypto.ts'
import type { FleetKeys } from '../tells.ts'
import { type Anchors, artifactOf, type Bundle, fleetSecrets } from './bundle.ts'
import { NAMESPACE, type Suite } from './format.ts'
import { counterSigned, type Entry, stamp } from './log.ts'

/** Seeds of a fleet and of the two that sign its bundle; 32 bytes each. */
export type FleetSeeds = Readonly<
  Record<'signing' | 'sealing' | 'ake' | 'oprf' | 'auditor' | 'operator', Octets>
>

/** A fleet as delivered. */
export interface Provisioned {
  /** Storage of each of its HSMs after the ceremony, before any bundle exists: what a rotation starts from. */
  readonly cells: Readonly<Record<string, unknown>>
  /** What a pinned app ships. */
  readonly keys: FleetKeys
  /** The bundle of a fleet that serves already; add it as cell `fleet.bundle`. */
  readonly bundle: Bundle
  /** The log's entry for that bundle, for the auditor's cell `auditor.log`. */
  readonly entry: Entry
}

/** The clock of worlds that set none: 2026-05-01, in ms since 1970. */
export const WORLD_BEGAN_MS = 1_777_593_600_000

/** The signing keys of auditor and operator, and what clients ship of them. */
export function provisionAuthorities(
  crypto: CryptoPort,
  seeds: Pick<FleetSeeds, 'auditor' | 'operator'>,
  suite: Suite = 1,
): { readonly anchors: Anchors; readonly auditor: KeyPair; readonly operator: KeyPair } {
  const auditor = crypto.signingKeys(seeds.auditor)
  const operator = crypto.signingKeys(seeds.operator)
  const anchors = { namespace: NAMESPACE, suite, auditor: auditor.public, operator: operator.public }
  return { anchors, auditor, operator }
}

/** One fleet. Throws on a fleet name that no artifact can carry: only our own code names fleets. */
export function provisionFleet(
  crypto: CryptoPort,
  fleet: string,
  epoch: number,
  seeds: FleetSeeds,
  timestampMs: number = WORLD_BEGAN_MS,
): Provisioned {
  const { anchors, auditor, operator } = provisionAuthorities(crypto, seeds)
  const secrets = fleetSecrets(crypto, fleet, epoch, seeds)
  const evidence = crypto.hash('strongroom/delivered', [crypto.text(fleet), crypto.number(epoch)])
  const artifact = crypto.artifact(artifactOf(secrets.keys, evidence))
  if (!artifact.ok) throw new Error(`not a fleet's name: ${fleet}`)
  const { namespace, suite } = anchors
  const request = { type: 'stampRequest', suite, namespace, epoch, artifact: artifact.value } as const
  const entry = stamp(crypto, auditor.secret, timestampMs, request)
  return {
    cells: { 'fleet.keys': secrets, 'fleet.evidence': evidence },
    keys: secrets.keys,
    bundle: counterSigned(crypto, operator.secret, entry, artifact.value),
    entry,
  }
}
