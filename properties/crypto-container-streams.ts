/** Containers as streams, for the container's suites. */
import { openContainer, sealContainer } from '../src/crypto/real/container.ts'
import { ContainerError, type ContainerFault } from '../src/crypto/real/container-header.ts'

/** K and salt of these suites. */
export const key = new Uint8Array(32).map((_, i) => i)
export const salt = new Uint8Array(32).map((_, i) => 0xa0 + i)

/** A byte string as a stream of pieces of this size. */
export async function* pieces(whole: Uint8Array, size = 1_000_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size)
}

/** A stream as one byte string. */
export async function collect(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const part of stream) parts.push(Uint8Array.from(part))
  return new Uint8Array(Buffer.concat(parts))
}

/** A container with small chunks. */
export const seal = (plaintext: Uint8Array, chunk = 64) =>
  collect(sealContainer(key, salt, pieces(plaintext), chunk))

/** What a reader gets: everything yielded, and how it ended. */
export async function open(container: Uint8Array, withKey = key, size?: number) {
  const parts: Uint8Array[] = []
  let fault: ContainerFault | 'whole' = 'whole'
  try {
    for await (const part of openContainer(withKey, pieces(container, size))) parts.push(part)
  } catch (error) {
    if (!(error instanceof ContainerError)) throw error
    fault = error.fault
  }
  return { plaintext: new Uint8Array(Buffer.concat(parts)), fault }
}
