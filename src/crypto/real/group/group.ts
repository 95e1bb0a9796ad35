/**
 * A group of prime order, bytes in and bytes out (RFC 9497 §2.1; §2.3). Small on purpose: each backend implements
 * exactly this, and whatever is decoded is checked here, once, where the bytes come in.
 *
 * Elements are in the suite's one canonical form and never the identity; scalars are fixed-length, below the
 * order and, unless said otherwise, not zero. A function that is given anything else returns null.
 */
export interface PrimeGroup {
  readonly name: 'ristretto255' | 'P-256'
  readonly backend: 'noble' | 'libsodium' | 'lanes'
  /** 32 (ristretto255) or 33 (P-256, compressed SEC 1). */
  readonly elementBytes: number
  /** 32, little endian for ristretto255, big endian for P-256. */
  readonly scalarBytes: number

  /** Is this a canonical scalar, and not zero? */
  isScalar(scalar: Uint8Array): boolean
  /** Is this the canonical encoding of an element other than the identity? */
  isElement(element: Uint8Array): boolean

  /** scalar · element, in time that does not depend on the scalar. */
  multiply(scalar: Uint8Array, element: Uint8Array): Uint8Array | null
  /** scalar · generator, in time that does not depend on the scalar. */
  multiplyBase(scalar: Uint8Array): Uint8Array | null
  /** HashToGroup. Null with a probability of about 2^-252, when the result is the identity. */
  hashToElement(message: Uint8Array, domain: Uint8Array): Uint8Array | null

  /** 1 / scalar modulo the order. */
  invert(scalar: Uint8Array): Uint8Array | null
  /** HashToScalar. Zero is possible, with a probability of about 2^-252. */
  hashToScalar(message: Uint8Array, domain: Uint8Array): Uint8Array
  /** 64 uniform bytes, read in the suite's byte order, modulo the order. Null for another length, and for zero. */
  scalarFrom(uniform: Uint8Array): Uint8Array | null

  // For the proofs of the verifiable mode (RFC 9497 §2.2), where scalars may be zero.
  /** a - b · c modulo the order; `a`, `b` and `c` are canonical, zero included. */
  scalarMinusProduct(a: Uint8Array, b: Uint8Array, c: Uint8Array): Uint8Array | null
  /**
   * The sum of scalar · element over all terms, everything public: time may depend on it. Null if a part is
   * malformed, or if the sum is the identity. An absent element means the generator.
   */
  combine(terms: readonly Term[]): Uint8Array | null
}

/** One term of a public sum; without `element` it is a multiple of the generator. */
export interface Term {
  readonly scalar: Uint8Array
  readonly element?: Uint8Array
}
