/**
 * Both prime-order groups on noble-curves: the reference backend (§2.3). It runs everywhere, and every other
 * backend is tested against it.
 */
import type { CurvePoint } from '@noble/curves/abstract/curve.js'
import type { IField } from '@noble/curves/abstract/modular.js'
import { ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js'
import { p256, p256_hasher } from '@noble/curves/nist.js'
import { bytesToNumberBE, bytesToNumberLE } from '@noble/curves/utils.js'
import type { PrimeGroup, Term } from './group.ts'

interface Curve<P extends CurvePoint<bigint, P>> {
  readonly name: PrimeGroup['name']
  readonly elementBytes: number
  readonly base: P
  readonly zero: P
  readonly scalars: IField<bigint>
  decode(bytes: Uint8Array): P
  hashToCurve(message: Uint8Array, domain: Uint8Array): P
  hashToScalar(message: Uint8Array, domain: Uint8Array): bigint
  readonly toNumber: (bytes: Uint8Array) => bigint
}

/** ristretto255 (RFC 9496), order 2^252 + 27742317777372353535851937790883648493. */
export function nobleRistretto255(): PrimeGroup {
  return onCurve({
    name: 'ristretto255',
    elementBytes: 32,
    base: ristretto255.Point.BASE,
    zero: ristretto255.Point.ZERO,
    scalars: ristretto255.Point.Fn,
    decode: (bytes) => ristretto255.Point.fromBytes(bytes),
    hashToCurve: (message, DST) => ristretto255_hasher.hashToCurve(message, { DST }),
    hashToScalar: (message, DST) => ristretto255_hasher.hashToScalar(message, { DST }),
    toNumber: bytesToNumberLE,
  })
}

/** NIST P-256, compressed SEC 1 encoding (RFC 9497 §4.3). */
export function nobleP256(): PrimeGroup {
  return onCurve({
    name: 'P-256',
    elementBytes: 33,
    base: p256.Point.BASE,
    zero: p256.Point.ZERO,
    scalars: p256.Point.Fn,
    decode: (bytes) => p256.Point.fromBytes(bytes),
    hashToCurve: (message, DST) => p256_hasher.hashToCurve(message, { DST }),
    hashToScalar: (message, DST) => p256_hasher.hashToScalar(message, { DST }),
    toNumber: bytesToNumberBE,
  })
}

function onCurve<P extends CurvePoint<bigint, P>>(curve: Curve<P>): PrimeGroup {
  const { scalars, base, zero } = curve
  const scalarBytes = 32

  function element(bytes: Uint8Array): P | null {
    if (bytes.length !== curve.elementBytes) return null
    try {
      const point = curve.decode(bytes)
      return point.equals(zero) ? null : point
    } catch {
      return null // noble reports a malformed encoding by throwing, and in no other way
    }
  }
  function number(bytes: Uint8Array): bigint | null {
    if (bytes.length !== scalarBytes) return null
    const value = curve.toNumber(bytes)
    return value < scalars.ORDER ? value : null
  }
  function scalar(bytes: Uint8Array): bigint | null {
    const value = number(bytes)
    return value === 0n ? null : value
  }
  function encode(point: P): Uint8Array | null {
    return point.equals(zero) ? null : point.toBytes()
  }
  function term({ scalar: bytes, element: of }: Term): P | null {
    const value = number(bytes)
    const point = of === undefined ? base : element(of)
    return value === null || point === null ? null : point.multiplyUnsafe(value) // public data only: combine
  }

  return {
    name: curve.name,
    backend: 'noble',
    elementBytes: curve.elementBytes,
    scalarBytes,
    isScalar: (bytes) => scalar(bytes) !== null,
    isElement: (bytes) => element(bytes) !== null,
    multiply(by, of) {
      const value = scalar(by)
      const point = element(of)
      return value === null || point === null ? null : encode(point.multiply(value))
    },
    multiplyBase(by) {
      const value = scalar(by)
      return value === null ? null : encode(base.multiply(value))
    },
    hashToElement: (message, domain) => encode(curve.hashToCurve(message, domain)),
    invert(bytes) {
      const value = scalar(bytes)
      return value === null ? null : scalars.toBytes(scalars.inv(value))
    },
    hashToScalar: (message, domain) => scalars.toBytes(curve.hashToScalar(message, domain)),
    scalarFrom(uniform) {
      const value = uniform.length === 64 ? scalars.create(curve.toNumber(uniform)) : 0n
      return value === 0n ? null : scalars.toBytes(value)
    },
    scalarMinusProduct(a, b, c) {
      const [x, y, z] = [number(a), number(b), number(c)]
      if (x === null || y === null || z === null) return null
      return scalars.toBytes(scalars.sub(x, scalars.mul(y, z)))
    },
    combine(terms) {
      let sum = zero
      for (const each of terms) {
        const point = term(each)
        if (point === null) return null
        sum = sum.add(point)
      }
      return encode(sum)
    },
  }
}
