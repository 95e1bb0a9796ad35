/** Hash, key derivation, sealing, fleet encryption and signatures as terms (§2.7): perfect by construction. */
import type { Octets } from '../../../spec/boundary.ts'
import type { CryptoPort } from '../../../spec/crypto.ts'
import { MALFORMED, NOT_AUTHENTIC, ok } from './result.ts'
import type { TermTable } from './table.ts'
import type { Term } from './term.ts'

/** Nonce in front and tag behind (§2.3). */
export const SEAL_OVERHEAD_BYTES = 28
/** Encapsulated key in front and tag behind (RFC 9180, X25519). */
export const SEAL_TO_OVERHEAD_BYTES = 48

const KEY_BYTES = 32

/** The symmetric and public-key part of the port. */
export type Sealing = Pick<
  CryptoPort,
  | 'hash'
  | 'derive'
  | 'seal'
  | 'open'
  | 'sealingKeys'
  | 'sealTo'
  | 'openFrom'
  | 'signingKeys'
  | 'sign'
  | 'verify'
>

export function symmetric(table: TermTable): Sealing {
  const read = (octets: Octets) => table.read(octets)
  return {
    hash: (domain, parts) => table.address(table.make('hash', 32, [domain, ...parts.map(read)])),
    derive: (key, label, bytes) => table.address(table.make('derive', bytes, [read(key), label, bytes])),
    seal: (key, nonce, associated, plaintext) => {
      const inner = read(plaintext)
      const args = [read(key), read(nonce), read(associated), inner]
      return table.address(table.make('seal', inner.size + SEAL_OVERHEAD_BYTES, args))
    },
    open: (key, associated, sealed) => {
      const term = table.find(sealed)
      if (term === undefined || term.size < SEAL_OVERHEAD_BYTES) return MALFORMED
      if (term.kind !== 'seal') return NOT_AUTHENTIC
      const fits = term.args[0] === read(key) && term.args[2] === read(associated)
      return fits ? ok(table.address(term.args[3] as Term)) : NOT_AUTHENTIC
    },
    sealingKeys: (seed) => {
      const secret = table.make('sealSecret', KEY_BYTES, [read(seed)])
      return {
        secret: table.address(secret),
        public: table.address(table.make('sealPublic', KEY_BYTES, [secret])),
      }
    },
    sealTo: (publicKey, info, associated, plaintext, seed) => {
      const key = table.find(publicKey)
      if (key?.size !== KEY_BYTES) return MALFORMED
      const inner = read(plaintext)
      const args = [key, read(info), read(associated), inner, read(seed)]
      return ok(table.address(table.make('sealTo', inner.size + SEAL_TO_OVERHEAD_BYTES, args)))
    },
    openFrom: (secretKey, info, associated, sealed) => {
      const term = table.find(sealed)
      if (term === undefined || term.size < SEAL_TO_OVERHEAD_BYTES) return MALFORMED
      if (term.kind !== 'sealTo') return NOT_AUTHENTIC
      const [key, boundInfo, boundAssociated, inner] = term.args as [Term, Term, Term, Term]
      const fits = key.kind === 'sealPublic' && key.args[0] === read(secretKey)
      const same = boundInfo === read(info) && boundAssociated === read(associated)
      return fits && same ? ok(table.address(inner)) : NOT_AUTHENTIC
    },
    // RFC 8032 §5.1.5: the secret key is the seed.
    signingKeys: (seed) => ({
      secret: seed,
      public: table.address(table.make('signPublic', KEY_BYTES, [read(seed)])),
    }),
    sign: (secretKey, domain, message) =>
      table.address(table.make('signature', 64, [read(secretKey), domain, read(message)])),
    verify: (publicKey, domain, message, signature) => {
      const key = table.find(publicKey)
      const made = table.find(signature)
      if (key?.kind !== 'signPublic' || made?.kind !== 'signature') return false
      return made.args[0] === key.args[0] && made.args[1] === domain && made.args[2] === read(message)
    },
  }
}
