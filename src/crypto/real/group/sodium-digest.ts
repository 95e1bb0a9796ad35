/** SHA-512 and HMAC-SHA-512 in libsodium's WASM: for short messages cheaper than the way into node:crypto (§2.3). */
import type { Digest } from './digest.ts'
import { MESSAGE_BYTES, type Scratch } from './sodium-memory.ts'

const DIGEST_BYTES = 64

type Update = (state: number, message: number, low: number, high: number) => number

/** SHA-512 over this block of WASM memory. */
export function sodiumSha512(scratch: Scratch): Digest {
  const { module, state, result, message } = scratch

  // Parts are gathered in the message area, so that as many as fit cost one call.
  function feed(update: Update, parts: readonly Uint8Array[]): void {
    let filled = 0
    for (const part of parts) {
      let rest = part
      while (rest.length > MESSAGE_BYTES - filled) {
        const room = MESSAGE_BYTES - filled
        module.HEAPU8.set(rest.subarray(0, room), message + filled)
        update(state, message, MESSAGE_BYTES, 0)
        rest = rest.subarray(room)
        filled = 0
      }
      module.HEAPU8.set(rest, message + filled)
      filled += rest.length
    }
    update(state, message, filled, 0)
  }

  function taken(): Uint8Array {
    const digest = scratch.copy(result, DIGEST_BYTES)
    scratch.wipe()
    return digest
  }

  return {
    name: 'SHA-512',
    bytes: DIGEST_BYTES,
    blockBytes: 128,
    hash(...parts) {
      module._crypto_hash_sha512_init(state)
      feed(module._crypto_hash_sha512_update, parts)
      module._crypto_hash_sha512_final(state, result)
      return taken()
    },
    hmac(key, ...parts) {
      // A key longer than the area is hashed first, as RFC 2104 §2 has it for anything above a block.
      const short = key.length <= MESSAGE_BYTES ? key : this.hash(key)
      module.HEAPU8.set(short, message)
      module._crypto_auth_hmacsha512_init(state, message, short.length)
      feed(module._crypto_auth_hmacsha512_update, parts)
      module._crypto_auth_hmacsha512_final(state, result)
      return taken()
    },
  }
}
