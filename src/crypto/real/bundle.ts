/** The fleet's part of the real port (§7): published bytes, RFC 9162 hashes. */
import type { Octets } from '../../../spec/boundary.ts'
import type { FleetCrypto } from '../../../spec/fleet/format.ts'
import { decodeArtifact, encodeArtifact } from './bundle-artifact.ts'
import { fromHex, toHex } from './bytes.ts'
import type { Digest } from './group/digest.ts'
import { encodeCheckpoint } from './log-checkpoint.ts'
import { done, failed } from './outcome.ts'
import { encodeStamp } from './plexi-content.ts'

const LEAF_PREFIX = Uint8Array.of(0)
const NODE_PREFIX = Uint8Array.of(1)

/** The operations over this SHA-256. Signatures are `sign` under the empty domain. */
export function fleetOperations(sha256: Digest): FleetCrypto {
  const octets = (bytes: Uint8Array) => toHex(bytes) as Octets
  const made = (bytes: Uint8Array | null) => (bytes === null ? failed('malformed') : done(octets(bytes)))
  return {
    artifact: (artifact) => made(encodeArtifact(artifact)),
    readArtifact: (encoded) => {
      const bytes = fromHex(encoded)
      const artifact = bytes === null ? null : decodeArtifact(bytes)
      return artifact === null ? failed('malformed') : done(artifact)
    },
    digest: (data) => octets(sha256.hash(ours(data))),
    bundleContent: (stamp) => {
      const digest = fromHex(stamp.digest)
      return made(digest === null ? null : encodeStamp({ ...stamp, digest }))
    },
    checkpointContent: (head) => {
      const root = fromHex(head.root)
      return made(root === null ? null : encodeCheckpoint({ ...head, root }))
    },
    leafHash: (entry) => octets(sha256.hash(LEAF_PREFIX, ours(entry))),
    nodeHash: (left, right) => octets(sha256.hash(NODE_PREFIX, ours(left), ours(right))),
  }
}

// What our own machines hand over was made by this port or checked with isOctets.
function ours(octets: Octets): Uint8Array {
  const bytes = fromHex(octets)
  if (bytes === null) throw new TypeError('not octets of the real twin')
  return bytes
}
