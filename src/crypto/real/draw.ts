/** Draws (boundary, point 6): bytes that follow from a seed and a label, and from nothing else. */
import { drawInput } from './framing.ts'
import { sha512 } from './hashing.ts'

/**
 * SHA-512 over (seed, label, length, block number), as many blocks as it takes. Labels name node, counter and
 * field, so no two nodes and no two fields share a draw. Reproducible on purpose: for simulated worlds only.
 */
export function drawBytes(seed: string, label: string, bytes: number): Uint8Array {
  const output = new Uint8Array(bytes)
  for (let at = 0, block = 0; at < bytes; block++) {
    const digest = sha512.hash(drawInput(seed, label, bytes, block))
    output.set(digest.subarray(0, bytes - at), at)
    at += digest.length
  }
  return output
}
