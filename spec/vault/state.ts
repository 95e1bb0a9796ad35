/**
 * What a vault keeps of one record, or in `hardened` of one lineage (§4.1): the applied state of the replicated
 * log. Every replica computes the same from the same entries.
 */
import type { Octets, Plain } from '../boundary.ts'
import type { CryptoPort, Stretch } from '../crypto.ts'
import { parseStretch } from '../stretching.ts'
import type { Closed } from './moving.ts'

/** What stands for one enrolment: all that a recovery needs, and the secret that exhaustion erases. */
export interface Stored {
  /** The registration that it came from: the session (`published`), the enrolment id (`hardened`); 16 bytes. */
  readonly registration: Octets
  /** Hash of the store request, 32 bytes. */
  readonly digest: Octets
  /** The OPRF key (`published`), or the salt that it is derived from (`hardened`); 32 bytes. */
  readonly key: Octets
  /** RFC 9807's record, 192 bytes. */
  readonly envelope: Octets
  /** K (and sk in `hardened`) under the export key. */
  readonly ciphertext: Octets
  readonly stretch: Stretch
  /** Guesses between two valid proofs, as the client asked for; 1 to what the vault allows. */
  readonly limit: number
  /** The client's Ed25519 key (`hardened`), or null. */
  readonly owner: Octets | null
  /** Signing key of the fleet that the lineage leaves: it is activated by a receipt of that fleet alone (§7.3). */
  readonly moves: Octets | null
}

/** A registration that this vault answered and that nothing was stored for yet (§3.1). */
export interface Offer {
  readonly registration: Octets
  /** Hash of the request, 32 bytes: same bytes, same answer; other bytes, another key. */
  readonly digest: Octets
  readonly key: Octets
  /** RFC 9807's response, 64 bytes: the one evaluation that a key makes at registration. */
  readonly response: Octets
  readonly owner: Octets | null
}

/** One charged attempt, until a valid proof frees it (§4.2). */
export interface Charge {
  readonly session: Octets
  readonly version: number
  /** Hash of KE1. */
  readonly digest: Octets
  /** Not settled yet: the same bytes may be answered again without another charge, while the session lives. */
  readonly open: boolean
  /** Tick of the log when it was taken. */
  readonly tick: number
}

/** One record or lineage. The counter owns all charges; no other place decides about guesses. */
export interface Lineage {
  /** 0 before anything was stored; goes up with each replacement. */
  readonly version: number
  readonly active: Stored | null
  /** Stored, not confirmed: it never answers a recovery (`hardened`). */
  readonly pending: Stored | null
  /** Newest last, at most OFFERS_MAX. */
  readonly offers: readonly Offer[]
  /** Guesses between two valid proofs, 1 to 255. */
  readonly limit: number
  /** Guesses that are left, 0 to limit. */
  readonly remaining: number
  /** In the order of the log, at most limit - remaining. */
  readonly charges: readonly Charge[]
  /** Out of guesses: no byte of the secret is left (`hardened` keeps this much, so that nothing begins anew). */
  readonly erased: boolean
  /** The next guess is taken from this tick of the log on (`hardened`, §4.5). */
  readonly readyAt: number
  /** How many lineages of this account ran out before (`hardened`). */
  readonly generation: number
  /** It moved to another fleet: the receipt, until it is acknowledged or the fleet erased (§7.3). */
  readonly closed: Closed | null
}

/** Registrations that may be open at once for one record; the oldest gives way. */
export const OFFERS_MAX = 4
/** The largest limit: one byte. */
export const LIMIT_MAX = 255

/** A lineage that nothing was stored for yet. */
export function blankLineage(limit: number, generation = 0): Lineage {
  return {
    version: 0,
    active: null,
    pending: null,
    offers: [],
    limit,
    remaining: limit,
    charges: [],
    erased: false,
    readyAt: 0,
    generation,
    closed: null,
  }
}

/** Is a record stored in it, confirmed or not? */
export function holdsRecord(lineage: Lineage | undefined): boolean {
  return lineage !== undefined && (lineage.active !== null || lineage.pending !== null)
}

/** Is there nothing in it that the vault must remember? */
export function isForgettable(lineage: Lineage): boolean {
  const { offers, generation, closed } = lineage
  const holdsNothing = !holdsRecord(lineage) && offers.length === 0
  return holdsNothing && generation === 0 && closed === null
}

type Fields = Readonly<Record<string, unknown>>

/** A whole number in this range? */
export function isWhole(value: unknown, min: number, max: number): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max
}

/** An octet string of this many bytes? */
export function isOctetsOf(crypto: CryptoPort, value: unknown, bytes: number): value is Octets {
  return crypto.isOctets(value) && crypto.size(value) === bytes
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isOwner(crypto: CryptoPort, value: unknown): boolean {
  return value === null || isOctetsOf(crypto, value, 32)
}

function isStored(crypto: CryptoPort, value: unknown): boolean {
  if (value === null) return true
  if (!isFields(value)) return false
  const { registration, digest, key, envelope, ciphertext, stretch, limit, owner, moves } = value
  return (
    isOctetsOf(crypto, registration, 16) &&
    isOctetsOf(crypto, digest, 32) &&
    isOctetsOf(crypto, key, 32) &&
    isOctetsOf(crypto, envelope, 192) &&
    crypto.isOctets(ciphertext) &&
    parseStretch(stretch) !== null &&
    isWhole(limit, 1, LIMIT_MAX) &&
    isOwner(crypto, owner) &&
    isOwner(crypto, moves)
  )
}

function isClosed(crypto: CryptoPort, value: unknown): boolean {
  if (value === null) return true
  if (!isFields(value)) return false
  const { pending, to, by, remaining } = value
  const isKeyed = [pending, to, by].every((octets) => isOctetsOf(crypto, octets, 32))
  return isKeyed && isWhole(remaining, 0, LIMIT_MAX)
}

function isOffer(crypto: CryptoPort, value: unknown): boolean {
  if (!isFields(value)) return false
  const { registration, digest, key, response, owner } = value
  return (
    isOctetsOf(crypto, registration, 16) &&
    isOctetsOf(crypto, digest, 32) &&
    isOctetsOf(crypto, key, 32) &&
    isOctetsOf(crypto, response, 64) &&
    isOwner(crypto, owner)
  )
}

function isCharge(crypto: CryptoPort, value: unknown): boolean {
  if (!isFields(value)) return false
  const { session, version, digest, open, tick } = value
  return (
    isOctetsOf(crypto, session, 16) &&
    isWhole(version, 1, Number.MAX_SAFE_INTEGER) &&
    isOctetsOf(crypto, digest, 32) &&
    typeof open === 'boolean' &&
    isWhole(tick, 0, Number.MAX_SAFE_INTEGER)
  )
}

/** Is this, from another replica's snapshot, a lineage at all: every field there and in range (§4.4)? */
export function isLineage(crypto: CryptoPort, value: unknown): value is Lineage {
  if (!isFields(value)) return false
  const { version, active, pending, offers, limit, remaining, charges, erased, readyAt, generation } = value
  if (!isWhole(limit, 1, LIMIT_MAX) || !isWhole(remaining, 0, limit)) return false
  if (!Array.isArray(charges) || charges.length > limit - remaining) return false
  if (!Array.isArray(offers) || offers.length > OFFERS_MAX) return false
  const counts = [version, readyAt, generation]
  return (
    counts.every((count) => isWhole(count, 0, Number.MAX_SAFE_INTEGER)) &&
    typeof erased === 'boolean' &&
    (!erased || (active === null && remaining === 0)) &&
    (active === null || (version as number) >= 1) &&
    isClosed(crypto, value.closed) &&
    isStored(crypto, active) &&
    isStored(crypto, pending) &&
    offers.every((offer) => isOffer(crypto, offer)) &&
    charges.every((charge) => isCharge(crypto, charge))
  )
}

/** The state that a snapshot carries: the log's tick, and every lineage by its RecordId. */
export interface VaultState {
  readonly tick: number
  readonly lineages: Readonly<Record<string, Lineage>>
}

/** Plain data as snapshots want it: the same object. */
export function asPlain(state: VaultState): Plain {
  return state as unknown as Plain
}
