/**
 * The documents of a log (§7.4): where each lies, how long it may be, and its one spelling: JSON with sorted keys
 * and one newline. What is read must be, byte for byte, what would be written: no duplicate key, no second meaning.
 */
import type { Octets } from '../../spec/boundary.ts'
import type { CryptoPort } from '../../spec/crypto.ts'
import type { Bundle, Checkpoint } from '../../spec/fleet/bundle.ts'
import { isBundle, isCheckpoint, isCount, isTable } from '../../spec/fleet/statements.ts'
import type { LogFiles } from './files.ts'

/** What `log.json` says of itself. */
export const FORMAT = 'strongroom bundle log v1'
/** More epochs than this are no log of fleets that are rotated every few years. */
export const EPOCHS_MAX = 4_096

/** Where things lie. */
export const PATHS = {
  index: 'log.json',
  checkpoint: 'auditor/checkpoint.json',
  epochs: 'epochs',
  artifact: (epoch: number) => `epochs/${epoch}/artifact.json`,
  proof: (epoch: number) => `epochs/${epoch}/proof.json`,
  evidence: (epoch: number) => `epochs/${epoch}/evidence.json`,
  evidenceText: (epoch: number) => `epochs/${epoch}/evidence.md`,
  entry: (epoch: number) => `auditor/${epoch}.json`,
} as const

/** Limits, in bytes. */
export const BYTES_MAX = {
  index: 1_024,
  artifact: 512,
  proof: 2_048,
  entry: 2_048,
  evidence: 65_536,
} as const

/** What the operator publishes of an epoch; the artifact lies beside it. */
export interface Proof extends Omit<Bundle, 'artifact'> {
  /** Last byte of the auditor's public key: a hint, never an identity. */
  readonly keyId: number
}

/** What the auditor's own log says of it. */
export type OwnEntry = Omit<Proof, 'counterSignature'>

/** A document, or what is wrong with it. */
export type Found<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string }

/** The one spelling of a document. */
export function spelled(value: unknown): string {
  return `${JSON.stringify(sorted(value))}\n`
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isTable(value)) return value
  const keys = Object.keys(value).sort()
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key])]))
}

/** The text of a file, or what is wrong with it. */
export function readText(files: LogFiles, path: string, bytesMax: number): Found<string> {
  const read = files.read(path, bytesMax)
  if (!read.ok) return { ok: false, why: `${path} is ${read.why}` }
  try {
    return { ok: true, value: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(read.bytes) }
  } catch {
    // A fatal TextDecoder has no other way to say that these bytes are not UTF-8.
    return { ok: false, why: `${path} is not UTF-8` }
  }
}

function readDocument(files: LogFiles, path: string, bytesMax: number): Found<unknown> {
  const text = readText(files, path, bytesMax)
  if (!text.ok) return text
  let value: unknown
  try {
    value = JSON.parse(text.value)
  } catch {
    // JSON.parse has no other way to say that a text is not JSON.
    return { ok: false, why: `${path} is not JSON` }
  }
  return spelled(value) === text.value
    ? { ok: true, value }
    : { ok: false, why: `${path} is not in canonical form` }
}

/** How many epochs there are, and of which namespace. */
export function readIndex(files: LogFiles): Found<{ readonly epochs: number; readonly namespace: string }> {
  const found = readDocument(files, PATHS.index, BYTES_MAX.index)
  if (!found.ok) return found
  const { value } = found
  if (!isTable(value) || value.format !== FORMAT) return { ok: false, why: `${PATHS.index} is no ${FORMAT}` }
  const { epochs, namespace } = value
  if (!isCount(epochs) || typeof namespace !== 'string' || Object.keys(value).length !== 3) {
    return { ok: false, why: `${PATHS.index} has other fields than epochs, format, namespace` }
  }
  if (epochs < 1) return { ok: false, why: 'the log is empty' }
  if (epochs > EPOCHS_MAX)
    return { ok: false, why: `the log claims ${epochs} epochs; the limit is ${EPOCHS_MAX}` }
  return { ok: true, value: { epochs, namespace } }
}

const PROOF_FIELDS = 8

/** The proof of one epoch. */
export function readProof(crypto: CryptoPort, files: LogFiles, epoch: number): Found<Proof> {
  const path = PATHS.proof(epoch)
  const found = readDocument(files, path, BYTES_MAX.proof)
  if (!found.ok) return found
  return isProof(crypto, found.value, PROOF_FIELDS)
    ? { ok: true, value: found.value as Proof }
    : { ok: false, why: `${path} is no proof: a field is missing, unknown, or out of range` }
}

/** The auditor's own entry for one epoch. */
export function readEntry(crypto: CryptoPort, files: LogFiles, epoch: number): Found<OwnEntry> {
  const path = PATHS.entry(epoch)
  const found = readDocument(files, path, BYTES_MAX.entry)
  if (!found.ok) return found
  const filled = isTable(found.value) ? { ...found.value, counterSignature: found.value.signature } : null
  return isProof(crypto, filled, PROOF_FIELDS) && isTable(found.value) && !('counterSignature' in found.value)
    ? { ok: true, value: found.value as unknown as OwnEntry }
    : { ok: false, why: `${path} is no entry: a field is missing, unknown, or out of range` }
}

function isProof(crypto: CryptoPort, value: unknown, fields: number): boolean {
  if (!isTable(value) || Object.keys(value).length !== fields) return false
  if (!isCount(value.keyId) || value.keyId > 255) return false
  return isBundle(crypto, { ...value, artifact: value.digest })
}

/** The auditor's checkpoint. */
export function readCheckpoint(crypto: CryptoPort, files: LogFiles): Found<Checkpoint> {
  const found = readDocument(files, PATHS.checkpoint, BYTES_MAX.entry)
  if (!found.ok) return found
  const { value } = found
  return isCheckpoint(crypto, value) && Object.keys(value).length === 5
    ? { ok: true, value }
    : { ok: false, why: `${PATHS.checkpoint} is no checkpoint: a field is missing, unknown, or out of range` }
}

/** Bytes as octets of the real twin: lower-case hex. */
export function octetsOf(bytes: Uint8Array): Octets {
  return Buffer.from(bytes).toString('hex') as Octets
}
