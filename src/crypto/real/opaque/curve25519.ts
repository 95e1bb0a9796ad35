/**
 * Curve25519 for the key exchange (RFC 9807 §6.4.1.3, RFC 7748; §2.3): the OPRF stays on ristretto255, and the
 * three Diffie-Hellman steps run on OpenSSL's X25519 where there is node:crypto, on noble's elsewhere.
 */
import type { KeyObject } from 'node:crypto'
import { x25519 } from '@noble/curves/ed25519.js'
import { hasZeroProduct, isReduced } from '../curve25519.ts'
import type { AkeGroup, AkeSecret } from './ake-group.ts'

const BYTES = 32

/**
 * Stricter than RFC 7748 §5, which masks the top bit and reduces: nobody who follows it ever sends such a
 * spelling, and one key has one encoding here. Low order is refused before the product could be all zero (§6.1).
 */
function isPublic(publicKey: Uint8Array): boolean {
  return (
    publicKey.length === BYTES && publicKey[31]! < 0x80 && isReduced(publicKey) && !hasZeroProduct(publicKey)
  )
}

// Clamped by X25519 itself (RFC 7748 §5): every 32 bytes are a secret key, and `derive` is the identity.
function groupOf(ready: (secret: Uint8Array) => AkeSecret): AkeGroup {
  return {
    name: 'curve25519',
    publicBytes: BYTES,
    secretBytes: BYTES,
    derive: ready,
    open: (secret) => (secret.length === BYTES ? ready(secret) : null),
    isPublic,
  }
}

/** On noble: the reference. */
export function nobleCurve25519(): AkeGroup {
  return groupOf((bytes) => ({
    bytes,
    publicKey: () => x25519.getPublicKey(bytes),
    agree: (publicKey) => (isPublic(publicKey) ? x25519.getSharedSecret(bytes, publicKey) : null),
  }))
}

/** On node:crypto; null where there is none. */
export function nodeCurve25519(): AkeGroup | null {
  const node = globalThis.process?.getBuiltinModule?.('node:crypto')
  if (node === undefined) return null

  // A server uses the same public keyshare in two of its three steps: the last import is kept. Public data.
  let last: { readonly encoded: string; readonly key: KeyObject } | null = null
  function imported(publicKey: Uint8Array): KeyObject {
    const encoded = base64url(publicKey)
    if (last?.encoded !== encoded) {
      const jwk = { kty: 'OKP', crv: 'X25519', x: encoded }
      last = { encoded, key: node!.createPublicKey({ key: jwk, format: 'jwk' }) }
    }
    return last.key
  }

  return groupOf((bytes) => {
    // JWK, because OpenSSL's DER decoder costs ten times as much. It wants an `x`, and computes its own from `d`.
    const encoded = base64url(bytes)
    const jwk = { kty: 'OKP', crv: 'X25519', d: encoded, x: encoded }
    const privateKey = node.createPrivateKey({ key: jwk, format: 'jwk' })
    return {
      bytes,
      publicKey: () => fromBase64url(node.createPublicKey(privateKey).export({ format: 'jwk' }).x!),
      agree: (publicKey) =>
        isPublic(publicKey)
          ? new Uint8Array(node.diffieHellman({ privateKey, publicKey: imported(publicKey) }))
          : null,
    }
  })
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64url')
}

function fromBase64url(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64url'))
}
