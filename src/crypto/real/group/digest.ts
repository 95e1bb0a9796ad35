/**
 * The hash functions of the two ciphersuites, with HMAC (RFC 2104) and HKDF (RFC 5869) over them (§2.1).
 * node:crypto where it exists, noble elsewhere; the property suites hold the two against each other.
 */
import { hmac } from '@noble/hashes/hmac.js'
import { sha256, sha512 } from '@noble/hashes/sha2.js'
import { join } from '../bytes.ts'

/** The names of the hash functions, as RFC 9497 §4 has them. */
export type DigestName = 'SHA-512' | 'SHA-256'

/** A hash function and its MAC. Every function takes its message in parts, so that callers need not copy. */
export interface Digest {
  readonly name: DigestName
  /** Length of a digest and of a MAC: 64 or 32 bytes. */
  readonly bytes: number
  /** Length of the block that the compression function takes: 128 or 64 bytes. */
  readonly blockBytes: 64 | 128
  hash(...parts: readonly Uint8Array[]): Uint8Array
  hmac(key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array
}

/** Digest and block, in bytes (FIPS 180-4 §1). */
export function digestSizes(name: DigestName): { readonly bytes: number; readonly blockBytes: 64 | 128 } {
  return name === 'SHA-512' ? { bytes: 64, blockBytes: 128 } : { bytes: 32, blockBytes: 64 }
}

/** noble's hash functions: the reference, and what runs where there is no node:crypto. */
export function nobleDigest(name: DigestName): Digest {
  const algorithm = name === 'SHA-512' ? sha512 : sha256
  return {
    name,
    ...digestSizes(name),
    hash: (...parts) => algorithm(join(...parts)),
    hmac: (key, ...parts) => hmac(algorithm, key, join(...parts)),
  }
}

/** HKDF-Extract (RFC 5869 §2.2). */
export function extract(digest: Digest, salt: Uint8Array, ...input: readonly Uint8Array[]): Uint8Array {
  return digest.hmac(salt, ...input)
}

const FIRST = Uint8Array.of(1)

/**
 * HKDF-Expand (RFC 5869 §2.3): `length` bytes, at most 255 digests, which is a defect of ours to exceed. The info
 * comes in parts; one block, which is what OPAQUE nearly always wants, is one MAC and no copy.
 */
export function expand(
  digest: Digest,
  key: Uint8Array,
  length: number,
  ...info: readonly Uint8Array[]
): Uint8Array {
  let previous = digest.hmac(key, ...info, FIRST)
  if (length <= digest.bytes) return length === digest.bytes ? previous : previous.subarray(0, length)
  if (length > 255 * digest.bytes) throw new RangeError('HKDF-Expand: more than 255 blocks')
  const output = new Uint8Array(Math.ceil(length / digest.bytes) * digest.bytes)
  output.set(previous)
  for (let at = digest.bytes, counter = 2; at < length; at += digest.bytes, counter++) {
    previous = digest.hmac(key, previous, ...info, Uint8Array.of(counter))
    output.set(previous, at)
  }
  return output.subarray(0, length)
}
