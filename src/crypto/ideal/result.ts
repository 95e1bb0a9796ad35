/** The two ways in which an operation of the port ends. */
import type { CryptoError, Result } from '../../../spec/crypto.ts'

/** A value. */
export function ok<T>(value: T): Result<T> {
  return { ok: true, value }
}

/** A typed error; `MALFORMED` and its sisters are the ones to return, made once. */
function failed(error: CryptoError): Result<never> {
  return { ok: false, error }
}

/** Not what the operation works on: another kind of term, or none. */
export const MALFORMED = failed('malformed')
/** An authentication that failed. */
export const NOT_AUTHENTIC = failed('notAuthentic')
/** An envelope that this password does not open. */
export const WRONG_PASSWORD = failed('wrongPassword')
