/** HKDF (RFC 5869) over a given HMAC. */
import { join } from './bytes.ts'

/** HMAC with its output's size in bytes. */
export type Hmac = (key: Uint8Array, data: Uint8Array) => Uint8Array

/** HKDF-Extract, RFC 5869 §2.2: a pseudorandom key. An empty salt stands for zeros, as HMAC pads it. */
export function extract(hmac: Hmac, salt: Uint8Array, material: Uint8Array): Uint8Array {
  return hmac(salt, material)
}

/** HKDF-Expand, RFC 5869 §2.3: up to 255 times the hash's size. More is a bug of the caller. */
export function expand(hmac: Hmac, key: Uint8Array, info: Uint8Array, bytes: number): Uint8Array {
  const output = new Uint8Array(bytes)
  let block: Uint8Array = new Uint8Array(0)
  for (let at = 0, counter = 1; at < bytes; counter++) {
    if (counter > 255) throw new RangeError(`HKDF cannot give ${bytes} bytes`)
    block = hmac(key, join(block, info, Uint8Array.of(counter)))
    output.set(block.subarray(0, bytes - at), at)
    at += block.length
  }
  return output
}
