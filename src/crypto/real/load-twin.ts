/** The real twin on the fast backend (§2.3, §2.4): loaded before a world is built, because a port is synchronous. */
import type { Twin } from '../../../spec/crypto.ts'
import { loadSodiumArgon2id } from './argon2-sodium.ts'
import { type BackendOptions, loadBackend } from './group/backend.ts'
import { ristretto255Suite } from './opaque/suites.ts'
import { createRealTwin } from './port.ts'

/**
 * The real twin on libsodium, or on noble after one notice where libsodium does not load. The bytes are the same,
 * some eight times later. Never rejects.
 */
export async function loadRealTwin(
  notice: (line: string) => void,
  options: BackendOptions = {},
): Promise<Twin> {
  const backend = await loadBackend(notice, options)
  const suite = ristretto255Suite(backend)
  if (backend.name === 'noble') return createRealTwin({ suite })
  return createRealTwin({ suite, argon2id: await loadSodiumArgon2id() })
}
