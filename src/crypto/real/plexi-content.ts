/**
 * What the auditor signs, byte for byte (§7.1): Cloudflare's two ciphersuites over (suite, namespace, timestamp,
 * epoch, digest). Figures for both are in properties/vectors/plexi-signature.json.
 */
import type { Suite } from '../../../spec/fleet/format.ts'
import { ascii, join } from './bytes.ts'

/** The five fields, as bytes and numbers. */
export interface StampBytes {
  readonly suite: Suite
  readonly namespace: string
  readonly timestampMs: number
  readonly epoch: number
  /** 32 bytes. */
  readonly digest: Uint8Array
}

const NAMESPACE_CHARACTERS = /^[\x21-\x7e]{1,255}$/
const DIGEST_BYTES = 32

/** The signed bytes, or null where a field is out of range: no encoding is ever made of a doubtful value. */
export function encodeStamp(stamp: StampBytes): Uint8Array | null {
  if (stamp.suite !== 1 && stamp.suite !== 2) return null
  if (!NAMESPACE_CHARACTERS.test(stamp.namespace)) return null
  if (!isCount(stamp.timestampMs) || !isCount(stamp.epoch)) return null
  if (stamp.digest.length !== DIGEST_BYTES) return null
  return stamp.suite === 1 ? protobuf(stamp) : littleEndianFields(stamp)
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

/** Suite 1: fields 1 to 5 in order, the epoch as a nested message; proto3 leaves a zero scalar out. */
function protobuf({ suite, namespace, timestampMs, epoch, digest }: StampBytes): Uint8Array {
  return join(
    varintField(1, suite),
    bytesField(2, ascii(namespace)),
    varintField(3, timestampMs),
    bytesField(4, varintField(1, epoch)),
    bytesField(5, digest),
  )
}

const WIRE_VARINT = 0
const WIRE_BYTES = 2

function varintField(field: number, value: number): Uint8Array {
  return value === 0 ? new Uint8Array(0) : join(Uint8Array.of((field << 3) | WIRE_VARINT), varint(value))
}

function bytesField(field: number, bytes: Uint8Array): Uint8Array {
  return join(Uint8Array.of((field << 3) | WIRE_BYTES), varint(bytes.length), bytes)
}

function varint(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80)
    rest = Math.floor(rest / 0x80)
  }
  bytes.push(rest)
  return Uint8Array.from(bytes)
}

/** Suite 2: u32, then u64 length and namespace, u64, u64, u64 length and digest, all little-endian. */
function littleEndianFields({ suite, namespace, timestampMs, epoch, digest }: StampBytes): Uint8Array {
  return join(
    littleEndian(suite, 4),
    littleEndian(namespace.length, 8),
    ascii(namespace),
    littleEndian(timestampMs, 8),
    littleEndian(epoch, 8),
    littleEndian(digest.length, 8),
    digest,
  )
}

function littleEndian(value: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let rest = value
  for (let i = 0; i < length; i++) {
    bytes[i] = rest % 256
    rest = Math.floor(rest / 256)
  }
  return bytes
}
