/** The pad under which a credential response hides what a record holds (RFC 9807 §6.3.2.2; §2.2). */
import { ascii } from '../bytes.ts'
import { expand } from '../group/digest.ts'
import type { OpaqueSuite } from './suite.ts'

const PAD = ascii('CredentialResponsePad')

/** credential_response_pad: as long as a server public key and an envelope. `maskingNonce` has 32 bytes. */
export function maskingPad(suite: OpaqueSuite, maskingKey: Uint8Array, maskingNonce: Uint8Array): Uint8Array {
  const length = suite.sizes.publicKey + suite.sizes.envelope
  return expand(suite.digest, maskingKey, length, maskingNonce, PAD)
}
