/** ristretto255 (RFC 9496) in libsodium's WASM: the fast backend (§2.3). Same answers as noble's, byte for byte. */
import type { Digest } from './digest.ts'
import { expandMessage } from './expand-message.ts'
import type { PrimeGroup, Term } from './group.ts'
import { isReducedScalar, isZero } from './scalar-range.ts'
import type { Scratch } from './sodium-memory.ts'

const BYTES = 32
const UNIFORM_BYTES = 64

/** The group over this block of WASM memory; `sha512` is what it hashes to elements and scalars with. */
export function sodiumRistretto255(scratch: Scratch, sha512: Digest): PrimeGroup {
  const { module, first, second, result } = scratch

  /** The result of the last call, and zeros where it lay; null when the call refused. */
  function taken(status: number | undefined): Uint8Array | null {
    const bytes = status === 0 || status === undefined ? scratch.copy(result, BYTES) : null
    scratch.wipe()
    return bytes
  }
  function isScalar(scalar: Uint8Array): boolean {
    return isReducedScalar(scalar) && !isZero(scalar)
  }
  // Decoding inside is strict: canonical, not negative, on the curve (RFC 9496 §4.3.1). A product that is the
  // identity is refused, and with a scalar that is not zero only the identity has one.
  function multiply(scalar: Uint8Array, element: Uint8Array): Uint8Array | null {
    if (element.length !== BYTES || !isScalar(scalar)) return null
    module.HEAPU8.set(scalar, first)
    module.HEAPU8.set(element, second)
    return taken(module._crypto_scalarmult_ristretto255(result, first, second))
  }
  function multiplyBase(scalar: Uint8Array): Uint8Array | null {
    if (!isScalar(scalar)) return null
    module.HEAPU8.set(scalar, first)
    return taken(module._crypto_scalarmult_ristretto255_base(result, first))
  }
  function add(a: Uint8Array, b: Uint8Array): Uint8Array {
    module.HEAPU8.set(a, first)
    module.HEAPU8.set(b, second)
    const sum = taken(module._crypto_core_ristretto255_add(result, first, second))
    if (sum === null) throw new Error('libsodium refused an element that it had made')
    return sum
  }
  function reduce(uniform: Uint8Array): Uint8Array {
    module.HEAPU8.set(uniform, first)
    return taken(void module._crypto_core_ristretto255_scalar_reduce(result, first))!
  }
  function isElement(element: Uint8Array): boolean {
    if (element.length !== BYTES || isZero(element)) return false
    module.HEAPU8.set(element, first)
    return module._crypto_core_ristretto255_is_valid_point(first) === 1
  }
  /** scalar · element where the scalar may be zero: the identity, all zeros, is a result here. */
  function product({ scalar, element }: Term): Uint8Array | null {
    if (element !== undefined && !isElement(element)) return null
    if (isReducedScalar(scalar) && isZero(scalar)) return new Uint8Array(BYTES)
    return element === undefined ? multiplyBase(scalar) : multiply(scalar, element)
  }

  return {
    name: 'ristretto255',
    backend: 'libsodium',
    elementBytes: BYTES,
    scalarBytes: BYTES,
    isScalar,
    isElement,
    multiply,
    multiplyBase,
    hashToElement(message, domain) {
      module.HEAPU8.set(expandMessage(sha512, message, domain, UNIFORM_BYTES), first)
      const element = taken(module._crypto_core_ristretto255_from_hash(result, first))
      return element === null || isZero(element) ? null : element
    },
    invert(scalar) {
      if (!isScalar(scalar)) return null
      module.HEAPU8.set(scalar, first)
      return taken(module._crypto_core_ristretto255_scalar_invert(result, first))
    },
    hashToScalar: (message, domain) => reduce(expandMessage(sha512, message, domain, UNIFORM_BYTES)),
    scalarFrom(uniform) {
      const scalar = uniform.length === UNIFORM_BYTES ? reduce(uniform) : null
      return scalar === null || isZero(scalar) ? null : scalar
    },
    scalarMinusProduct(a, b, c) {
      if (!isReducedScalar(a) || !isReducedScalar(b) || !isReducedScalar(c)) return null
      module.HEAPU8.set(b, first)
      module.HEAPU8.set(c, second)
      module._crypto_core_ristretto255_scalar_mul(second, first, second)
      module.HEAPU8.set(a, first)
      return taken(void module._crypto_core_ristretto255_scalar_sub(result, first, second))
    },
    combine(terms) {
      let sum: Uint8Array = new Uint8Array(BYTES)
      for (const each of terms) {
        const summand = product(each)
        if (summand === null) return null
        sum = add(sum, summand)
      }
      return isZero(sum) ? null : sum
    },
  }
}
