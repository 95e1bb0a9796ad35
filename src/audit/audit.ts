/**
 * `strongroom audit --log DIR` (§7.4): verifies a log on disk as an outsider would, with keys from elsewhere, and
 * stops at the first epoch that fails. A partial audit says so, and from where.
 */
import type { CryptoPort } from '../../spec/crypto.ts'
import { treeHash } from '../../spec/fleet/merkle.ts'
import { contentOf, headContent } from '../../spec/fleet/statements.ts'
import { createRealPort } from '../crypto/real/port.ts'
import { changesOf, type KeyChange } from './changes.ts'
import { PATHS, readCheckpoint, readEntry, readIndex } from './documents.ts'
import { type AuditedEpoch, auditEpoch, type EpochAudit, type Failure } from './epoch.ts'
import { DISCLAIMER } from './evidence.ts'
import type { LogFiles } from './files.ts'
import type { VerifierKeys } from './keys.ts'
import { quoted } from './quoting.ts'

/** How much of a log is looked at. */
export interface AuditOptions {
  /** The newest so many epochs alone, 1 or more; all if absent. Says nothing of earlier ones. */
  readonly limit?: number
  /** Told after each epoch: how many are done, of how many. */
  readonly progress?: (done: number, of: number) => void
}

/** One epoch in the report. */
export interface EpochLine {
  readonly epoch: number
  readonly fleet: string
  readonly timestampMs: number
  readonly digest: string
  /** `verified`, or why the evidence does not verify. */
  readonly evidence: string
}

/** The report; its fields are stable. */
export interface AuditReport {
  /** `unevidenced`: every signature is right, and some epoch has no evidence that verifies (TRN-5). */
  readonly verdict: 'verified' | 'unevidenced' | 'failed'
  readonly namespace: string
  /** Epochs in the log, or null where that is not to be told. */
  readonly size: number | null
  /** First and last epoch that were looked at. */
  readonly from: number
  readonly to: number
  readonly partial: boolean
  /** In a partial audit the checkpoint covers entries that were not looked at. */
  readonly checkpoint: 'verified' | 'notVerified'
  /** When the auditor signed it, in ms since 1970; null where its signature was not verified. */
  readonly checkpointMs: number | null
  /** Epochs that passed, in order. */
  readonly epochs: readonly EpochLine[]
  readonly unevidenced: readonly number[]
  /** Every key and role that changed from one epoch to the next; the first is the baseline. */
  readonly changes: readonly KeyChange[]
  readonly failure: Failure | null
  readonly notes: readonly string[]
}

/** Audits a log. Total: whatever the files hold, the answer is a report. */
export function audit(
  files: LogFiles,
  keys: VerifierKeys,
  options: AuditOptions = {},
  crypto: CryptoPort = createRealPort(),
): AuditReport {
  const index = readIndex(files)
  if (!index.ok) return failed(keys, [], null, 1, { epoch: null, phase: 'log', why: index.why })
  const { epochs: size, namespace } = index.value
  const from = options.limit === undefined ? 1 : Math.max(1, size - options.limit + 1)
  if (namespace !== keys.namespace) {
    const why = `the log is of namespace ${quoted(namespace)}`
    return failed(keys, [], size, from, { epoch: null, phase: 'namespace', why })
  }
  const task = { crypto, files, keys }
  const audited: AuditedEpoch[] = []
  const digests = new Map<string, number>()
  for (let epoch = from; epoch <= size; epoch++) {
    const outcome = auditEpoch(task, epoch)
    const failure = outcome.ok ? repeats(digests, outcome.epoch, epoch) : outcome.failure
    if (failure !== null || !outcome.ok) return failed(keys, audited, size, from, failure as Failure)
    audited.push(outcome.epoch)
    options.progress?.(epoch - from + 1, size - from + 1)
  }
  const checked = checkWhole(task, size, from)
  if (typeof checked !== 'number') return failed(keys, audited, size, from, checked)
  return passed(keys, audited, size, from, checked)
}

// Epochs follow each other by their places; a digest appears once.
function repeats(digests: Map<string, number>, { bundle }: AuditedEpoch, epoch: number): Failure | null {
  const before = digests.get(bundle.digest)
  digests.set(bundle.digest, epoch)
  return before === undefined
    ? null
    : { epoch, phase: 'order', why: `it repeats the digest of epoch ${before}` }
}

// What the auditor signed over the whole log must be the log that is here. The time of the signature, or a failure.
function checkWhole({ crypto, files, keys }: EpochAudit, size: number, from: number): Failure | number {
  const fail = (phase: 'log' | 'checkpoint', why: string): Failure => ({ epoch: null, phase, why })
  const listed = files.list(PATHS.epochs)
  if (typeof listed === 'string') return fail('log', `${PATHS.epochs} is ${listed}`)
  const extra = listed.find((name) => !(/^[1-9][0-9]{0,4}$/.test(name) && Number(name) <= size))
  if (extra !== undefined)
    return fail('log', `${PATHS.epochs} holds ${quoted(extra)}, which is no epoch of the log`)
  const checkpoint = readCheckpoint(crypto, files)
  if (!checkpoint.ok) return fail('checkpoint', checkpoint.why)
  const head = checkpoint.value
  const content = headContent(crypto, head)
  if (content === null || !keys.auditors.some((key) => crypto.verify(key, '', content, head.signature))) {
    return fail('checkpoint', "the auditor's signature over the checkpoint does not verify")
  }
  if (head.origin !== keys.namespace) return fail('checkpoint', `the checkpoint is of ${quoted(head.origin)}`)
  if (head.size !== size) {
    const what = head.size > size ? 'the log was truncated' : 'the log has entries that it does not cover'
    return fail('checkpoint', `the checkpoint covers ${head.size} entries, the log has ${size}: ${what}`)
  }
  if (from > 1) return head.timestampMs
  const leaves = Array.from({ length: size }, (_, i) => {
    const entry = readEntry(crypto, files, i + 1)
    const content = entry.ok ? contentOf(crypto, entry.value) : null
    return content === null ? null : crypto.leafHash(content)
  })
  const whole = leaves.filter((leaf) => leaf !== null)
  if (whole.length === size && treeHash(crypto, whole) === head.root) return head.timestampMs
  return fail('checkpoint', "the checkpoint's root is not the root over these entries")
}

function lineOf({ bundle, artifact, evidence }: AuditedEpoch): EpochLine {
  const { epoch, timestampMs, digest } = bundle
  return { epoch, fleet: artifact.fleet, timestampMs, digest, evidence: evidence ?? 'verified' }
}

function base(keys: VerifierKeys, audited: readonly AuditedEpoch[], size: number | null, from: number) {
  return {
    namespace: keys.namespace,
    size,
    from,
    to: audited.at(-1)?.bundle.epoch ?? from - 1,
    epochs: audited.map(lineOf),
    unevidenced: audited.filter(({ evidence }) => evidence !== null).map(({ bundle }) => bundle.epoch),
    changes: changesOf(audited),
  }
}

function passed(
  keys: VerifierKeys,
  audited: readonly AuditedEpoch[],
  size: number,
  from: number,
  checkpointMs: number,
): AuditReport {
  const report = base(keys, audited, size, from)
  const partial = from > 1
  const notes = [DISCLAIMER]
  if (partial)
    notes.unshift(`Partial: epochs 1 to ${from - 1} were not looked at; epoch ${from} is only a baseline.`)
  return {
    ...report,
    verdict: report.unevidenced.length === 0 ? 'verified' : 'unevidenced',
    partial,
    checkpoint: partial ? 'notVerified' : 'verified',
    checkpointMs,
    failure: null,
    notes,
  }
}

function failed(
  keys: VerifierKeys,
  audited: readonly AuditedEpoch[],
  size: number | null,
  from: number,
  failure: Failure,
): AuditReport {
  const notes = ['The audit stopped at the first failure: nothing is said of what comes after it.']
  const report = base(keys, audited, size, from)
  return {
    ...report,
    verdict: 'failed',
    partial: true,
    checkpoint: 'notVerified',
    checkpointMs: null,
    failure,
    notes,
  }
}
