/** How the real twin says that something went right or wrong: the port's typed results (§2). */
import type { CryptoError, Result } from '../../../spec/crypto.ts'

/** A value. */
export function done<T>(value: T): Result<T> {
  return { ok: true, value }
}

/** A typed error; carries nothing of the input, so nothing secret can leak through it. */
export function failed(error: CryptoError): { readonly ok: false; readonly error: CryptoError } {
  return { ok: false, error }
}
