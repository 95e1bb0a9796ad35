/**
 * Deployment evidence as documents (§7.5), for machines and for people: what was generated, by which code, who
 * signed, where it is in the log, how to check it oneself. Made from nothing but what verifies, so an audit makes it
 * again and compares.
 */
import type { Octets } from '../../spec/boundary.ts'
import type { CryptoPort } from '../../spec/crypto.ts'
import type { Bundle } from '../../spec/fleet/bundle.ts'
import { readTranscript } from '../../spec/fleet/evidence.ts'
import { ROLES } from '../../spec/fleet/format.ts'
import { spelled } from './documents.ts'

/** What every evidence document of this project says, and an audit repeats. */
export const DISCLAIMER =
  'Made by a simulator: it shows that the ceremony was followed, and proves nothing about hardware.'

/** What the documents are made from; `auditor` is the key that signed, hex. */
export interface EvidenceFor {
  readonly bundle: Bundle
  readonly transcript: Octets
  readonly auditor: Octets
  readonly operator: Octets
}

/** Both documents, or null where the transcript cannot be taken apart. */
export function evidenceDocuments(
  crypto: CryptoPort,
  { bundle, transcript, auditor, operator }: EvidenceFor,
): { readonly json: string; readonly text: string } | null {
  const said = readTranscript(crypto, transcript)
  if (said === null) return null
  const { plan, keys } = said
  const document = {
    format: 'strongroom deployment evidence v1',
    hardware: DISCLAIMER,
    fleet: plan.fleet,
    epoch: bundle.epoch,
    keys,
    measurement: plan.measurement,
    vendor: plan.vendor,
    members: plan.members.map(([node, admission]) => ({ node, ...admission })),
    transcript,
    transcriptDigest: crypto.digest(transcript),
    artifactDigest: bundle.digest,
    loggedAtMs: bundle.timestampMs,
    signedBy: { auditor, operator },
  }
  return { json: spelled(document), text: textOf(document) }
}

interface Document {
  readonly fleet: string
  readonly epoch: number
  readonly keys: Readonly<Record<(typeof ROLES)[number], Octets>>
  readonly measurement: Octets
  readonly vendor: Octets
  readonly members: readonly { readonly node: string; readonly signing: Octets }[]
  readonly transcriptDigest: Octets
  readonly artifactDigest: Octets
  readonly loggedAtMs: number
  readonly signedBy: { readonly auditor: Octets; readonly operator: Octets }
}

function textOf(d: Document): string {
  const members = d.members.map(({ node, signing }) => `- ${node}, identity key ${signing}`)
  const keys = ROLES.map((role) => `- ${role}: ${d.keys[role]}`)
  return [
    `# Deployment of fleet ${d.fleet}, epoch ${d.epoch}`,
    '',
    DISCLAIMER,
    '',
    '## What was generated',
    '',
    ...keys,
    '',
    `## By whom`,
    '',
    `Code measurement ${d.measurement}, on ${d.members.length} HSMs certified by the vendor's key ${d.vendor}.`,
    'Each of them acknowledged, in the transcript, that it holds these keys and has destroyed its credential:',
    '',
    ...members,
    '',
    '## Who signed',
    '',
    `Auditor ${d.signedBy.auditor} at ${d.loggedAtMs} ms since 1970; operator ${d.signedBy.operator}, over the auditor's signature.`,
    '',
    '## Where it is in the log',
    '',
    `Entry ${d.epoch}, artifact digest ${d.artifactDigest}, transcript digest ${d.transcriptDigest}.`,
    '',
    '## How to check it yourself',
    '',
    '1. `sha256sum artifact.json` is the artifact digest, and `proof.json` carries the same.',
    '2. SHA-256 of `transcript` in `evidence.json`, as bytes, is `evidence` in `artifact.json`.',
    '3. `strongroom audit --log DIR` with keys that you have from elsewhere does both, and all signatures.',
    '',
  ].join('\n')
}
