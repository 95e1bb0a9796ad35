/** How the world delivers HSMs and fleets, and the first epochs of the log (§7.3). */
import type { Octets } from '../boundary.ts'
import type { CryptoPort, KeyPair } from '../crypto.ts'
import type { NodeId } from '../names.ts'
import type { FleetKeys } from '../tells.ts'
import { type Anchors, artifactOf, type Bundle, fleetSecrets } from './bundle.ts'
import { acknowledge, type CeremonyPlan, type Identity, manufacture, transcriptOf } from './ceremony.ts'
import { NAMESPACE, type Suite } from './format.ts'
import type { CeremonyOutcome } from './keys-context.ts'
import { counterSigned, type Entry, stamp } from './log.ts'

/** Seeds of a fleet and of those who vouch for it; 32 bytes each. */
export type FleetSeeds = Readonly<
  Record<'signing' | 'sealing' | 'ake' | 'oprf' | 'auditor' | 'operator', Octets>
> & {
  /** Of the HSMs' maker; from `oprf` where it is left out. */
  readonly vendor?: Octets
}

/** A fleet as delivered. */
export interface Provisioned {
  /** Storage of each of its HSMs after the ceremony, before any bundle exists: what a rotation may start from. */
  readonly cells: Readonly<Record<string, unknown>>
  /** What a pinned app ships. */
  readonly keys: FleetKeys
  /** The bundle of a fleet that serves already; add it as cell `fleet.bundle`. */
  readonly bundle: Bundle
  /** The log's entry for that bundle, for the auditor's cell `auditor.log`. */
  readonly entry: Entry
}

/** A fleet's HSMs as the factory delivers them: no keys yet, one credential each. */
export interface Manufactured {
  /** For every fleet-keys machine of that fleet. */
  readonly plan: CeremonyPlan
  readonly cells: Readonly<Record<NodeId, Readonly<Record<string, unknown>>>>
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

/** The HSMs of one fleet, before their ceremony. All of them run the code with this name. */
export function manufactureFleet(
  crypto: CryptoPort,
  fleet: string,
  epoch: number,
  hsms: readonly NodeId[],
  seeds: FleetSeeds,
  code = 'strongroom simulator',
): Manufactured {
  const vendor = crypto.signingKeys(seeds.vendor ?? crypto.derive(seeds.oprf, 'vendor', 32))
  const measurement = crypto.hash('strongroom/measurement', [crypto.text(code)])
  const made = hsms.map((node) => {
    const seed = (use: string) => crypto.derive(seeds.signing, `${use} ${node}`, 32)
    const hsm = manufacture(crypto, vendor.secret, measurement, {
      sealing: seed('hsm sealing'),
      signing: seed('hsm signing'),
    })
    return [node, hsm] as const
  })
  const members = made.map(([node, { admission }]) => [node, admission] as const)
  return {
    plan: { fleet, epoch, members, measurement, vendor: vendor.public },
    cells: Object.fromEntries(
      made.map(([node, { identity }]) => [node, { 'hsm.identity': identity, 'fleet.credential': true }]),
    ),
  }
}

/** One fleet after its ceremony. Throws on a fleet name that no artifact can carry: only our own code names fleets. */
export function provisionFleet(
  crypto: CryptoPort,
  fleet: string,
  epoch: number,
  seeds: FleetSeeds,
  timestampMs: number = WORLD_BEGAN_MS,
  hsms: readonly NodeId[] = [],
): Provisioned {
  const { anchors, auditor, operator } = provisionAuthorities(crypto, seeds)
  const secrets = fleetSecrets(crypto, fleet, epoch, seeds)
  const outcome = heldBefore(crypto, manufactureFleet(crypto, fleet, epoch, hsms, seeds), secrets.keys)
  const artifact = crypto.artifact(artifactOf(secrets.keys, outcome.evidence))
  if (!artifact.ok) throw new Error(`not a fleet's name: ${fleet}`)
  const { namespace, suite } = anchors
  const { transcript } = outcome
  const request = {
    type: 'stampRequest',
    suite,
    namespace,
    epoch,
    artifact: artifact.value,
    transcript,
  } as const
  const entry = stamp(crypto, auditor.secret, timestampMs, request)
  return {
    cells: { 'fleet.keys': secrets, 'fleet.ceremony': outcome },
    keys: secrets.keys,
    bundle: counterSigned(crypto, operator.secret, entry, artifact.value),
    entry,
  }
}

// The ceremony of a fleet that is delivered with keys: its members' acknowledgements, made here.
function heldBefore(crypto: CryptoPort, { plan, cells }: Manufactured, keys: FleetKeys): CeremonyOutcome {
  const acks = plan.members.map(([node]) =>
    acknowledge(crypto, plan, node, cells[node]?.['hsm.identity'] as Identity, keys),
  )
  const transcript = transcriptOf(crypto, plan, keys, acks)
  return { transcript, evidence: crypto.digest(transcript) }
}
