/**
 * Encryption, signatures, X25519 and scrypt in two implementations that are tested against each other:
 * node:crypto where it exists (10 to 50 times faster), noble otherwise (§2.5). Hash functions are in hashing.ts.
 */
import { noblePrimitives } from './primitives-noble.ts'
import { nodePrimitives } from './primitives-node.ts'

/** Synchronous and total: sizes of keys and nonces are the caller's duty, everything from outside may be hostile. */
export interface Primitives {
  readonly name: 'node' | 'noble'
  /** AES-256-GCM (SP 800-38D): key 32 bytes, nonce 12. */
  readonly aesGcm: Aead
  /** RFC 8439 §2.8: key 32 bytes, nonce 12. */
  readonly chachaPoly: Aead
  /** The public key, 32 bytes, of a 32-byte seed (RFC 8032 §5.1.5). */
  ed25519Public(seed: Uint8Array): Uint8Array
  /** RFC 8032 §5.1.6, 64 bytes. */
  ed25519Sign(seed: Uint8Array, message: Uint8Array): Uint8Array
  /** RFC 8032 §5.1.7 without cofactor; also refuses keys of small order and keys not in canonical form. */
  ed25519Verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean
  /** The public key, 32 bytes, of a 32-byte secret (RFC 7748 §5). */
  x25519Public(secret: Uint8Array): Uint8Array
  /** RFC 7748 §5; null when the result would be all zero (§6.1), or the key has not 32 bytes. */
  x25519(secret: Uint8Array, publicKey: Uint8Array): Uint8Array | null
  /** RFC 7914. */
  scrypt(password: Uint8Array, salt: Uint8Array, cost: ScryptCost, bytes: number): Uint8Array
}

/** RFC 7914 §2: `n` a power of two above 1; memory is 128 n r bytes. */
export interface ScryptCost {
  readonly n: number
  readonly r: number
  readonly p: number
}

/** Authenticated encryption with associated data (RFC 5116). */
export interface Aead {
  /** Ciphertext and 16-byte tag. */
  seal(key: Uint8Array, nonce: Uint8Array, associated: Uint8Array, plaintext: Uint8Array): Uint8Array
  /** The plaintext, or null where the tag does not fit. */
  open(key: Uint8Array, nonce: Uint8Array, associated: Uint8Array, sealed: Uint8Array): Uint8Array | null
}

/** Bytes of an AEAD's tag, nonce and key: the same for both. */
export const AEAD_TAG_BYTES = 16
export const AEAD_NONCE_BYTES = 12
export const AEAD_KEY_BYTES = 32

/** What this platform has: decided once, at load. */
export const primitives: Primitives = nodePrimitives() ?? noblePrimitives
