/** Is a scalar of ristretto255 canonical? In time that does not depend on it (RFC 9497 §4.1; §2.3). */

/** The group's order, 2^252 + 27742317777372353535851937790883648493, little endian. */
export const ORDER_LITTLE_ENDIAN = Uint8Array.of(
  ...[0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14],
  ...[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10],
)

/** Below the order: subtracts the order and looks at the borrow alone. False for a length other than 32. */
export function isReducedScalar(scalar: Uint8Array): boolean {
  if (scalar.length !== 32) return false
  let borrow = 0
  for (let i = 0; i < 32; i++) borrow = ((scalar[i]! - ORDER_LITTLE_ENDIAN[i]! - borrow) >> 8) & 1
  return borrow === 1
}

/** All bytes zero? Looks at every one. */
export function isZero(bytes: Uint8Array): boolean {
  let all = 0
  for (let i = 0; i < bytes.length; i++) all |= bytes[i]!
  return all === 0
}
