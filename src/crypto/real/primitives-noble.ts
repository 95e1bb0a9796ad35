/** The primitives in JavaScript alone, for where there is no node:crypto (a browser, a phone) and as reference. */
import { gcm } from '@noble/ciphers/aes.js'
import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { ed25519, x25519 } from '@noble/curves/ed25519.js'
import { scrypt } from '@noble/hashes/scrypt.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { join, sameBytes } from './bytes.ts'
import { acceptableKey, hasZeroProduct } from './curve25519.ts'
import type { Aead, Primitives } from './primitives.ts'

type Cipher = (
  key: Uint8Array,
  nonce: Uint8Array,
  associated: Uint8Array,
) => {
  encrypt(plaintext: Uint8Array): Uint8Array
  decrypt(sealed: Uint8Array): Uint8Array
}

function aead(cipher: Cipher): Aead {
  return {
    seal: (key, nonce, associated, plaintext) => cipher(key, nonce, associated).encrypt(plaintext),
    open: (key, nonce, associated, sealed) => {
      if (sealed.length < 16) return null
      const opening = cipher(key, nonce, associated)
      try {
        return opening.decrypt(sealed)
      } catch {
        // The library's only word for a tag that does not fit; lengths were checked before.
        return null
      }
    },
  }
}

const { Point } = ed25519
const ORDER = Point.Fn.ORDER

function littleEndian(bytes: Uint8Array): bigint {
  let value = 0n
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!)
  return value
}

/**
 * RFC 8032 §5.1.7 without cofactor, as OpenSSL does it, so that both implementations accept the same
 * signatures: noble's own `verify` multiplies by the cofactor and would take some that OpenSSL refuses.
 */
function verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== 64 || !acceptableKey(publicKey)) return false
  const commitment = signature.subarray(0, 32)
  const s = littleEndian(signature.subarray(32))
  if (s >= ORDER) return false
  const key = decodePoint(publicKey)
  if (key === null) return false
  const challenge = littleEndian(sha512(join(commitment, publicKey, message))) % ORDER
  // Everything here is public, so variable time is fine.
  const expected = Point.BASE.multiplyUnsafe(s).subtract(key.multiplyUnsafe(challenge))
  return sameBytes(expected.toBytes(), commitment)
}

function decodePoint(encoded: Uint8Array): InstanceType<typeof Point> | null {
  try {
    return Point.fromBytes(encoded)
  } catch {
    // Not on the curve: the library says it by throwing. Length and canonical form were checked before.
    return null
  }
}

/** Complete without any other code; `primitives` says which implementation is in use. */
export const noblePrimitives: Primitives = {
  name: 'noble',
  aesGcm: aead(gcm),
  chachaPoly: aead(chacha20poly1305),
  ed25519Public: (seed) => ed25519.getPublicKey(seed),
  ed25519Sign: (seed, message) => ed25519.sign(message, seed),
  ed25519Verify: verify,
  x25519Public: (secret) => x25519.getPublicKey(secret),
  x25519: (secret, publicKey) =>
    publicKey.length !== 32 || hasZeroProduct(publicKey) ? null : x25519.getSharedSecret(secret, publicKey),
  scrypt: (password, salt, cost, bytes) =>
    scrypt(password, salt, { N: cost.n, r: cost.r, p: cost.p, dkLen: bytes, maxmem: 2 ** 32 }),
}
