/**
 * Encodings on Curve25519 that neither implementation is asked about, because they disagree there or throw:
 * points of small order and coordinates that are not reduced.
 */
import { fromHex, sameBytes } from './bytes.ts'

// u = 0, 1, two of order 8, p - 1; then p and p + 1, the unreduced spellings of 0 and 1 (RFC 7748 §6.1: their
// multiples by a clamped scalar are all zero). The top bit is masked before comparing.
const ZERO_PRODUCT = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
].map((hex) => fromHex(hex)!)

/** Is X25519 of this u coordinate (32 bytes) all zero, whatever the secret? */
export function hasZeroProduct(u: Uint8Array): boolean {
  const masked = Uint8Array.from(u)
  masked[31]! &= 0x7f
  return ZERO_PRODUCT.some((bad) => sameBytes(bad, masked))
}

/** Is this little-endian number, 32 bytes with the top bit left out, below p = 2^255 - 19? */
export function isReduced(coordinate: Uint8Array): boolean {
  if ((coordinate[31]! & 0x7f) !== 0x7f) return true
  for (let i = 30; i > 0; i--) if (coordinate[i] !== 0xff) return true
  return coordinate[0]! < 0xed
}

// y of the points of order 1, 2, 4 and 8 on edwards25519, without the sign of x.
const SMALL_ORDER = [
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '0000000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
].map((hex) => fromHex(hex)!)

/** May this be an Ed25519 public key: 32 bytes, y reduced, not of small order? Whether it is on the curve is not looked at. */
export function acceptableKey(publicKey: Uint8Array): boolean {
  if (publicKey.length !== 32 || !isReduced(publicKey)) return false
  const y = Uint8Array.from(publicKey)
  y[31]! &= 0x7f
  return !SMALL_ORDER.some((bad) => sameBytes(bad, y))
}
