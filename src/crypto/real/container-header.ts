/** The backup container's header and keys (§8.1): 80 bytes, authenticated, committing to K. */
import { ascii, bigEndian, join, readBigEndian, sameBytes, wipe } from './bytes.ts'
import { expand, extract } from './group/digest.ts'
import { sha256 } from './hashing.ts'

/**
 * Why a container does not open. `notAContainer`: no magic; `unsupported`: a version, suite or chunk size of
 * another age; `wrongKey`: the header's tag does not fit, so another key or a changed header, which nobody can
 * tell apart; `damaged`: a chunk's tag does not fit (altered, moved, or cut inside); `truncated`: authentic so
 * far, then the end where more was promised; `trailing`: bytes after the final chunk.
 */
export type ContainerFault =
  | 'notAContainer'
  | 'unsupported'
  | 'wrongKey'
  | 'damaged'
  | 'truncated'
  | 'trailing'

/** How `openContainer` ends when it does not end well. What it yielded before is authentic, and not the whole. */
export class ContainerError extends Error {
  readonly fault: ContainerFault
  constructor(fault: ContainerFault) {
    super(`backup container: ${fault}`)
    this.name = 'ContainerError'
    this.fault = fault
  }
}

/** Bytes of K, of a salt, of a header, of a chunk's tag. */
export const CONTAINER_KEY_BYTES = 32
export const CONTAINER_SALT_BYTES = 32
export const CONTAINER_HEADER_BYTES = 80
export const CHUNK_TAG_BYTES = 16

/** Plaintext bytes of each chunk but the last: what is written, and what is read. */
export const CHUNK_BYTES_DEFAULT = 65_536
export const CHUNK_BYTES_MIN = 64
export const CHUNK_BYTES_MAX = 16_777_216

// As in PNG: a byte above 127, a name, and line ends that a transfer in text mode would change.
const MAGIC = Uint8Array.of(0x89, 0x53, 0x52, 0x42, 0x0d, 0x0a, 0x1a, 0x0a)
const VERSION = 1
// AES-256-GCM, HKDF-SHA-256, HMAC-SHA-256.
const SUITE = 1
// Everything before the tag.
const TAGGED_BYTES = 48

const HEADER_KEY = ascii('strongroom container v1 header')
const PAYLOAD_KEY = ascii('strongroom container v1 payload')

/** An authentic header and the key that follows from it; the reader wipes the key. */
export interface OpenedHeader {
  readonly payloadKey: Uint8Array
  readonly chunkBytes: number
}

/** Writes a header. Sizes are the caller's duty: another length is a bug, and throws. */
export function writeHeader(
  key: Uint8Array,
  salt: Uint8Array,
  chunkBytes: number,
): { readonly header: Uint8Array; readonly payloadKey: Uint8Array } {
  if (key.length !== CONTAINER_KEY_BYTES) throw new RangeError('a container key has 32 bytes')
  if (salt.length !== CONTAINER_SALT_BYTES) throw new RangeError('a container salt has 32 bytes')
  if (!supported(chunkBytes)) throw new RangeError(`no chunk size: ${chunkBytes}`)
  const tagged = join(MAGIC, Uint8Array.of(VERSION, SUITE, 0, 0), bigEndian(chunkBytes, 4), salt)
  const { tag, payloadKey } = keysOf(key, tagged)
  return { header: join(tagged, tag), payloadKey }
}

/** Reads a header of 80 bytes, or says what is wrong with it. The tag comes last: it needs the right key. */
export function readHeader(key: Uint8Array, header: Uint8Array): OpenedHeader | ContainerFault {
  if (key.length !== CONTAINER_KEY_BYTES) throw new RangeError('a container key has 32 bytes')
  if (!sameBytes(header.subarray(0, MAGIC.length), MAGIC)) return 'notAContainer'
  const chunkBytes = readBigEndian(header.subarray(12, 16))!
  const known = header[8] === VERSION && header[9] === SUITE && header[10] === 0 && header[11] === 0
  if (!known || !supported(chunkBytes)) return 'unsupported'
  const { tag, payloadKey } = keysOf(key, header.subarray(0, TAGGED_BYTES))
  if (sameBytes(tag, header.subarray(TAGGED_BYTES))) return { payloadKey, chunkBytes }
  wipe(payloadKey)
  return 'wrongKey'
}

function supported(chunkBytes: number): boolean {
  return Number.isInteger(chunkBytes) && chunkBytes >= CHUNK_BYTES_MIN && chunkBytes <= CHUNK_BYTES_MAX
}

/**
 * The tag commits to K: two keys with one tag would be a collision of SHA-256 (through HMAC, all inputs of fixed
 * length). AES-GCM alone would not: it has ciphertexts that open under two keys. Both keys take in the header.
 */
function keysOf(key: Uint8Array, tagged: Uint8Array) {
  const pseudorandom = extract(sha256, tagged.subarray(16), key)
  const headerKey = expand(sha256, pseudorandom, 32, HEADER_KEY)
  const tag = sha256.hmac(headerKey, tagged)
  const payloadKey = expand(sha256, pseudorandom, 32, PAYLOAD_KEY, tagged, tag)
  wipe(pseudorandom, headerKey)
  return { tag, payloadKey }
}

/** The nonce of chunk `index`: the counter in 11 bytes, then 1 for the final chunk, else 0. */
export function chunkNonce(index: number, final: boolean): Uint8Array {
  return join(bigEndian(index, 11), Uint8Array.of(final ? 1 : 0))
}
