/** One forgery for every check of the log's proof (§7.4), and what a forgery is. */
import { CLOCK_SKEW_MS, type TrustRefusal } from '../../spec/fleet/checks.ts'
import { checkpointOf } from '../../spec/fleet/log.ts'
import { WORLD_BEGAN_MS } from '../../spec/fleet/provision.ts'
import { DAY_MS, honest, type Materials, otherLog, proven, type Shown, shown, signed } from './forging.ts'

/** One forgery. The client holds epoch 1 (`first`), epoch 2 (`second`), or nothing. */
export interface Forgery {
  readonly name: string
  readonly refused: TrustRefusal
  readonly holds?: 'first' | 'second'
  /** What the client asks for; epochs are shown at WORLD_BEGAN_MS plus this. */
  readonly afterMs?: number
  readonly fleet?: string
  readonly purpose?: 'recover'
  /** Only with real bytes is there something to tamper with. */
  readonly realOnly?: true
  readonly forge: (materials: Materials) => Shown
}

/** Forgeries of the proof. */
export const LOG_FORGERIES: readonly Forgery[] = [
  { name: 'no proof', refused: 'proofMissing', forge: (m) => ({ bundle: m.bundles[1], proof: null }) },
  {
    name: "another log's checkpoint",
    refused: 'checkpointOther',
    forge: (m) =>
      proven(m, (proof) => ({ ...proof, checkpoint: { ...proof.checkpoint, origin: 'meta.other.v1' } })),
  },
  {
    name: 'a checkpoint signed by the operator',
    refused: 'checkpointSignatureWrong',
    forge: (m) =>
      proven(m, (proof) => ({
        ...proof,
        checkpoint: checkpointOf(m.crypto, m.operator, m.entries, WORLD_BEGAN_MS),
      })),
  },
  {
    name: 'a checkpoint with another size',
    refused: 'checkpointSignatureWrong',
    forge: (m) => proven(m, (proof) => ({ ...proof, checkpoint: { ...proof.checkpoint, size: 3 } })),
  },
  { name: 'a stale checkpoint', refused: 'checkpointStale', afterMs: DAY_MS + 1, forge: (m) => honest(m, 2) },
  {
    name: 'a checkpoint from the future',
    refused: 'checkpointInFuture',
    forge: (m) => honest(m, 2, WORLD_BEGAN_MS + CLOCK_SKEW_MS + 1),
  },
  {
    name: 'signed by both, absent from the log',
    refused: 'notInLog',
    forge: (m) => shown(m, signed(m, { timestampMs: WORLD_BEGAN_MS - 1 })),
  },
  {
    name: 'a proof of another leaf',
    refused: 'notInLog',
    forge: (m) => proven(m, (proof) => ({ ...proof, index: 0 })),
  },
  {
    name: 'an older epoch without what came after it',
    refused: 'successorMissing',
    forge: (m) => proven(m, (proof) => ({ ...proof, next: null }), 1),
  },
  {
    name: 'an older epoch with an invented successor',
    refused: 'successorMissing',
    forge: (m) =>
      proven(
        m,
        (proof) => ({
          ...proof,
          next: { ...proof.next, stamp: { ...proof.next?.stamp, timestampMs: WORLD_BEGAN_MS + 1 } },
        }),
        1,
      ),
  },
  {
    name: 'an older epoch after its overlap',
    refused: 'epochSuperseded',
    afterMs: 91 * DAY_MS,
    forge: (m) => honest(m, 1, WORLD_BEGAN_MS + 91 * DAY_MS),
  },
  {
    name: 'an older epoch for a recovery, after its overlap',
    refused: 'epochSuperseded',
    holds: 'second',
    purpose: 'recover',
    afterMs: 91 * DAY_MS,
    forge: (m) => honest(m, 1, WORLD_BEGAN_MS + 91 * DAY_MS, m.entries, 2),
  },
  {
    name: 'a log that was rewritten',
    refused: 'logRewritten',
    holds: 'first',
    forge: (m) => honest(m, 2, WORLD_BEGAN_MS, otherLog(m), 1),
  },
]
