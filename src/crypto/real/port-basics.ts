/** The real twin without OPAQUE (§2.5): hex in and out, the bytes are computed next door. */
import type { Octets } from '../../../spec/boundary.ts'
import type { CryptoPort, Result } from '../../../spec/crypto.ts'
import { fromHex, isHex, join, toHex } from './bytes.ts'
import { decodeNumber, decodeText, encodeNumber, encodeText, pack, unpack } from './encoding.ts'
import { deriveInfo, hashInput, signInput } from './framing.ts'
import { expand, extract } from './group/digest.ts'
import { sha256 } from './hashing.ts'
import { deriveKeys, openBase, sealBase } from './hpke.ts'
import { done, failed } from './outcome.ts'
import { AEAD_NONCE_BYTES, AEAD_TAG_BYTES, primitives as p } from './primitives.ts'

/** The bytes of octets. What is no octet string reached us past `isOctets`: a defect, and the value is not shown. */
export function bytesOf(octets: Octets): Uint8Array {
  const bytes = fromHex(octets)
  if (bytes === null) throw new TypeError('not an octet string of the real twin')
  return bytes
}

/** Octets of bytes. */
export function octetsOf(bytes: Uint8Array): Octets {
  return toHex(bytes) as Octets
}

function valueOr<T>(value: T | null, error: 'malformed' | 'notAuthentic'): Result<T> {
  return value === null ? failed(error) : done(value)
}

type Encoding = 'text' | 'number' | 'pack' | 'unpack' | 'asText' | 'asNumber' | 'size' | 'isOctets'

/** Encoding; whatever comes from outside may be any value at all. */
export const encodingPort: Pick<CryptoPort, Encoding> = {
  text: (value) => octetsOf(encodeText(value)),
  number: (value) => octetsOf(encodeNumber(value)),
  pack: (parts) => octetsOf(pack(parts.map(bytesOf))),
  unpack: (packed) => {
    const bytes = fromHex(packed)
    const parts = bytes === null ? null : unpack(bytes)
    return parts === null ? failed('malformed') : done(parts.map(octetsOf))
  },
  asText: (octets) => {
    const bytes = fromHex(octets)
    return valueOr(bytes === null ? null : decodeText(bytes), 'malformed')
  },
  asNumber: (octets) => {
    const bytes = fromHex(octets)
    return valueOr(bytes === null ? null : decodeNumber(bytes), 'malformed')
  },
  size: (octets) => bytesOf(octets).length,
  isOctets: (value): value is Octets => isHex(value),
}

const NO_SALT = new Uint8Array(0)

/** HKDF-SHA-256 under a framed label (§2.5): `bytes` at most 8,160. */
export function deriveBytes(key: Uint8Array, label: string, bytes: number): Uint8Array {
  return expand(sha256, extract(sha256, NO_SALT, key), bytes, deriveInfo(label, bytes))
}

/** SHA-256 under a framed domain (§2.5). */
export function hashBytes(domain: string, parts: readonly Uint8Array[]): Uint8Array {
  return sha256.hash(hashInput(domain, parts))
}

/** Hash, key derivation and the AEAD, which is AES-256-GCM. */
export const symmetricPort: Pick<CryptoPort, 'hash' | 'derive' | 'seal' | 'open'> = {
  hash: (domain, parts) => octetsOf(hashBytes(domain, parts.map(bytesOf))),
  derive: (key, label, bytes) => octetsOf(deriveBytes(bytesOf(key), label, bytes)),
  seal: (key, nonce, associated, plaintext) => {
    const first = bytesOf(nonce)
    const sealed = p.aesGcm.seal(bytesOf(key), first, bytesOf(associated), bytesOf(plaintext))
    return octetsOf(join(first, sealed))
  },
  open: (key, associated, sealed) => {
    const bytes = fromHex(sealed)
    if (bytes === null || bytes.length < AEAD_NONCE_BYTES + AEAD_TAG_BYTES) return failed('malformed')
    const nonce = bytes.subarray(0, AEAD_NONCE_BYTES)
    const plaintext = p.aesGcm.open(
      bytesOf(key),
      nonce,
      bytesOf(associated),
      bytes.subarray(AEAD_NONCE_BYTES),
    )
    return plaintext === null ? failed('notAuthentic') : done(octetsOf(plaintext))
  },
}

/** HPKE (RFC 9180) and Ed25519 (RFC 8032). */
export const publicKeyPort: Pick<
  CryptoPort,
  'sealingKeys' | 'sealTo' | 'openFrom' | 'signingKeys' | 'sign' | 'verify'
> = {
  sealingKeys: (seed) => {
    const keys = deriveKeys(bytesOf(seed))
    return { secret: octetsOf(keys.secret), public: octetsOf(keys.public) }
  },
  sealTo: (publicKey, info, associated, plaintext, seed) => {
    const key = fromHex(publicKey)
    if (key === null) return failed('malformed')
    const sealed = sealBase(key, bytesOf(info), bytesOf(associated), bytesOf(plaintext), bytesOf(seed))
    return sealed === null ? failed('malformed') : done(octetsOf(sealed))
  },
  openFrom: (secretKey, info, associated, sealed) => {
    const bytes = fromHex(sealed)
    if (bytes === null) return failed('malformed')
    const plaintext = openBase(bytesOf(secretKey), bytesOf(info), bytesOf(associated), bytes)
    return typeof plaintext === 'string' ? failed(plaintext) : done(octetsOf(plaintext))
  },
  signingKeys: (seed) => ({ secret: seed, public: octetsOf(p.ed25519Public(bytesOf(seed))) }),
  sign: (secretKey, domain, message) =>
    octetsOf(p.ed25519Sign(bytesOf(secretKey), signInput(domain, bytesOf(message)))),
  verify: (publicKey, domain, message, signature) => {
    const key = fromHex(publicKey)
    const bytes = fromHex(message)
    const signed = fromHex(signature)
    if (key === null || bytes === null || signed === null) return false
    return p.ed25519Verify(key, signInput(domain, bytes), signed)
  },
}
