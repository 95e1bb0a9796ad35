/**
 * The checks of a bundle (§7.2), in the order in which a client makes them. Each is a predicate that says *this
 * is wrong*; its name is the reason that the user is told, and the name of the machine's guard.
 */
import type { CryptoPort } from '../crypto.ts'
import type { Anchors, Bundle, LogProof } from './bundle.ts'
import type { TreeHead } from './format.ts'
import { isConsistent, isIncluded } from './merkle.ts'
import { contentOf, headContent } from './statements.ts'

/** What a client holds a bundle against. */
export interface Expectation {
  readonly crypto: CryptoPort
  readonly anchors: Anchors
  /** The fleet that was asked for; null: any. */
  readonly fleet: string | null
  /** Lowest epoch for a client without memory. */
  readonly floor: number
  /** The newest epoch that this client has accepted, durably. */
  readonly newest: { readonly epoch: number; readonly digest: string } | null
  /** A recovery, where the log will show whether the overlap lasts: the record may still be at the older fleet. */
  readonly mayGoBack: boolean
  /** Digests that this client has accepted, by fleet. */
  readonly held: Readonly<Record<string, string>>
  /** The newest checkpoint that it has accepted, durably. */
  readonly head: TreeHead | null
  /** The phone's clock, in ms since 1970. */
  readonly nowMs: number
  /** How old a checkpoint may be, in ms. */
  readonly checkpointAgeMs: number
  /** How long an epoch stays acceptable after the next one was logged, in ms. */
  readonly overlapMs: number
}

/** Something wrong with a well-formed bundle, or with the proof that came along. */
type Check = (expected: Expectation, bundle: Bundle, proof: LogProof | null) => boolean

/** Clocks of honest parties differ by no more, in ms. */
export const CLOCK_SKEW_MS = 300_000

/** The bundle itself: every profile makes these. */
export const BUNDLE_CHECKS = {
  namespaceOther: ({ anchors }, bundle) => bundle.namespace !== anchors.namespace,
  suiteOther: ({ anchors }, bundle) => bundle.suite !== anchors.suite,
  artifactMalformed: ({ crypto }, { artifact }) => !crypto.readArtifact(artifact).ok,
  digestDiffers: ({ crypto }, { artifact, digest }) => crypto.digest(artifact) !== digest,
  auditorSignatureWrong: ({ crypto, anchors }, bundle) => {
    const content = contentOf(crypto, bundle)
    return content === null || !crypto.verify(anchors.auditor, '', content, bundle.signature)
  },
  // Over the auditor's signature bytes, not over what the auditor signed (§7.1).
  counterSignatureWrong: ({ crypto, anchors }, { signature, counterSignature }) =>
    !crypto.verify(anchors.operator, '', signature, counterSignature),
  timestampInFuture: ({ nowMs }, { timestampMs }) => timestampMs > nowMs + CLOCK_SKEW_MS,
  epochBelowFloor: ({ floor }, { epoch }) => epoch < floor,
  // A client whose own storage says that its record is still there may go back to a fleet it accepted, and a
  // recovery to one whose overlap lasts: the checks of the log look at that (§7.2).
  epochOlder: ({ newest, held, fleet, mayGoBack }, { epoch, digest }) =>
    newest !== null && epoch < newest.epoch && !mayGoBack && (fleet === null || held[fleet] !== digest),
  epochEquivocated: ({ newest }, { epoch, digest }) =>
    newest !== null && epoch === newest.epoch && digest !== newest.digest,
  fleetOther: ({ crypto, fleet }, { artifact }) => {
    const read = crypto.readArtifact(artifact)
    return fleet !== null && read.ok && read.value.fleet !== fleet
  },
} as const satisfies Record<string, Check>

/** The log: profiles with `logProofs` make these after the others (§7.4). */
export const LOG_CHECKS = {
  proofMissing: (_, _bundle, proof) => proof === null,
  checkpointOther: ({ anchors }, _, proof) => proof?.checkpoint.origin !== anchors.namespace,
  checkpointSignatureWrong: ({ crypto, anchors }, _, proof) => {
    const content = proof === null ? null : headContent(crypto, proof.checkpoint)
    return content === null || !crypto.verify(anchors.auditor, '', content, proof!.checkpoint.signature)
  },
  checkpointStale: ({ nowMs, checkpointAgeMs }, _, proof) =>
    proof!.checkpoint.timestampMs < nowMs - checkpointAgeMs,
  checkpointInFuture: ({ nowMs }, _, proof) => proof!.checkpoint.timestampMs > nowMs + CLOCK_SKEW_MS,
  notInLog: ({ crypto }, bundle, proof) => {
    const content = contentOf(crypto, bundle)
    if (content === null) return true
    const leaf = { hash: crypto.leafHash(content), index: proof!.index }
    return !isIncluded(crypto, leaf, proof!.checkpoint, proof!.inclusion)
  },
  // Whoever shows an older epoch has to show what came after it, and since when.
  successorMissing: ({ crypto }, _, proof) => {
    const { next, index, checkpoint } = proof!
    if (index === checkpoint.size - 1) return false
    const content = next === null ? null : contentOf(crypto, next.stamp)
    if (next === null || content === null) return true
    const leaf = { hash: crypto.leafHash(content), index: index + 1 }
    return !isIncluded(crypto, leaf, checkpoint, next.inclusion)
  },
  epochSuperseded: ({ nowMs, overlapMs }, _, proof) => {
    const { next, index, checkpoint } = proof!
    return index < checkpoint.size - 1 && next !== null && next.stamp.timestampMs + overlapMs < nowMs
  },
  logRewritten: ({ crypto, head }, _, proof) =>
    head !== null && !isConsistent(crypto, head, proof!.checkpoint, proof!.consistency),
} as const satisfies Record<string, Check>

/** The name of a check. */
export type CheckName = keyof typeof BUNDLE_CHECKS | keyof typeof LOG_CHECKS

/** Why fleet keys are refused: the first check that failed, or that there was nothing to check. */
export type TrustRefusal = CheckName | 'malformed' | 'notPinned' | 'noAnswer'

/** The first check that a bundle fails, or null: what the machine's guards do one after another. */
export function failedCheck(
  expected: Expectation,
  bundle: Bundle,
  proof: LogProof | null,
  withLog: boolean,
): CheckName | null {
  for (const [name, fails] of Object.entries(withLog ? { ...BUNDLE_CHECKS, ...LOG_CHECKS } : BUNDLE_CHECKS)) {
    if ((fails as Check)(expected, bundle, proof)) return name as CheckName
  }
  return null
}
