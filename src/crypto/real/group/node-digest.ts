/** SHA-512, SHA-256 and HMAC through node:crypto (§2.3). */
import { type Digest, type DigestName, digestSizes } from './digest.ts'

/** The platform's hash function, or null where there is no node:crypto. */
export function nodeDigest(name: DigestName): Digest | null {
  const node = globalThis.process?.getBuiltinModule?.('node:crypto')
  if (node === undefined) return null
  const algorithm = name === 'SHA-512' ? 'sha512' : 'sha256'
  // A Buffer may be a window on memory shared with others: what leaves is a Uint8Array of its own.
  return {
    name,
    ...digestSizes(name),
    hash(...parts) {
      const running = node.createHash(algorithm)
      for (const part of parts) running.update(part)
      return new Uint8Array(running.digest())
    },
    hmac(key, ...parts) {
      const running = node.createHmac(algorithm, key)
      for (const part of parts) running.update(part)
      return new Uint8Array(running.digest())
    },
  }
}
