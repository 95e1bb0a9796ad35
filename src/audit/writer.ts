/** `strongroom bundle --out DIR` (§7.4): a simulated history as a log on disk, with the keys to audit it. */
import type { Octets } from '../../spec/boundary.ts'
import type { CryptoPort } from '../../spec/crypto.ts'
import type { Bundle } from '../../spec/fleet/bundle.ts'
import { checkpointOf, type Entry } from '../../spec/fleet/log.ts'
import { createRealPort } from '../crypto/real/port.ts'
import { FORMAT, PATHS, spelled } from './documents.ts'
import { evidenceDocuments } from './evidence.ts'
import { keyId, type VerifierKeys } from './keys.ts'
import { type History, type HistoryOptions, history } from './rotations.ts'

/** Where the keys are put: beside the log, since an auditor must not take them from inside it. */
export const KEYS_FILE = 'keys.json'

/** A log's files by path, and the keys that verify it. */
export interface WrittenLog {
  readonly files: ReadonlyMap<string, string>
  readonly keys: VerifierKeys
}

/** Runs a history and writes its log down, in memory. */
export function simulatedLog(options: HistoryOptions): WrittenLog {
  return writtenLog(history(options))
}

/** The log of a history. */
export function writtenLog(past: History, crypto: CryptoPort = createRealPort()): WrittenLog {
  const { anchors, auditor, vendor, entries, bundles, nowMs } = past
  const files = new Map<string, string>()
  const put = (path: string, value: unknown) => files.set(path, spelled(value))
  put(PATHS.index, { format: FORMAT, namespace: anchors.namespace, epochs: entries.length })
  for (const [i, entry] of entries.entries()) {
    const { epoch } = entry
    const bundle = bundles[i] as Bundle
    const { artifact, ...proof } = { ...bundle, keyId: keyId(anchors.auditor) }
    const { counterSignature: _, ...own } = proof
    files.set(PATHS.artifact(epoch), textOf(artifact))
    put(PATHS.proof(epoch), proof)
    put(PATHS.entry(epoch), own)
    for (const [path, text] of evidenceFiles(crypto, past, entry, bundle)) files.set(path, text)
  }
  put(PATHS.checkpoint, checkpointOf(crypto, auditor, entries, nowMs))
  const { namespace, suite, operator } = anchors
  return { files, keys: { namespace, suite, auditors: [anchors.auditor], operator, vendor } }
}

function evidenceFiles(
  crypto: CryptoPort,
  { anchors }: History,
  { epoch, transcript }: Entry,
  bundle: Bundle,
): [string, string][] {
  const { auditor, operator } = anchors
  const documents =
    transcript === null ? null : evidenceDocuments(crypto, { bundle, transcript, auditor, operator })
  if (documents === null) return []
  return [
    [PATHS.evidence(epoch), documents.json],
    [PATHS.evidenceText(epoch), documents.text],
  ]
}

/** The keys as a pinned file. */
export function keysText(keys: VerifierKeys): string {
  return spelled(keys)
}

// Artifacts are UTF-8 by construction.
function textOf(artifact: Octets): string {
  return Buffer.from(artifact, 'hex').toString('utf8')
}
