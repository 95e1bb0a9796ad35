/** A record for somebody unknown (RFC 9807 §6.3.2.2, "Fake" responses; §2.2). */
import { ascii, join } from '../bytes.ts'
import { expand } from '../group/digest.ts'
import { NONCE_BYTES, type OpaqueSuite } from './suite.ts'

const CLIENT_KEY = ascii('strongroom fake record: client key')
const MASKING_KEY = ascii('strongroom fake record: masking key')

/** The record that answers for nobody: a public key, a masking key, and an envelope of zeros that nothing opens. */
export function fakeRecordOf(
  suite: OpaqueSuite,
  clientPublic: Uint8Array,
  maskingKey: Uint8Array,
): Uint8Array {
  return join(clientPublic, maskingKey, new Uint8Array(suite.sizes.envelope))
}

/**
 * The same out of a seed of 32 bytes. A server that derives the seed from a secret and the account answers alike
 * each time, as RFC 9807 §10.9 asks.
 */
export function fakeRecord(suite: OpaqueSuite, seed: Uint8Array): Uint8Array {
  const clientSecret = suite.ake.derive(expand(suite.digest, seed, NONCE_BYTES, CLIENT_KEY))
  return fakeRecordOf(
    suite,
    clientSecret.publicKey(),
    expand(suite.digest, seed, suite.sizes.mac, MASKING_KEY),
  )
}
