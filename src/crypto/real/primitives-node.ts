/** The primitives through node:crypto (OpenSSL). */
import type { KeyObject } from 'node:crypto'
import { acceptableKey, hasZeroProduct } from './curve25519.ts'
import type { Aead, Primitives } from './primitives.ts'

type NodeCrypto = typeof import('node:crypto')
type CipherName = 'aes-256-gcm' | 'chacha20-poly1305'

const TAG_BYTES = 16

function aead(node: NodeCrypto, name: CipherName): Aead {
  // The two names have overloads of their own in node's types; at run time they are one function.
  const cipherName = name as 'aes-256-gcm'
  const options = { authTagLength: TAG_BYTES }
  return {
    seal: (key, nonce, associated, plaintext) => {
      const cipher = node.createCipheriv(cipherName, key, nonce, options)
      cipher.setAAD(associated, { plaintextLength: plaintext.length })
      const sealed = new Uint8Array(plaintext.length + TAG_BYTES)
      sealed.set(cipher.update(plaintext))
      cipher.final()
      sealed.set(cipher.getAuthTag(), plaintext.length)
      return sealed
    },
    open: (key, nonce, associated, sealed) => {
      if (sealed.length < TAG_BYTES) return null
      const length = sealed.length - TAG_BYTES
      const decipher = node.createDecipheriv(cipherName, key, nonce, options)
      decipher.setAAD(associated, { plaintextLength: length })
      decipher.setAuthTag(sealed.subarray(length))
      const plaintext = decipher.update(sealed.subarray(0, length))
      return authentic(decipher) ? plain(plaintext) : null
    },
  }
}

function authentic(decipher: { final(): unknown }): boolean {
  try {
    decipher.final()
    return true
  } catch {
    // `final` throws for one reason: the tag does not fit. The bytes so far are dropped by the caller.
    return false
  }
}

// A Buffer may be a window on memory shared with others: what leaves is a Uint8Array of its own.
function plain(buffer: Uint8Array): Uint8Array {
  return new Uint8Array(buffer)
}

function keys(node: NodeCrypto, curve: 'Ed25519' | 'X25519') {
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
  // JWK, because OpenSSL's DER decoder costs ten times as much. `x` of a secret key is recomputed from `d`.
  const secretKey = (secret: Uint8Array): KeyObject =>
    node.createPrivateKey({
      key: { kty: 'OKP', crv: curve, d: base64(secret), x: base64(secret) },
      format: 'jwk',
    })
  const publicKey = (encoded: Uint8Array): KeyObject =>
    node.createPublicKey({ key: { kty: 'OKP', crv: curve, x: base64(encoded) }, format: 'jwk' })
  const publicOf = (secret: Uint8Array): Uint8Array =>
    plain(Buffer.from(node.createPublicKey(secretKey(secret)).export({ format: 'jwk' }).x!, 'base64url'))
  return { secretKey, publicKey, publicOf }
}

function curve25519(node: NodeCrypto) {
  const ed = keys(node, 'Ed25519')
  const x = keys(node, 'X25519')
  return {
    ed25519Public: ed.publicOf,
    ed25519Sign: (seed, message) => plain(node.sign(null, message, ed.secretKey(seed))),
    ed25519Verify: (publicKey, message, signature) =>
      signature.length === 64 &&
      acceptableKey(publicKey) &&
      node.verify(null, message, ed.publicKey(publicKey), signature),
    x25519Public: x.publicOf,
    x25519: (secret, publicKey) =>
      publicKey.length !== 32 || hasZeroProduct(publicKey)
        ? null
        : plain(node.diffieHellman({ privateKey: x.secretKey(secret), publicKey: x.publicKey(publicKey) })),
  } satisfies Partial<Primitives>
}

/** Null where the platform has no node:crypto. */
export function nodePrimitives(): Primitives | null {
  const node = globalThis.process?.getBuiltinModule?.('node:crypto')
  if (node === undefined) return null
  return {
    name: 'node',
    aesGcm: aead(node, 'aes-256-gcm'),
    chachaPoly: aead(node, 'chacha20-poly1305'),
    ...curve25519(node),
    scrypt: (password, salt, cost, bytes) =>
      plain(
        node.scryptSync(password, salt, bytes, {
          N: cost.n,
          r: cost.r,
          p: cost.p,
          maxmem: 128 * cost.r * (cost.n + cost.p + 2) + 1024,
        }),
      ),
  }
}
