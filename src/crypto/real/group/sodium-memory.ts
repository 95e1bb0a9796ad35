/**
 * libsodium's WASM as raw functions over its own memory (§2.3). The package's wrappers allocate and free three
 * times per call; here one block is allocated once, and wiped after every call that left a secret in it.
 */

/** What we call of the Emscripten module behind `libsodium-wrappers-sumo`. Pointers and lengths in bytes. */
export interface SodiumModule {
  /** Replaced when the memory grows: never keep it over a call. */
  readonly HEAPU8: Uint8Array
  _malloc(bytes: number): number
  _crypto_scalarmult_ristretto255(out: number, scalar: number, element: number): number
  _crypto_scalarmult_ristretto255_base(out: number, scalar: number): number
  _crypto_core_ristretto255_is_valid_point(element: number): number
  _crypto_core_ristretto255_add(out: number, a: number, b: number): number
  _crypto_core_ristretto255_from_hash(out: number, hash: number): number
  _crypto_core_ristretto255_scalar_reduce(out: number, wide: number): void
  _crypto_core_ristretto255_scalar_invert(out: number, scalar: number): number
  _crypto_core_ristretto255_scalar_mul(out: number, a: number, b: number): void
  _crypto_core_ristretto255_scalar_sub(out: number, a: number, b: number): void
  _crypto_hash_sha512_init(state: number): number
  // A message length is 64 bits wide and comes in two halves, low and high.
  _crypto_hash_sha512_update(state: number, message: number, low: number, high: number): number
  _crypto_hash_sha512_final(state: number, out: number): number
  _crypto_auth_hmacsha512_init(state: number, key: number, keyBytes: number): number
  _crypto_auth_hmacsha512_update(state: number, message: number, low: number, high: number): number
  _crypto_auth_hmacsha512_final(state: number, out: number): number
}

/** The block: where arguments and results lie while a call runs. */
export interface Scratch {
  readonly module: SodiumModule
  /** Pointers to 64 bytes each: two arguments, a result. */
  readonly first: number
  readonly second: number
  readonly result: number
  /** A running hash or MAC: 512 bytes, more than either state takes. */
  readonly state: number
  /** A message in pieces: MESSAGE_BYTES. */
  readonly message: number
  /** Zeros over everything between arguments and state. */
  wipe(): void
  /** A copy of so many bytes from a pointer on. */
  copy(pointer: number, bytes: number): Uint8Array
}

/** Length of the message area, in bytes: a login's transcript fits whole. */
export const MESSAGE_BYTES = 1024

const STATE_BYTES = 512
const ARGUMENTS_BYTES = 3 * 64

/** One block in the module's memory; it lives as long as the module. */
export function scratchIn(module: SodiumModule): Scratch {
  const block = module._malloc(ARGUMENTS_BYTES + STATE_BYTES + MESSAGE_BYTES)
  const end = block + ARGUMENTS_BYTES + STATE_BYTES + MESSAGE_BYTES
  return {
    module,
    first: block,
    second: block + 64,
    result: block + 128,
    state: block + ARGUMENTS_BYTES,
    message: block + ARGUMENTS_BYTES + STATE_BYTES,
    wipe: () => {
      module.HEAPU8.fill(0, block, end)
    },
    copy: (pointer, bytes) => module.HEAPU8.slice(pointer, pointer + bytes),
  }
}
