/** The platform's SHA-256 and SHA-512, with HMAC (§2.5): node:crypto's where it exists, noble's otherwise. */
import { type Digest, nobleDigest } from './group/digest.ts'
import { nodeDigest } from './group/node-digest.ts'

/** FIPS 180-4, 32 bytes. */
export const sha256: Digest = nodeDigest('SHA-256') ?? nobleDigest('SHA-256')

/** FIPS 180-4, 64 bytes. */
export const sha512: Digest = nodeDigest('SHA-512') ?? nobleDigest('SHA-512')
