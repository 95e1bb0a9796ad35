/** What reading a secret that a person typed may come to (§8.2): a value, or why not. Errors never quote the input. */

/** A value, or an error of this form of secret. */
export type Reading<T, E extends string> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false
      readonly error: E
      /** Which character of the input, counted from 0, where one is to blame. */
      readonly at?: number
    }

/** A value. */
export function read<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value }
}

/** An error, with the place of the character to blame if there is one. */
export function unread<E extends string>(
  error: E,
  at?: number,
): { readonly ok: false; readonly error: E; readonly at?: number } {
  return at === undefined ? { ok: false, error } : { ok: false, error, at }
}
