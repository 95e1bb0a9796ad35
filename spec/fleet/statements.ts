/** Shapes and bytes of the signed statements: what may come from a hostile message, and what is signed of it. */
import type { Octets } from '../boundary.ts'
import type { CryptoPort } from '../crypto.ts'
import type { Bundle, Checkpoint, LogProof } from './bundle.ts'
import type { Stamp, TreeHead } from './format.ts'
import { PROOF_HASHES_MAX } from './merkle.ts'

/** Bytes of a hash, of a signature, and of the longest artifact. */
export const HASH_BYTES = 32
/** Length of an Ed25519 signature: 64 bytes (RFC 8032 §5.1.6). */
export const SIGNATURE_BYTES = 64

/** The bytes that the auditor signed, or null where a field is out of range. */
export function contentOf(crypto: CryptoPort, stamp: Stamp): Octets | null {
  const { suite, namespace, timestampMs, epoch, digest } = stamp
  const content = crypto.bundleContent({ suite, namespace, timestampMs, epoch, digest })
  return content.ok ? content.value : null
}

/** The bytes of a checkpoint, or null where a field is out of range. */
export function headContent(crypto: CryptoPort, head: TreeHead): Octets | null {
  const { origin, size, root, timestampMs } = head
  const content = crypto.checkpointContent({ origin, size, root, timestampMs })
  return content.ok ? content.value : null
}

/** Does this value, which may be anything, have the shape of a bundle? Says nothing about its truth. */
export function isBundle(crypto: CryptoPort, value: unknown): value is Bundle {
  if (!isTable(value)) return false
  const { suite, namespace, timestampMs, epoch, digest, artifact, signature, counterSignature } = value
  return (
    (suite === 1 || suite === 2) &&
    typeof namespace === 'string' &&
    isCount(timestampMs) &&
    isCount(epoch) &&
    hasSize(crypto, digest, HASH_BYTES) &&
    crypto.isOctets(artifact) &&
    hasSize(crypto, signature, SIGNATURE_BYTES) &&
    hasSize(crypto, counterSignature, SIGNATURE_BYTES)
  )
}

/** Does this value have the shape of a proof? */
export function isLogProof(crypto: CryptoPort, value: unknown): value is LogProof {
  if (!isTable(value)) return false
  const { checkpoint, index, inclusion, next, consistency } = value
  return (
    (next === null || isSuccessor(crypto, next)) &&
    isCheckpoint(crypto, checkpoint) &&
    isCount(index) &&
    isPath(crypto, inclusion) &&
    isPath(crypto, consistency)
  )
}

function isSuccessor(crypto: CryptoPort, value: unknown): boolean {
  if (!isTable(value) || !isTable(value.stamp)) return false
  const { namespace, timestampMs, epoch, digest } = value.stamp
  const isStamp = typeof namespace === 'string' && isCount(timestampMs) && isCount(epoch)
  return isStamp && hasSize(crypto, digest, HASH_BYTES) && isPath(crypto, value.inclusion)
}

/** Does this value have the shape of a checkpoint? */
export function isCheckpoint(crypto: CryptoPort, value: unknown): value is Checkpoint {
  if (!isTable(value)) return false
  const { origin, size, root, timestampMs, signature } = value
  return (
    typeof origin === 'string' &&
    isCount(size) &&
    size >= 1 &&
    isCount(timestampMs) &&
    hasSize(crypto, root, HASH_BYTES) &&
    hasSize(crypto, signature, SIGNATURE_BYTES)
  )
}

/** Are these octets of so many bytes? */
export function hasSize(crypto: CryptoPort, value: unknown, bytes: number): value is Octets {
  return crypto.isOctets(value) && crypto.size(value) === bytes
}

/** Is this a non-negative safe integer? */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

/** Is this a JSON object? */
export function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isPath(crypto: CryptoPort, value: unknown): value is readonly Octets[] {
  return (
    Array.isArray(value) &&
    value.length <= PROOF_HASHES_MAX &&
    value.every((hash) => hasSize(crypto, hash, HASH_BYTES))
  )
}
