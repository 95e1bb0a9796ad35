/**
 * HPKE base mode, single shot (RFC 9180): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305. The
 * ephemeral seed is an argument, so that sealing is a function.
 */
import { ascii, bigEndian, join, wipe } from './bytes.ts'
import { isReduced } from './curve25519.ts'
import { expand, extract } from './group/digest.ts'
import { sha256 } from './hashing.ts'
import { AEAD_KEY_BYTES, AEAD_NONCE_BYTES, primitives as p } from './primitives.ts'

/** Sizes in bytes (RFC 9180 §7.1): secret and public keys, the encapsulated key, the shared secret, a seed. */
export const HPKE_KEY_BYTES = 32

const KEM_SUITE = join(ascii('KEM'), bigEndian(0x0020, 2))
const SUITE = join(ascii('HPKE'), bigEndian(0x0020, 2), bigEndian(0x0001, 2), bigEndian(0x0003, 2))
const VERSION = ascii('HPKE-v1')
const MODE_BASE = Uint8Array.of(0)
const NONE = new Uint8Array(0)

/** A key pair: 32 bytes each. */
export interface HpkeKeys {
  readonly secret: Uint8Array
  readonly public: Uint8Array
}

/** RFC 9180 §4, LabeledExtract. */
function labeledExtract(
  suite: Uint8Array,
  salt: Uint8Array,
  label: string,
  material: Uint8Array,
): Uint8Array {
  return extract(sha256, salt, VERSION, suite, ascii(label), material)
}

/** RFC 9180 §4, LabeledExpand. */
function labeledExpand(
  suite: Uint8Array,
  key: Uint8Array,
  label: string,
  info: Uint8Array,
  bytes: number,
): Uint8Array {
  return expand(sha256, key, bytes, bigEndian(bytes, 2), VERSION, suite, ascii(label), info)
}

/** DeriveKeyPair, RFC 9180 §7.1.3. The seed should have at least 32 bytes. */
export function deriveKeys(seed: Uint8Array): HpkeKeys {
  const key = labeledExtract(KEM_SUITE, NONE, 'dkp_prk', seed)
  const secret = labeledExpand(KEM_SUITE, key, 'sk', NONE, HPKE_KEY_BYTES)
  return { secret, public: p.x25519Public(secret) }
}

/** ExtractAndExpand, RFC 9180 §4.1; null where the Diffie-Hellman result is all zero (§7.1.4). */
function sharedSecret(secret: Uint8Array, peer: Uint8Array, context: Uint8Array): Uint8Array | null {
  const product = p.x25519(secret, peer)
  if (product === null) return null
  const key = labeledExtract(KEM_SUITE, NONE, 'eae_prk', product)
  wipe(product)
  return labeledExpand(KEM_SUITE, key, 'shared_secret', context, HPKE_KEY_BYTES)
}

/** What an exchange yields: the AEAD's key and first nonce, and the steps before them, for the vectors. */
export interface HpkeSchedule {
  readonly context: Uint8Array
  readonly secret: Uint8Array
  readonly key: Uint8Array
  readonly baseNonce: Uint8Array
}

/** KeySchedule of base mode, RFC 9180 §5.1: no pre-shared key. */
export function keySchedule(shared: Uint8Array, info: Uint8Array): HpkeSchedule {
  const idHash = labeledExtract(SUITE, NONE, 'psk_id_hash', NONE)
  const infoHash = labeledExtract(SUITE, NONE, 'info_hash', info)
  const context = join(MODE_BASE, idHash, infoHash)
  const secret = labeledExtract(SUITE, shared, 'secret', NONE)
  return {
    context,
    secret,
    key: labeledExpand(SUITE, secret, 'key', context, AEAD_KEY_BYTES),
    baseNonce: labeledExpand(SUITE, secret, 'base_nonce', context, AEAD_NONCE_BYTES),
  }
}

/** The shared secret of the sender and the encapsulated key (RFC 9180 §4.1); null for a bad public key. */
export function encapsulate(
  publicKey: Uint8Array,
  seed: Uint8Array,
): { readonly shared: Uint8Array; readonly encapsulated: Uint8Array } | null {
  if (!isCanonical(publicKey)) return null
  const ephemeral = deriveKeys(seed)
  const shared = sharedSecret(ephemeral.secret, publicKey, join(ephemeral.public, publicKey))
  wipe(ephemeral.secret)
  return shared === null ? null : { shared, encapsulated: ephemeral.public }
}

/** The shared secret of the receiver; null for a bad encapsulated key. */
export function decapsulate(secret: Uint8Array, encapsulated: Uint8Array): Uint8Array | null {
  if (!isCanonical(encapsulated)) return null
  return sharedSecret(secret, encapsulated, join(encapsulated, p.x25519Public(secret)))
}

// RFC 7748 takes coordinates that are not reduced, and ignores the top bit. Nobody honest sends them, and one
// spelling per key is what lets bytes be compared as keys, so they are refused.
function isCanonical(key: Uint8Array): boolean {
  return key.length === HPKE_KEY_BYTES && key[31]! < 0x80 && isReduced(key)
}

/** SealBase, RFC 9180 §6.1: encapsulated key (32 bytes), ciphertext, tag (16); null for a bad public key. */
export function sealBase(
  publicKey: Uint8Array,
  info: Uint8Array,
  associated: Uint8Array,
  plaintext: Uint8Array,
  seed: Uint8Array,
): Uint8Array | null {
  const exchange = encapsulate(publicKey, seed)
  if (exchange === null) return null
  const { key, baseNonce } = keySchedule(exchange.shared, info)
  const sealed = join(exchange.encapsulated, p.chachaPoly.seal(key, baseNonce, associated, plaintext))
  wipe(exchange.shared, key)
  return sealed
}

/** OpenBase, RFC 9180 §6.1. */
export function openBase(
  secret: Uint8Array,
  info: Uint8Array,
  associated: Uint8Array,
  sealed: Uint8Array,
): Uint8Array | 'malformed' | 'notAuthentic' {
  if (sealed.length < HPKE_KEY_BYTES + 16) return 'malformed'
  const shared = decapsulate(secret, sealed.subarray(0, HPKE_KEY_BYTES))
  if (shared === null) return 'malformed'
  const { key, baseNonce } = keySchedule(shared, info)
  const plaintext = p.chachaPoly.open(key, baseNonce, associated, sealed.subarray(HPKE_KEY_BYTES))
  wipe(shared, key)
  return plaintext ?? 'notAuthentic'
}
