/**
 * Which implementation computes (§2.3): noble everywhere, libsodium's WASM where it loads. Nothing of libsodium
 * is read before somebody asks for it.
 */
import { sameBytes } from '../bytes.ts'
import { type Digest, nobleDigest } from './digest.ts'
import type { PrimeGroup } from './group.ts'
import { nobleP256, nobleRistretto255 } from './noble.ts'
import { nodeDigest } from './node-digest.ts'
import { sodiumSha512 } from './sodium-digest.ts'
import { type SodiumModule, scratchIn } from './sodium-memory.ts'
import { sodiumRistretto255 } from './sodium-ristretto255.ts'

/** The parts that suites are made of. */
export interface Backend {
  readonly name: 'libsodium' | 'noble'
  readonly ristretto255: PrimeGroup
  readonly p256: PrimeGroup
  readonly sha512: Digest
  readonly sha256: Digest
}

/** noble throughout: no platform is asked for anything. */
export const reference: Backend = {
  name: 'noble',
  ristretto255: nobleRistretto255(),
  p256: nobleP256(),
  sha512: nobleDigest('SHA-512'),
  sha256: nobleDigest('SHA-256'),
}

/** Loads libsodium's module; another one is passed in only to see what happens when that fails. */
export type SodiumLoader = () => Promise<SodiumModule>

/** What stands in when WASM cannot be had: noble's groups, the platform's hash functions. */
export const fallback: Backend = {
  ...reference,
  sha512: nodeDigest('SHA-512') ?? reference.sha512,
  sha256: nodeDigest('SHA-256') ?? reference.sha256,
}

/**
 * The fast backend, or the fallback after one notice that says why. Rejects never: a machine without
 * WebAssembly is slow, not broken.
 */
export async function loadBackend(
  notice: (line: string) => void,
  load: SodiumLoader = loadSodium,
): Promise<Backend> {
  try {
    return overSodium(await load())
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    notice(`ristretto255 runs on noble, some eight times slower: libsodium did not load (${why})`)
    return fallback
  }
}

/** A backend over a module that is ready. Throws when it does not pass the known-answer test. */
export function overSodium(module: SodiumModule): Backend {
  const scratch = scratchIn(module)
  const sha512 = sodiumSha512(scratch)
  const ristretto255 = sodiumRistretto255(scratch, sha512)
  knownAnswer(ristretto255, sha512)
  return { ...fallback, name: 'libsodium', ristretto255, sha512 }
}

async function loadSodium(): Promise<SodiumModule> {
  const { default: sodium } = await import('libsodium-wrappers-sumo')
  await sodium.ready
  // The wrappers hand out the module that they wrap, and their types leave it out.
  return (sodium as unknown as { libsodium: SodiumModule }).libsodium
}

// 3 · generator and its hash against noble's: is the module's memory laid out as we think?
function knownAnswer(group: PrimeGroup, sha512: Digest): void {
  const three = new Uint8Array(32)
  three[0] = 3
  const expected = reference.ristretto255.multiplyBase(three)!
  const element = group.multiplyBase(three) ?? new Uint8Array(0)
  const hash = sha512.hash(expected)
  if (!sameBytes(element, expected) || !sameBytes(hash, reference.sha512.hash(expected)))
    throw new Error('it failed a known-answer test')
}
