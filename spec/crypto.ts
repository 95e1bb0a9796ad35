/**
 * The crypto port: synchronous and total (§2). A function that can fail on what it was given returns a typed
 * error, never throws. Randomness comes in as an argument (a draw), so equal arguments give equal results.
 * The real twin computes RFC bytes, the ideal twin terms; a machine cannot tell them apart.
 */
import type { Octets } from './boundary.ts'
import type { FleetCrypto } from './fleet/format.ts'

/**
 * Why an operation gave no value: `malformed` input (length, range, canonical form, identity element), an
 * authentication that failed, or (clientFinish only) an envelope that this password does not open.
 */
export type CryptoError = 'malformed' | 'notAuthentic' | 'wrongPassword'

/** A value, or in one word why there is none (§2.6). The word says nothing of the input. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: CryptoError }

/** Both halves of a key pair, encoded as their scheme has them: 32 bytes each on the real twin. */
export interface KeyPair {
  readonly secret: Octets
  readonly public: Octets
}

/** Who an OPAQUE exchange is between, and what else it is bound to (RFC 9807 §3.1, §6.4). */
export interface Binding {
  /** RFC 9807 `context`: protocol version, profile, session and whatever the profile binds. */
  readonly context: Octets
  readonly clientIdentity: Octets
  readonly serverIdentity: Octets
}

/** Key stretching, kept with the record and authenticated (RFC 9807 §6.4; §2.4). */
export type Stretch =
  | { readonly name: 'identity' }
  | { readonly name: 'scrypt'; readonly n: number; readonly r: number; readonly p: number }
  | {
      readonly name: 'argon2id'
      readonly memoryKiB: number
      readonly passes: number
      readonly lanes: number
    }

/** The fleet's formats (§7: bundle, log, raw signatures) are in spec/fleet/format.ts. */
export interface CryptoPort extends FleetCrypto {
  // Encoding. `pack` is injective; `unpack` accepts only what `pack` makes.
  text(value: string): Octets
  number(value: number): Octets
  pack(parts: readonly Octets[]): Octets
  unpack(packed: Octets): Result<readonly Octets[]>
  asText(octets: Octets): Result<string>
  /** A non-negative safe integer. */
  asNumber(octets: Octets): Result<number>
  /** Length in bytes. */
  size(octets: Octets): number
  /** Is this, from a hostile message, an octet string of this twin at all? */
  isOctets(value: unknown): value is Octets

  // Symmetric: SHA-256 with a domain (32 bytes), HKDF, an AEAD with 32-byte key and 12-byte nonce (in front).
  hash(domain: string, parts: readonly Octets[]): Octets
  derive(key: Octets, label: string, bytes: number): Octets
  /** `nonce` 12 bytes, a draw. Result: nonce, ciphertext and 16-byte tag. */
  seal(key: Octets, nonce: Octets, associated: Octets, plaintext: Octets): Octets
  open(key: Octets, associated: Octets, sealed: Octets): Result<Octets>

  // Public-key encryption to the fleet: HPKE base mode, RFC 9180. `seed` 32 bytes, a draw.
  sealingKeys(seed: Octets): KeyPair
  sealTo(publicKey: Octets, info: Octets, associated: Octets, plaintext: Octets, seed: Octets): Result<Octets>
  openFrom(secretKey: Octets, info: Octets, associated: Octets, sealed: Octets): Result<Octets>

  // Signatures: Ed25519 (RFC 8032), 64 bytes.
  signingKeys(seed: Octets): KeyPair
  /**
   * Signs domain and message, framed (§2.5). The empty domain signs the message alone, without a frame: for formats
   * that others fixed (§7.1, §7.4). No key signs both ways.
   */
  sign(secretKey: Octets, domain: string, message: Octets): Octets
  /** Is this `sign`'s result for the same key, domain and message? False, too, for what is no key or signature. */
  verify(publicKey: Octets, domain: string, message: Octets, signature: Octets): boolean

  // OPAQUE-3DH, RFC 9807, ristretto255-SHA512. Sizes: request 32, response 64, record 192; KE1 96, KE2 320, KE3 64.
  /** A fresh OPRF key (32 bytes) from a 32-byte seed. */
  oprfKey(seed: Octets): Octets
  akeKeys(seed: Octets): KeyPair
  /** `blind` 64 bytes, a draw, reduced to a scalar. */
  registrationRequest(password: Octets, blind: Octets): Octets
  /** Evaluates (the world counts it). `serverPublic` 32 bytes. */
  registrationRespond(oprfKey: Octets, serverPublic: Octets, request: Octets): Result<Octets>
  /** `envelopeNonce` 32 bytes. The export key has 64 bytes. */
  registrationFinish(input: {
    readonly password: Octets
    readonly blind: Octets
    readonly response: Octets
    readonly envelopeNonce: Octets
    readonly binding: Binding
    readonly stretch: Stretch
  }): Result<{ readonly record: Octets; readonly exportKey: Octets }>
  /** `nonce` 32 bytes, `keyshareSeed` 32 bytes. `state` stays at the client. */
  loginStart(input: {
    readonly password: Octets
    readonly blind: Octets
    readonly nonce: Octets
    readonly keyshareSeed: Octets
  }): { readonly ke1: Octets; readonly state: Octets }
  /** Evaluates (the world counts it). Three 32-byte draws. `state` stays in the HSM. */
  loginRespond(input: {
    readonly akeSecret: Octets
    readonly akePublic: Octets
    readonly oprfKey: Octets
    readonly record: Octets
    readonly ke1: Octets
    readonly binding: Binding
    readonly maskingNonce: Octets
    readonly nonce: Octets
    readonly keyshareSeed: Octets
  }): Result<{ readonly ke2: Octets; readonly state: Octets }>
  /** The session key has 64 bytes. `wrongPassword`: the envelope does not open; `notAuthentic`: the server's MAC. */
  loginFinish(input: {
    readonly password: Octets
    readonly state: Octets
    readonly ke2: Octets
    readonly binding: Binding
    readonly stretch: Stretch
  }): Result<{ readonly ke3: Octets; readonly sessionKey: Octets; readonly exportKey: Octets }>
  /** The server's check of KE3; `notAuthentic` when it does not fit the state. */
  loginVerify(state: Octets, ke3: Octets): Result<{ readonly sessionKey: Octets }>
  /** A record for somebody unknown, indistinguishable by size (RFC 9807 §6.3.2.2). */
  fakeRecord(seed: Octets): Octets
}

/** One entry of the port's call log, kept by the world (§1.3). */
export interface Call {
  readonly op: keyof CryptoPort
  readonly args: readonly unknown[]
  readonly result: unknown
}

/** What the world, and only the world, can do with a twin. */
export interface Twin {
  readonly name: 'real' | 'ideal' | 'odd'
  readonly port: CryptoPort
  /** The draw that a generator gives under this label (node, counter, field): real bytes, or a fresh name. */
  draw(seed: string, label: string, bytes: number): Octets
  /** Does this octet string contain that one, as a part that goes over the wire in the clear? */
  contains(whole: Octets, part: Octets): boolean
  /** The blinded element inside a registration request or a KE1: what distinct evaluations are counted by. */
  element(request: Octets): Octets
  /** Renames identifiers inside octet strings (ideal), or leaves them (real). */
  rewrite(permutation: ReadonlyMap<string, string>, octets: string): string
}
