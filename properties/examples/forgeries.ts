/** One forgery for every check of the bundle itself (§7.2). */
import type { Octets } from '../../spec/boundary.ts'
import type { Bundle } from '../../spec/fleet/bundle.ts'
import { CLOCK_SKEW_MS } from '../../spec/fleet/checks.ts'
import { WORLD_BEGAN_MS } from '../../spec/fleet/provision.ts'
import { contentOf } from '../../spec/fleet/statements.ts'
import { honest, malleated, shown, signed, swapped } from './forging.ts'
import { type Forgery, LOG_FORGERIES } from './log-forgeries.ts'

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
  ...LOG_FORGERIES,
]
