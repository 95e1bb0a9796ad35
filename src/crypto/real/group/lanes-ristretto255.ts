/** ristretto255 with our own multiplication and inversion in WASM; everything else is libsodium's. Unaudited: on request alone (§2.3). */
import type { PrimeGroup } from './group.ts'
import type { LanesGroup } from './lanes/ristretto255.ts'

/** The group of libsodium with its multiplications and its inversion replaced; the scalar's range is checked here. */
export function lanesRistretto255(rest: PrimeGroup, lanes: LanesGroup): PrimeGroup {
  return {
    ...rest,
    backend: 'lanes',
    multiply: (scalar, element) => (rest.isScalar(scalar) ? lanes.multiply(scalar, element) : null),
    multiplyBase: (scalar) => (rest.isScalar(scalar) ? lanes.multiplyBase(scalar) : null),
    invert: (scalar) => (rest.isScalar(scalar) ? lanes.invert(scalar) : null),
  }
}
