/** The intermediate values that RFC 9807's vectors print, computed by the functions that the protocol runs. */
import { store } from '../src/crypto/real/opaque/envelope.ts'
import { deriveKeys, preamble } from '../src/crypto/real/opaque/key-schedule.ts'
import { identityStretch, randomizedPassword } from '../src/crypto/real/opaque/registration.ts'
import { type OpaqueSuite, oprfKeyFor } from '../src/crypto/real/opaque/suite.ts'
import { bytes, hex } from './crypto-suites.ts'
import { type OpaqueVector, vectorIdentities } from './opaque-vectors.ts'

/** Every intermediate of the vector, under its name. */
export function intermediatesOf(suite: OpaqueSuite, vector: OpaqueVector): Record<string, string | null> {
  const { inputs, outputs } = vector
  const { sizes } = suite
  const evaluated = bytes(outputs.registrationResponse!).subarray(0, sizes.element)
  const randomized = randomizedPassword(
    suite,
    bytes(inputs.password),
    bytes(inputs.blindRegistration),
    evaluated,
    identityStretch,
  )!
  const serverPublic = bytes(inputs.serverPublicKey)
  const nonce = bytes(inputs.envelopeNonce)
  const stored = store(suite, randomized, serverPublic, vectorIdentities(vector), nonce)
  const schedule = scheduleOf(suite, vector, stored.clientPublic)
  return {
    oprfKey: hex(oprfKeyFor(suite, bytes(inputs.oprfSeed), bytes(inputs.credentialIdentifier))),
    randomizedPassword: hex(randomized),
    authKey: hex(stored.authKey),
    clientPublicKey: hex(stored.clientPublic),
    envelope: hex(stored.envelope),
    maskingKey: hex(stored.maskingKey),
    handshakeSecret: hex(schedule.handshakeSecret),
    serverMacKey: hex(schedule.serverMacKey),
    clientMacKey: hex(schedule.clientMacKey),
  }
}

function scheduleOf(suite: OpaqueSuite, vector: OpaqueVector, clientPublic: Uint8Array) {
  const { inputs, outputs } = vector
  const { ake, sizes } = suite
  const keyshare = ake.derive(bytes(inputs.serverKeyshareSeed))
  const clientKeyshare = ake.derive(bytes(inputs.clientKeyshareSeed)).publicKey()
  const server = ake.open(bytes(inputs.serverPrivateKey))!
  const identities = vectorIdentities(vector)
  const transcript = preamble(
    bytes(vector.context),
    identities.client ?? clientPublic,
    bytes(outputs.ke1!),
    identities.server ?? bytes(inputs.serverPublicKey),
    bytes(outputs.ke2!).subarray(0, sizes.ke2 - sizes.mac),
  )
  const shared = [
    keyshare.agree(clientKeyshare)!,
    server.agree(clientKeyshare)!,
    keyshare.agree(clientPublic)!,
  ]
  return deriveKeys(suite, [shared[0]!, shared[1]!, shared[2]!], suite.digest.hash(...transcript))
}
