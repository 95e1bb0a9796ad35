/**
 * Deployment evidence (§7.5): what the transcript of a ceremony shows to somebody who believes the HSMs' vendor and
 * nobody else. From a simulator it shows that the ceremony was followed, and nothing about hardware.
 */
import type { Octets } from '../boundary.ts'
import type { CryptoPort } from '../crypto.ts'
import { isNodeId, type NodeId } from '../names.ts'
import { type Admission, type CeremonyPlan, isTranscript } from './ceremony.ts'
import { hasSize } from './statements.ts'

/** A transcript, taken apart; nothing in it has been verified. */
export interface ReadTranscript {
  readonly plan: CeremonyPlan
  readonly keys: { readonly ake: Octets; readonly sealing: Octets; readonly signing: Octets }
}

/** Takes a transcript apart, or null where it is none. */
export function readTranscript(crypto: CryptoPort, transcript: unknown): ReadTranscript | null {
  const parts = list(crypto, transcript, 4)
  const planned = parts === null ? null : list(crypto, parts[1], 5)
  const keys = parts === null ? null : list(crypto, parts[2], 3)
  if (planned === null || keys === null) return null
  const [fleet, epoch, measurement, vendor, packed] = planned as [Octets, Octets, Octets, Octets, Octets]
  const [name, number] = [crypto.asText(fleet), crypto.asNumber(epoch)]
  const members = readMembers(crypto, packed)
  if (!name.ok || !number.ok || members === null) return null
  const [ake, sealing, signing] = keys as [Octets, Octets, Octets]
  const plan = { fleet: name.value, epoch: number.value, measurement, vendor, members }
  return { plan, keys: { ake, sealing, signing } }
}

function readMembers(crypto: CryptoPort, packed: Octets): CeremonyPlan['members'] | null {
  const rows = crypto.unpack(packed)
  if (!rows.ok) return null
  const members: (readonly [NodeId, Admission])[] = []
  for (const row of rows.value) {
    const fields = list(crypto, row, 4)
    if (fields === null) return null
    const [node, sealing, signing, certificate] = fields as [Octets, Octets, Octets, Octets]
    const name = crypto.asText(node)
    if (!name.ok || !isNodeId(name.value) || !hasSize(crypto, signing, 32)) return null
    members.push([name.value, { sealing, signing, certificate }])
  }
  return members
}

function list(crypto: CryptoPort, packed: unknown, length: number): readonly Octets[] | null {
  if (!crypto.isOctets(packed)) return null
  const parts = crypto.unpack(packed)
  return parts.ok && parts.value.length === length ? parts.value : null
}

/** Why an epoch's evidence does not verify. */
export type EvidenceGap =
  /** There is none. */
  | 'missing'
  /** It is no transcript, or its hash is not the one in the artifact. */
  | 'otherTranscript'
  /** It is about another fleet, epoch or other keys, or has no members. */
  | 'otherCeremony'
  /** Its HSMs are not of the vendor that the verifier believes. */
  | 'otherVendor'
  /** A certificate or an acknowledgement does not verify. */
  | 'unsigned'

/** What is wrong with an epoch's evidence, or null: it verifies under this vendor's key. */
export function evidenceGap(
  crypto: CryptoPort,
  vendor: Octets,
  epoch: number,
  artifact: Octets,
  transcript: Octets | null,
): EvidenceGap | null {
  const read = crypto.readArtifact(artifact)
  if (transcript === null || !read.ok) return 'missing'
  const said = readTranscript(crypto, transcript)
  if (said === null || crypto.digest(transcript) !== read.value.evidence) return 'otherTranscript'
  const { plan } = said
  if (plan.fleet !== read.value.fleet || plan.epoch !== epoch || plan.members.length === 0) {
    return 'otherCeremony'
  }
  if (plan.vendor !== vendor) return 'otherVendor'
  const { ake, sealing, signing } = read.value.keys
  if (ake !== said.keys.ake || sealing !== said.keys.sealing || signing !== said.keys.signing) {
    return 'otherCeremony'
  }
  return isTranscript(crypto, plan, read.value.keys, transcript) ? null : 'unsigned'
}
