/**
 * The statements of §7 and the operations of the port that fix their bytes: what an outsider must be able to
 * verify with SHA-256 and Ed25519 alone, so no domain of ours is in front. The real twin computes the bytes of
 * Cloudflare's auditor and of RFC 9162, the ideal twin terms of the same length.
 */
import type { Octets } from '../boundary.ts'
import type { Result } from '../crypto.ts'

/** Cloudflare's ciphersuites: 1 encodes what is signed as protobuf, 2 as little-endian fixed widths (§7.1). */
export type Suite = 1 | 2

/** The log namespace of the backup fleets' keys. Source: README of Meta's `mbt`. */
export const NAMESPACE = 'meta.encrypted_backups.fleet_keys.v1'

/** The roles of a fleet's public keys; each occurs exactly once in an artifact, in this order. */
export const ROLES = ['ake', 'sealing', 'signing'] as const
/** What a public key in a bundle is for (§7.1). */
export type Role = (typeof ROLES)[number]

/** The JSON artifact of keys with roles, decoded. Its SHA-256 is the logged digest. */
export interface Artifact {
  /** 1 to 32 characters of `a-z`, `0-9`, `-`. */
  readonly fleet: string
  /** Public keys by role, 32 bytes each. */
  readonly keys: Readonly<Record<Role, Octets>>
  /** Hash of the ceremony's transcript (§7.5), 32 bytes. */
  readonly evidence: Octets
}

/** What the auditor signs: the five fields in this order, in the suite's encoding. */
export interface Stamp {
  readonly suite: Suite
  /** 1 to 255 characters of printable ASCII. */
  readonly namespace: string
  /** Milliseconds since 1970, by the auditor's clock. */
  readonly timestampMs: number
  readonly epoch: number
  /** SHA-256 of the artifact's bytes. */
  readonly digest: Octets
}

/** A checkpoint's content: the log's tree head. */
export interface TreeHead {
  /** The namespace, as the log's origin. */
  readonly origin: string
  /** Entries; at least 1. */
  readonly size: number
  /** Merkle tree hash over the first `size` entries (RFC 9162 §2.1.1), 32 bytes. */
  readonly root: Octets
  readonly timestampMs: number
}

/** A fleet's name, as it stands in an artifact. */
export const FLEET_NAME = /^[a-z0-9-]{1,32}$/

/**
 * The part of the port that §7 needs; total like the rest of it. What an outsider verifies is signed under the
 * empty domain: `sign(key, '', content)` is plain Ed25519 (RFC 8032) over the content as it is.
 */
export interface FleetCrypto {
  /** The artifact's canonical JSON; `malformed` for a bad fleet name or a key that has not 32 bytes. */
  artifact(artifact: Artifact): Result<Octets>
  /** Accepts exactly what `artifact` makes: no other order, spacing, role, length or duplicate. */
  readArtifact(octets: Octets): Result<Artifact>
  /** SHA-256 without a domain, 32 bytes. */
  digest(octets: Octets): Octets
  /** The bytes that the auditor signs; `malformed` when a field is out of range. */
  bundleContent(stamp: Stamp): Result<Octets>
  /** The bytes of a checkpoint, which no bundle's content can equal (§7.4). */
  checkpointContent(head: TreeHead): Result<Octets>
  /** RFC 9162 §2.1.1: SHA-256(0x00, entry). */
  leafHash(entry: Octets): Octets
  /** RFC 9162 §2.1.1: SHA-256(0x01, left, right). */
  nodeHash(left: Octets, right: Octets): Octets
}
