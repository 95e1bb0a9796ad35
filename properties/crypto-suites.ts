/** What the OPRF and OPAQUE suites share: the backends under test, hex, and a way to insist on a value. */
import type { Result } from '../spec/crypto.ts'
import { type Backend, loadBackend, reference } from '../src/crypto/real/group/backend.ts'

// A test run in which a backend does not load fails here: nothing is skipped.
const mustLoad = (line: string): never => {
  throw new Error(line)
}

/** The default: libsodium's WASM. */
export const sodium: Backend = await loadBackend(mustLoad)

/** On request: our own multiplication, libsodium for the rest. */
export const lanes: Backend = await loadBackend(mustLoad, { lanes: true })

/** All backends, for suites that must hold on each. */
export const BACKENDS: readonly Backend[] = [reference, sodium, lanes]

/** The bytes of a hex string. */
export function bytes(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'))
}

/** Lower-case hex, so that a difference is readable. */
export function hex(octets: Uint8Array | null): string | null {
  return octets === null ? null : Buffer.from(octets).toString('hex')
}

/** The value of a result that must be one. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`expected a value, got ${result.error}`)
  return result.value
}
