/**
 * The bytes of a checkpoint (§7.4): a text in the manner of C2SP's tlog-checkpoint, with the time as an extension
 * line. Every line is printable, so it can never equal a bundle's content, which starts with byte 8 or 2: one
 * signing key serves both without confusion.
 */
import { ascii } from './bytes.ts'

/** A tree head, as bytes and numbers. */
export interface HeadBytes {
  readonly origin: string
  readonly size: number
  /** 32 bytes. */
  readonly root: Uint8Array
  readonly timestampMs: number
}

const ORIGIN = /^[\x21-\x7e]{1,255}$/
const ROOT_BYTES = 32

/** `origin \n size \n base64(root) \n timestamp <ms> \n`, or null where a field is out of range. */
export function encodeCheckpoint(head: HeadBytes): Uint8Array | null {
  if (!ORIGIN.test(head.origin) || head.root.length !== ROOT_BYTES) return null
  if (!Number.isSafeInteger(head.size) || head.size < 1) return null
  if (!Number.isSafeInteger(head.timestampMs) || head.timestampMs < 0) return null
  const root = btoa(String.fromCharCode(...head.root))
  return ascii(`${head.origin}\n${head.size}\n${root}\ntimestamp ${head.timestampMs}\n`)
}
