/** The module behind our Argon2id: its functions, and a memory of its own for each computation (§2.4). */
import { wasmModule } from '../wasm/encoder.ts'
import { BLOCK_BYTES, compressCode, fillCode, permuteCode } from './mix-code.ts'

/** The exported functions; arguments are addresses in `memory`. */
export interface Argon2Module {
  readonly memory: WebAssembly.Memory
  /** One BLAKE2b compression. */
  compress(state: number, block: number, tweak: number): void
  /** Argon2's G of two blocks, in the place of the old block. */
  fill(out: number, previous: number, reference: number): void
  /** The same over the old block, for passes after the first. */
  refill(out: number, previous: number, reference: number): void
}

/** Addresses of work space, in bytes; Argon2's own blocks begin at `blocks`. */
export const ADDRESS = {
  sum: 0,
  mixed: BLOCK_BYTES,
  /** Data-independent addressing: a block of zeros, its input, and the addresses. */
  zeros: 2 * BLOCK_BYTES,
  input: 3 * BLOCK_BYTES,
  addresses: 4 * BLOCK_BYTES,
  /** BLAKE2b: 64 bytes of state, 64 of tweak, 128 of message. */
  state: 5 * BLOCK_BYTES,
  tweak: 5 * BLOCK_BYTES + 64,
  message: 5 * BLOCK_BYTES + 128,
  blocks: 6 * BLOCK_BYTES,
} as const

const PAGE_BYTES = 65_536
const PAGES_MAX = 65_536

/** Most blocks that a WebAssembly memory can hold beside the work space: a little under 4 GiB. */
export const BLOCKS_MAX = (PAGES_MAX * PAGE_BYTES) / BLOCK_BYTES - ADDRESS.blocks / BLOCK_BYTES

/** The module's bytes; every run gives the same. */
export function argon2Bytes(): Uint8Array<ArrayBuffer> {
  const [rows, columns] = [0, 1]
  const functions = [
    permuteCode('rows', 16),
    permuteCode('columns', 128),
    fillCode('fill', false, [rows, columns], ADDRESS),
    fillCode('refill', true, [rows, columns], ADDRESS),
    compressCode('compress'),
  ]
  return wasmModule(functions, 1)
}

/** Compiles it. Throws where there is no WebAssembly, or none with 128-bit vectors. */
export function compileArgon2(): WebAssembly.Module {
  return new WebAssembly.Module(argon2Bytes())
}

/**
 * A fresh instance with room for so many blocks, zeros all of it: what it held is gone with it. Null when the
 * machine does not have that much.
 */
export function startArgon2(compiled: WebAssembly.Module, blocks: number): Argon2Module | null {
  const module = new WebAssembly.Instance(compiled).exports as unknown as Argon2Module
  const pages = Math.ceil((ADDRESS.blocks + blocks * BLOCK_BYTES) / PAGE_BYTES)
  try {
    module.memory.grow(pages - 1)
  } catch {
    return null // a RangeError is how WebAssembly says that there is not so much memory
  }
  return module
}
