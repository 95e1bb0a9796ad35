/** The auditor's log as data (§7.4): what it holds, the rules by which it grows, and what is signed over it. */
import type { Octets } from '../boundary.ts'
import type { CryptoPort, KeyPair } from '../crypto.ts'
import type { Anchors, Bundle, Checkpoint, LogProof } from './bundle.ts'
import type { Stamp } from './format.ts'
import { consistencyProof, inclusionProof, treeHash } from './merkle.ts'
import type { StampRefused, StampRequest } from './messages.ts'
import { contentOf, hasSize, headContent, isTable, SIGNATURE_BYTES } from './statements.ts'

/** One entry: the stamp and the auditor's signature over it. */
export interface Entry extends Stamp {
  readonly signature: Octets
  /** What was submitted: kept beside the entry for whoever audits (§7.5). */
  readonly artifact: Octets
  readonly transcript: Octets | null
}

/** The largest transcript that is kept, in bytes: nine HSMs need 2,300. */
export const TRANSCRIPT_BYTES_MAX = 16_384

/** The epoch that the log takes next: up by exactly one, from 1. Source: PLEXI's log rules. */
export function nextEpoch(entries: readonly Entry[]): number {
  return (entries.at(-1)?.epoch ?? 0) + 1
}

/** Why a well-formed request breaks the log's rules, or null. */
export function brokenRule(
  crypto: CryptoPort,
  namespace: string,
  entries: readonly Entry[],
  request: StampRequest,
): StampRefused['why'] | null {
  if (!isTable(request) || !crypto.isOctets(request.artifact)) return 'malformed'
  if (!crypto.readArtifact(request.artifact).ok || !Number.isSafeInteger(request.epoch)) return 'malformed'
  if (request.suite !== 1 && request.suite !== 2) return 'malformed'
  if (!isTranscriptLike(crypto, request.transcript)) return 'malformed'
  if (request.namespace !== namespace) return 'namespace'
  if (request.epoch !== nextEpoch(entries)) return 'epochOrder'
  const digest = crypto.digest(request.artifact)
  return entries.some((entry) => entry.digest === digest) ? 'digestRepeated' : null
}

function isTranscriptLike(crypto: CryptoPort, value: unknown): boolean {
  return value === null || (crypto.isOctets(value) && crypto.size(value) <= TRANSCRIPT_BYTES_MAX)
}

/** The entry for a request that breaks no rule. */
export function stamp(crypto: CryptoPort, secret: Octets, timestampMs: number, request: StampRequest): Entry {
  const { suite, namespace, epoch, artifact, transcript } = request
  const content = { suite, namespace, timestampMs, epoch, digest: crypto.digest(artifact) }
  const signature = crypto.sign(secret, '', contentOf(crypto, content) as Octets)
  return { ...content, signature, artifact, transcript }
}

/** The operator's counter-signature, over the auditor's signature bytes. */
export function counterSigned(
  crypto: CryptoPort,
  secret: Octets,
  entry: Stamp & { readonly signature: Octets },
  artifact: Octets,
): Bundle {
  const { suite, namespace, timestampMs, epoch, digest, signature } = entry
  const counterSignature = crypto.sign(secret, '', signature)
  return { suite, namespace, timestampMs, epoch, digest, artifact, signature, counterSignature }
}

/** The leaf of an entry: the hash of exactly what the auditor signed. */
export function leafOf(crypto: CryptoPort, entry: Stamp): Octets {
  return crypto.leafHash(contentOf(crypto, entry) as Octets)
}

/** Proof that this bundle lies in the log, under a checkpoint made now; null where it does not. */
export function prove(
  crypto: CryptoPort,
  auditor: KeyPair,
  entries: readonly Entry[],
  timestampMs: number,
  asked: { readonly bundle: Bundle; readonly since: number },
): LogProof | null {
  const content = contentOf(crypto, asked.bundle)
  const index = entries.findIndex((entry) => contentOf(crypto, entry) === content)
  if (content === null || index < 0) return null
  const leaves = entries.map((entry) => leafOf(crypto, entry))
  const checkpoint = checkpointOf(crypto, auditor, entries, timestampMs)
  const since = asked.since >= 1 && asked.since <= leaves.length ? asked.since : leaves.length
  return {
    checkpoint,
    index,
    inclusion: inclusionProof(crypto, leaves, index),
    next: successor(crypto, entries, leaves, index + 1),
    consistency: consistencyProof(crypto, leaves, since),
  }
}

function successor(
  crypto: CryptoPort,
  entries: readonly Entry[],
  leaves: readonly Octets[],
  index: number,
): LogProof['next'] {
  const entry = entries[index]
  if (entry === undefined) return null
  const { suite, namespace, timestampMs, epoch, digest } = entry
  const stamp = { suite, namespace, timestampMs, epoch, digest }
  return { stamp, inclusion: inclusionProof(crypto, leaves, index) }
}

/** A checkpoint over the whole log, which has at least one entry. */
export function checkpointOf(
  crypto: CryptoPort,
  auditor: KeyPair,
  entries: readonly Entry[],
  timestampMs: number,
): Checkpoint {
  const origin = (entries[0] as Entry).namespace
  const head = { origin, size: entries.length, root: rootAt(crypto, entries, entries.length), timestampMs }
  return { ...head, signature: crypto.sign(auditor.secret, '', headContent(crypto, head) as Octets) }
}

/** The root over the first `size` entries; 1 <= size <= entries.length. */
export function rootAt(crypto: CryptoPort, entries: readonly Entry[], size: number): Octets {
  return treeHash(
    crypto,
    entries.slice(0, size).map((entry) => leafOf(crypto, entry)),
  )
}

/** Is this, from a message, a log that follows the rules (§7.4), each entry signed by the auditor? */
export function isSoundLog(crypto: CryptoPort, anchors: Anchors, value: unknown): value is readonly Entry[] {
  if (!Array.isArray(value) || value.length === 0) return false
  const before: Entry[] = []
  for (const entry of value as readonly Entry[]) {
    if (!isTable(entry) || !hasSize(crypto, entry.signature, SIGNATURE_BYTES)) return false
    if (brokenRule(crypto, anchors.namespace, before, { type: 'stampRequest', ...entry }) !== null)
      return false
    if (crypto.digest(entry.artifact) !== entry.digest) return false
    const content = contentOf(crypto, entry)
    if (content === null || !crypto.verify(anchors.auditor, '', content, entry.signature)) return false
    before.push(entry)
  }
  return true
}
