/** One forgery for every check of §7.2 and §7.4. */
import type { Octets } from '../../spec/boundary.ts'
import type { Bundle } from '../../spec/fleet/bundle.ts'
import { CLOCK_SKEW_MS, type TrustRefusal } from '../../spec/fleet/checks.ts'
import { checkpointOf } from '../../spec/fleet/log.ts'
import { WORLD_BEGAN_MS } from '../../spec/fleet/provision.ts'
import { contentOf } from '../../spec/fleet/statements.ts'
import {
  DAY_MS,
  honest,
  type Materials,
  malleated,
  otherLog,
  proven,
  type Shown,
  shown,
  signed,
  swapped,
} from './forging.ts'

/** One forgery. The client holds epoch 1 (`first`), epoch 2 (`second`), or nothing. */
export interface Forgery {
  readonly name: string
  readonly refused: TrustRefusal
  readonly holds?: 'first' | 'second'
  /** What the client asks for; epochs are shown at WORLD_BEGAN_MS plus this. */
  readonly afterMs?: number
  readonly fleet?: string
  /** Only with real bytes is there something to tamper with. */
  readonly realOnly?: true
  readonly forge: (materials: Materials) => Shown
}

/** The forgeries, one for every check at least. */
export const FORGERIES: readonly Forgery[] = [
  { name: 'nothing at all', refused: 'malformed', forge: () => ({ bundle: null, proof: null }) },
  {
    name: 'a third ciphersuite',
    refused: 'malformed',
    forge: (m) => shown(m, { ...m.bundles[1], suite: 3 }),
  },
  {
    name: 'a proof that is none',
    refused: 'malformed',
    forge: (m) => ({ bundle: m.bundles[1], proof: { index: 0 } }),
  },
  {
    name: 'another namespace, rightly signed',
    refused: 'namespaceOther',
    forge: (m) => shown(m, signed(m, { namespace: 'meta.other.v1' })),
  },
  {
    name: 'the other ciphersuite, rightly signed',
    refused: 'suiteOther',
    forge: (m) => shown(m, signed(m, { suite: 2 })),
  },
  {
    name: 'a signature of the other ciphersuite',
    refused: 'auditorSignatureWrong',
    forge: (m) => shown(m, { ...signed(m, { suite: 2 }), suite: 1 }),
  },
  {
    name: 'an artifact that is none',
    refused: 'artifactMalformed',
    forge: (m) => shown(m, { ...m.bundles[1], artifact: m.bundles[1]?.signature }),
  },
  {
    name: 'swapped roles under the old digest',
    refused: 'digestDiffers',
    forge: (m) => shown(m, { ...m.bundles[1], artifact: swapped(m) }),
  },
  {
    name: 'swapped roles under their own digest',
    refused: 'auditorSignatureWrong',
    forge: (m) => shown(m, { ...m.bundles[1], artifact: swapped(m), digest: m.crypto.digest(swapped(m)) }),
  },
  {
    name: 'operator only',
    refused: 'auditorSignatureWrong',
    forge: (m) => shown(m, signed(m, {}, { auditor: m.operator })),
  },
  {
    name: 'auditor only',
    refused: 'counterSignatureWrong',
    forge: (m) => shown(m, signed(m, {}, { operator: m.auditor })),
  },
  {
    name: 'signed by strangers',
    refused: 'auditorSignatureWrong',
    forge: (m) => shown(m, signed(m, {}, { auditor: m.stranger, operator: m.stranger })),
  },
  {
    name: "counter-signature over the content instead of the auditor's signature",
    refused: 'counterSignatureWrong',
    forge: (m) =>
      shown(m, {
        ...m.bundles[1],
        counterSignature: m.crypto.sign(
          m.operator.secret,
          '',
          contentOf(m.crypto, m.bundles[1] as Bundle) as Octets,
        ),
      }),
  },
  {
    name: "a malleated auditor's signature",
    refused: 'auditorSignatureWrong',
    realOnly: true,
    forge: (m) => shown(m, { ...m.bundles[1], signature: malleated((m.bundles[1] as Bundle).signature) }),
  },
  {
    name: 'a malleated counter-signature',
    refused: 'counterSignatureWrong',
    realOnly: true,
    forge: (m) =>
      shown(m, { ...m.bundles[1], counterSignature: malleated((m.bundles[1] as Bundle).counterSignature) }),
  },
  {
    name: 'from the future',
    refused: 'timestampInFuture',
    forge: (m) => shown(m, signed(m, { timestampMs: WORLD_BEGAN_MS + CLOCK_SKEW_MS + 1 })),
  },
  {
    name: 'an epoch below the floor',
    refused: 'epochBelowFloor',
    forge: (m) => shown(m, signed(m, { epoch: 0 })),
  },
  { name: 'a stale epoch', refused: 'epochOlder', holds: 'second', forge: (m) => honest(m, 1) },
  {
    name: 'a stale epoch of a fleet that was never held',
    refused: 'epochOlder',
    holds: 'second',
    fleet: 'a',
    forge: (m) => honest(m, 1),
  },
  {
    name: 'the same epoch twice with two digests',
    refused: 'epochEquivocated',
    holds: 'second',
    forge: (m) => shown(m, signed(m, { artifact: swapped(m), digest: m.crypto.digest(swapped(m)) })),
  },
  {
    name: 'another fleet than the one asked for',
    refused: 'fleetOther',
    holds: 'first',
    fleet: 'a',
    forge: (m) => honest(m, 2),
  },
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
    name: 'a log that was rewritten',
    refused: 'logRewritten',
    holds: 'first',
    forge: (m) => honest(m, 2, WORLD_BEGAN_MS, otherLog(m), 1),
  },
]
