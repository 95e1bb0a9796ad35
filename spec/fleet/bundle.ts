/** The validation bundle (§7.1): keys with roles, the auditor's signature, the operator's signature over that. */
import type { Octets } from '../boundary.ts'
import type { CryptoPort } from '../crypto.ts'
import type { FleetKeys, FleetSecrets } from '../tells.ts'
import type { Artifact, Stamp, TreeHead } from './format.ts'

/** What a client is shown. The fields of the stamp, the artifact that its digest is of, and two signatures. */
export interface Bundle extends Stamp {
  /** Canonical JSON of keys with roles. */
  readonly artifact: Octets
  /** The auditor's, over the stamp's bytes: Ed25519, 64 bytes. */
  readonly signature: Octets
  /** The operator's, over the 64 bytes of `signature`. Source: README of Meta's `mbt`. */
  readonly counterSignature: Octets
}

/** A signed checkpoint: the auditor's word on its whole log at one time (§7.4). */
export interface Checkpoint extends TreeHead {
  /** The auditor's, over the checkpoint's bytes. */
  readonly signature: Octets
}

/** That a bundle lies in the log, and that the log only grew (RFC 9162 §2.1.3, §2.1.4). */
export interface LogProof {
  readonly checkpoint: Checkpoint
  /** Position of the bundle's leaf, from 0. */
  readonly index: number
  readonly inclusion: readonly Octets[]
  /** The entry behind it and its path; null for the newest one. It says since when the bundle is superseded. */
  readonly next: { readonly stamp: Stamp; readonly inclusion: readonly Octets[] } | null
  /** From the tree size that the asker named; empty where it named 0 or the checkpoint's own. */
  readonly consistency: readonly Octets[]
}

/** Whom a client believes: shipped with the app, never taken from the network. */
export interface Anchors {
  readonly namespace: string
  /** The one ciphersuite that is accepted: no downgrade, no confusion of the two. */
  readonly suite: Stamp['suite']
  /** Ed25519 public keys, 32 bytes. */
  readonly auditor: Octets
  readonly operator: Octets
}

/** The artifact of a fleet's public keys. `evidence` is the hash of its ceremony's transcript. */
export function artifactOf(keys: FleetKeys, evidence: Octets): Artifact {
  const { fleet, ake, sealing, signing } = keys
  return { fleet, keys: { ake, sealing, signing }, evidence }
}

/** The keys that a bundle carries, once every check has passed. */
export function keysOf(artifact: Artifact, epoch: number): FleetKeys {
  return { fleet: artifact.fleet, epoch, ...artifact.keys }
}

/** A fleet's keys from four 32-byte seeds, drawn inside an HSM. */
export function fleetSecrets(
  crypto: CryptoPort,
  fleet: string,
  epoch: number,
  seeds: Readonly<Record<'signing' | 'sealing' | 'ake' | 'oprf', Octets>>,
): FleetSecrets {
  const signing = crypto.signingKeys(seeds.signing)
  const sealing = crypto.sealingKeys(seeds.sealing)
  const ake = crypto.akeKeys(seeds.ake)
  return {
    keys: { fleet, epoch, signing: signing.public, sealing: sealing.public, ake: ake.public },
    signing: signing.secret,
    sealing: sealing.secret,
    ake: ake.secret,
    oprf: crypto.oprfKey(seeds.oprf),
  }
}
