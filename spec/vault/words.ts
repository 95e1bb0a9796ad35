/**
 * What is signed, hashed and bound, and under which words (§3.4): each signature and hash has a domain of its own,
 * and every context names protocol version, profile, session, fleet, epoch and stretching.
 */
import type { Octets } from '../boundary.ts'
import type { Binding, CryptoPort, Stretch } from '../crypto.ts'
import type { Profile } from '../profiles.ts'
import { stretchOctets } from '../stretching.ts'
import type { FleetKeys, FleetSecrets } from '../tells.ts'
import type { Offer } from './state.ts'

/** The version of this protocol; part of every domain. */
export const VERSION = 'strongroom/1'

/** Hash of a request's bytes: by it the same bytes are known again. */
export function digestOf(crypto: CryptoPort, request: Octets): Octets {
  return crypto.hash(`${VERSION} request`, [request])
}

/** Hash over what the vault answered to a registration: request, response and which registration it was. */
export function transcriptOf(
  crypto: CryptoPort,
  { registration, digest, response }: Pick<Offer, 'registration' | 'digest' | 'response'>,
): Octets {
  return crypto.hash(`${VERSION} transcript`, [registration, digest, response])
}

/** What every context begins with: a message of one profile, fleet or epoch means nothing in another. */
export function contextParts(crypto: CryptoPort, profile: string, keys: FleetKeys): Octets[] {
  return [crypto.text(VERSION), crypto.text(profile), crypto.text(keys.fleet), crypto.number(keys.epoch)]
}

/** Who a login or registration is between (RFC 9807 §3.1), and what else it is bound to (§3.4). */
export function bindingOf(
  crypto: CryptoPort,
  profile: string,
  keys: FleetKeys,
  session: Octets,
  client: { readonly identity: string; readonly owner: Octets | null; readonly version: number },
  stretch: Stretch,
): Binding {
  const context = crypto.pack([
    ...contextParts(crypto, profile, keys),
    session,
    crypto.number(client.version),
    client.owner === null ? crypto.text('') : crypto.hash(`${VERSION} owner`, [client.owner]),
    stretchOctets(crypto, stretch),
  ])
  return {
    context,
    clientIdentity: crypto.text(client.identity),
    serverIdentity: crypto.text(keys.fleet),
  }
}

/** HPKE's info: what is sealed for one profile, fleet or epoch opens in no other. */
export function sealingInfo(crypto: CryptoPort, profile: string, keys: FleetKeys): Octets {
  return crypto.pack([crypto.text('sealed'), ...contextParts(crypto, profile, keys)])
}

/** The key under which K is stored: from OPAQUE's export key (64 bytes), 32 bytes. */
export function storageKey(crypto: CryptoPort, exportKey: Octets): Octets {
  return crypto.derive(exportKey, `${VERSION} storage`, 32)
}

/** The key under which the ciphertext of K travels back: from the session key (64 bytes), 32 bytes. */
export function transportKey(crypto: CryptoPort, sessionKey: Octets): Octets {
  return crypto.derive(sessionKey, `${VERSION} transport`, 32)
}

/** The OPRF key of a record: stored in it (`published`), or derived from a fleet secret and its salt (§3.3). */
export function oprfKeyOf(
  crypto: CryptoPort,
  { oprfKey }: Profile,
  { oprf }: FleetSecrets,
  keyOrSalt: Octets,
): Octets {
  return oprfKey === 'stored'
    ? keyOrSalt
    : crypto.oprfKey(crypto.hash(`${VERSION} oprf key`, [oprf, keyOrSalt]))
}

/** What K's ciphertext is bound to: protocol, profile, fleet, epoch, and whose it is. */
export function recordContext(
  crypto: CryptoPort,
  profile: string,
  keys: FleetKeys,
  identity: string,
): Octets {
  return crypto.pack([...contextParts(crypto, profile, keys), crypto.text(identity)])
}
