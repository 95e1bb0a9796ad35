/**
 * One epoch of a log, as `mbt` goes through it and two steps further (§7.4): the proof, the artifact, its digest, the
 * auditor's signature, the operator's signature over that, the same in the auditor's own log, the order, the
 * evidence.
 */
import type { Octets } from '../../spec/boundary.ts'
import type { CryptoPort } from '../../spec/crypto.ts'
import type { Bundle } from '../../spec/fleet/bundle.ts'
import { evidenceGap } from '../../spec/fleet/evidence.ts'
import type { Artifact } from '../../spec/fleet/format.ts'
import { contentOf } from '../../spec/fleet/statements.ts'
import {
  BYTES_MAX,
  octetsOf,
  PATHS,
  type Proof,
  readEntry,
  readProof,
  readText,
  spelled,
} from './documents.ts'
import { evidenceDocuments } from './evidence.ts'
import type { LogFiles } from './files.ts'
import { keyId, type VerifierKeys } from './keys.ts'
import { quoted } from './quoting.ts'

/** The steps of an audit, in their order; a failure names its own. */
export const PHASES = [
  'log',
  'proof',
  'namespace',
  'artifact',
  'digest',
  'auditorSignature',
  'counterSignature',
  'auditorsLog',
  'order',
  'checkpoint',
  'evidence',
] as const
export type Phase = (typeof PHASES)[number]

/** What failed, and where. `epoch` is null for the log as a whole. */
export interface Failure {
  readonly epoch: number | null
  readonly phase: Phase
  readonly why: string
}

/** An epoch that passed everything but, perhaps, the evidence. */
export interface AuditedEpoch {
  readonly bundle: Bundle
  readonly artifact: Artifact
  readonly auditor: Octets
  /** Why its evidence does not verify, or null. */
  readonly evidence: string | null
}

/** What the audit of one epoch needs. */
export interface EpochAudit {
  readonly crypto: CryptoPort
  readonly files: LogFiles
  readonly keys: VerifierKeys
}

/** The outcome for one epoch. */
export type EpochOutcome =
  | { readonly ok: true; readonly epoch: AuditedEpoch }
  | { readonly ok: false; readonly failure: Failure }

/** Goes through one epoch; stops at the first step that fails. */
export function auditEpoch(audit: EpochAudit, epoch: number): EpochOutcome {
  const { crypto, files, keys } = audit
  const fail = (phase: Phase, why: string): EpochOutcome => ({ ok: false, failure: { epoch, phase, why } })
  const proof = readProof(crypto, files, epoch)
  if (!proof.ok) return fail('proof', proof.why)
  const stamp = proof.value
  if (stamp.namespace !== keys.namespace)
    return fail('namespace', `its namespace is ${quoted(stamp.namespace)}`)
  if (stamp.suite !== keys.suite)
    return fail('namespace', `its ciphersuite is ${stamp.suite}, not ${keys.suite}`)
  const text = files.read(PATHS.artifact(epoch), BYTES_MAX.artifact)
  if (!text.ok) return fail('artifact', `${PATHS.artifact(epoch)} is ${text.why}`)
  const bytes = octetsOf(text.bytes)
  const artifact = crypto.readArtifact(bytes)
  if (!artifact.ok) return fail('artifact', 'it is not the canonical form of three keys with their roles')
  if (crypto.digest(bytes) !== stamp.digest) return fail('digest', "the artifact's SHA-256 is not the digest")
  const auditor = keys.auditors.find((key) => keyId(key) === stamp.keyId)
  if (auditor === undefined) return fail('auditorSignature', `no auditor's key has key id ${stamp.keyId}`)
  const content = contentOf(crypto, stamp)
  if (content === null || !crypto.verify(auditor, '', content, stamp.signature)) {
    return fail('auditorSignature', "the auditor's signature over the content does not verify")
  }
  if (!crypto.verify(keys.operator, '', stamp.signature, stamp.counterSignature)) {
    return fail('counterSignature', "the operator's signature over the auditor's signature does not verify")
  }
  const missing = differsFromAuditor(audit, epoch, stamp)
  if (missing !== null) return fail('auditorsLog', missing)
  if (stamp.epoch !== epoch) return fail('order', `the proof in place ${epoch} is of epoch ${stamp.epoch}`)
  const { keyId: _, ...signed } = stamp
  const bundle = { ...signed, artifact: bytes }
  const evidence = gapOf(audit, bundle, auditor)
  return { ok: true, epoch: { bundle, artifact: artifact.value, auditor, evidence } }
}

// The same proof in the auditor's own log: the operator cannot publish what the auditor did not sign and keep.
function differsFromAuditor({ crypto, files }: EpochAudit, epoch: number, proof: Proof): string | null {
  const entry = readEntry(crypto, files, epoch)
  if (!entry.ok) return entry.why
  const { counterSignature: _, ...own } = proof
  return spelled(own) === spelled(entry.value) ? null : "the auditor's own log says something else"
}

// Evidence is optional to the signatures and reported apart: without it an epoch is unevidenced.
function gapOf({ crypto, files, keys }: EpochAudit, bundle: Bundle, auditor: Octets): string | null {
  const { epoch } = bundle
  const json = readText(files, PATHS.evidence(epoch), BYTES_MAX.evidence)
  if (!json.ok) return json.why
  if (keys.vendor === null) return "no vendor's key was given"
  const transcript = transcriptIn(json.value)
  const gap = evidenceGap(crypto, keys.vendor, epoch, bundle.artifact, transcript)
  if (gap !== null || transcript === null) return `the transcript does not verify: ${gap ?? 'missing'}`
  const again = evidenceDocuments(crypto, { bundle, transcript, auditor, operator: keys.operator })
  if (again?.json !== json.value) return `${PATHS.evidence(epoch)} says something else than its transcript`
  const text = readText(files, PATHS.evidenceText(epoch), BYTES_MAX.evidence)
  if (!text.ok) return text.why
  return again.text === text.value
    ? null
    : `${PATHS.evidenceText(epoch)} says something else than its transcript`
}

function transcriptIn(json: string): Octets | null {
  // Nothing is believed of it: what is found is verified, and the document made from it is compared.
  return (/"transcript":"((?:[0-9a-f]{2})+)"/.exec(json)?.[1] ?? null) as Octets | null
}
