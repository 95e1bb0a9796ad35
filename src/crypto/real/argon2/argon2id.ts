/** Argon2id, version 1.3 (RFC 9106), one thread whatever the number of lanes. Ours, unaudited, in no twin (§2.4). */
import { join } from '../bytes.ts'
import type { Argon2id } from '../stretch.ts'
import { type Blake2b, blake2bIn, littleEndian32 } from './blake2b.ts'
import { BLOCK_BYTES } from './mix-code.ts'
import { ADDRESS, type Argon2Module, BLOCKS_MAX, compileArgon2, startArgon2 } from './module.ts'

const SLICES = 4
const VERSION = 0x13
const ARGON2ID = 2
/** Memory up to this is kept, wiped, for the next computation: 32 MiB. More goes back when it is done. */
const KEPT_BLOCKS_MAX = 32_768
const EMPTY = new Uint8Array(0)

/** Everything that addressing depends on; counts in blocks. */
interface Shape {
  readonly lanes: number
  readonly passes: number
  readonly blocks: number
  readonly laneBlocks: number
  readonly segmentBlocks: number
}

/** Where filling is: RFC 9106 §3.4's r, l, sl. */
interface Segment {
  readonly pass: number
  readonly lane: number
  readonly slice: number
}

/**
 * Argon2id on vectors; null for parameters that RFC 9106 §3.1 does not have, and where memory does not suffice.
 * Throws where there is no WebAssembly with vectors.
 */
export function vectorArgon2id(): Argon2id {
  const compiled = compileArgon2()
  let idle: { readonly module: Argon2Module; readonly blocks: number } | null = null
  return (input, salt, cost, bytes) => {
    const { memoryKiB, passes, lanes } = cost
    const segmentBlocks = Math.floor(memoryKiB / (SLICES * lanes))
    const laneBlocks = SLICES * segmentBlocks
    const blocks = lanes * laneBlocks
    if (passes < 1 || segmentBlocks < 2 || blocks > BLOCKS_MAX || bytes < 4) return null
    if (idle === null || idle.blocks < blocks) idle = null
    const module = idle?.module ?? startArgon2(compiled, blocks)
    if (module === null) return null
    idle = blocks <= KEPT_BLOCKS_MAX ? { module, blocks: Math.max(blocks, idle?.blocks ?? 0) } : null
    const shape = { lanes, passes, blocks, laneBlocks, segmentBlocks }
    const blake2b = blake2bIn(module)
    begin(module, blake2b, shape, firstHash(blake2b, input, salt, cost, bytes))
    for (let pass = 0; pass < passes; pass++)
      for (let slice = 0; slice < SLICES; slice++)
        for (let lane = 0; lane < lanes; lane++) fillSegment(module, shape, { pass, lane, slice })
    return finish(module, blake2b, shape, bytes)
  }
}

// H_0 (§3.2): no secret value, no associated data.
function firstHash(
  blake2b: Blake2b,
  input: Uint8Array,
  salt: Uint8Array,
  { memoryKiB, passes, lanes }: Parameters<Argon2id>[2],
  bytes: number,
): Uint8Array {
  const numbers = [lanes, bytes, memoryKiB, passes, VERSION, ARGON2ID].map(littleEndian32)
  const variable = [input, salt, EMPTY, EMPTY].flatMap((part) => [littleEndian32(part.length), part])
  return blake2b.hash(join(...numbers, ...variable), 64)
}

const addressOf = (shape: Shape, lane: number, index: number): number =>
  ADDRESS.blocks + (lane * shape.laneBlocks + index) * BLOCK_BYTES

// The first two blocks of each lane (§3.2, steps 3 and 4).
function begin(module: Argon2Module, blake2b: Blake2b, shape: Shape, seed: Uint8Array): void {
  const memory = new Uint8Array(module.memory.buffer)
  for (let lane = 0; lane < shape.lanes; lane++)
    for (const index of [0, 1]) {
      const input = join(seed, littleEndian32(index), littleEndian32(lane))
      memory.set(blake2b.longHash(input, BLOCK_BYTES), addressOf(shape, lane, index))
    }
}

function fillSegment(module: Argon2Module, shape: Shape, segment: Segment): void {
  const { pass, lane, slice } = segment
  const { lanes, laneBlocks, segmentBlocks } = shape
  const independent = pass === 0 && slice < SLICES / 2
  const words = new Uint32Array(module.memory.buffer)
  if (independent) prepareAddresses(words, shape, segment)
  const begin = pass === 0 && slice === 0 ? 2 : 0
  // §3.4.2: which blocks of a lane may be used: those of this pass so far, and of the last one before that.
  const before = pass === 0 ? slice * segmentBlocks : laneBlocks - segmentBlocks
  const start = pass === 0 || slice === SLICES - 1 ? 0 : (slice + 1) * segmentBlocks
  const fill = pass === 0 ? module.fill : module.refill
  let here = addressOf(shape, lane, slice * segmentBlocks + begin)
  let previous = addressOf(shape, lane, (slice * segmentBlocks + begin + laneBlocks - 1) % laneBlocks)
  for (let index = begin; index < segmentBlocks; index++) {
    if (independent && (index === begin || index % 128 === 0)) nextAddresses(module, words)
    const random = (independent ? ADDRESS.addresses + 8 * (index % 128) : previous) / 4
    const j1 = words[random]!
    const from = lanes === 1 || begin === 2 ? lane : words[random + 1]! % lanes
    const count = before + (from === lane ? index - 1 : index === 0 ? -1 : 0)
    const relative = count - 1 - highHalf(count, highHalf(j1, j1)) // nearer ones more often
    fill(here, previous, addressOf(shape, from, (start + relative) % laneBlocks))
    previous = here
    here += BLOCK_BYTES
  }
}

/** The upper 32 bits of a product of two numbers below 2^32, exactly. */
function highHalf(a: number, b: number): number {
  const low = (a & 0xffff) * b // below 2^48
  return Math.floor(((a >>> 16) * b + Math.floor(low / 0x10000)) / 0x10000)
}

// §3.4.1.2: Z with its counter at 0; each call of nextAddresses counts up first.
function prepareAddresses(words: Uint32Array, shape: Shape, { pass, lane, slice }: Segment): void {
  const input = words.subarray(ADDRESS.input / 4, (ADDRESS.input + BLOCK_BYTES) / 4)
  input.fill(0)
  const fields = [pass, lane, slice, shape.blocks, shape.passes, ARGON2ID]
  fields.forEach((field, i) => {
    input[2 * i] = field
  })
}

function nextAddresses(module: Argon2Module, words: Uint32Array): void {
  words[ADDRESS.input / 4 + 12]! += 1
  module.fill(ADDRESS.addresses, ADDRESS.zeros, ADDRESS.input)
  module.fill(ADDRESS.addresses, ADDRESS.zeros, ADDRESS.addresses)
}

// §3.2, steps 7 and 8: all lanes' last blocks together, hashed.
function finish(module: Argon2Module, blake2b: Blake2b, shape: Shape, bytes: number): Uint8Array {
  const memory = new Uint8Array(module.memory.buffer)
  const last = (lane: number) => {
    const at = addressOf(shape, lane, shape.laneBlocks - 1)
    return memory.subarray(at, at + BLOCK_BYTES)
  }
  const sum = last(0).slice()
  for (let lane = 1; lane < shape.lanes; lane++) xorInto(sum, last(lane))
  const tag = blake2b.longHash(sum, bytes)
  memory.fill(0, 0, ADDRESS.blocks + shape.blocks * BLOCK_BYTES)
  return tag
}

function xorInto(sum: Uint8Array, other: Uint8Array): void {
  for (let i = 0; i < sum.length; i++) sum[i]! ^= other[i]!
}
