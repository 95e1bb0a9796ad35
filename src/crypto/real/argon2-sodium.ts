/** Argon2id through libsodium's WASM (§2.4): some nine times faster than noble where it can run the parameters. */
import type { Argon2id } from './stretch.ts'

// Its WASM memory ends below 2 GiB, and its API has one lane.
const MEMORY_KIB_MAX = 1_048_576

/** Loads libsodium. Rejects where there is no WebAssembly: noble is there without it. */
export async function loadSodiumArgon2id(): Promise<Argon2id> {
  const { default: sodium } = await import('libsodium-wrappers-sumo')
  await sodium.ready
  return (input, salt, cost, bytes) => {
    if (cost.lanes !== 1 || cost.memoryKiB > MEMORY_KIB_MAX || bytes < sodium.crypto_pwhash_BYTES_MIN)
      return null
    const algorithm = sodium.crypto_pwhash_ALG_ARGON2ID13
    return sodium.crypto_pwhash(bytes, input, salt, cost.passes, cost.memoryKiB * 1024, algorithm)
  }
}
