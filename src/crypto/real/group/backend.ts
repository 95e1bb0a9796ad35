/**
 * Which implementation computes (§2.3): libsodium's WASM where it loads, noble elsewhere; our own multiplication for
 * those who ask for it. Nothing is loaded or compiled before somebody does.
 */
import { sameBytes } from '../bytes.ts'
import { type Digest, nobleDigest } from './digest.ts'
import type { PrimeGroup } from './group.ts'
import { startLanes } from './lanes/module.ts'
import { lanesGroup } from './lanes/ristretto255.ts'
import { lanesRistretto255 } from './lanes-ristretto255.ts'
import { nobleP256, nobleRistretto255 } from './noble.ts'
import { nodeDigest } from './node-digest.ts'
import { sodiumSha512 } from './sodium-digest.ts'
import { type SodiumModule, scratchIn } from './sodium-memory.ts'
import { sodiumRistretto255 } from './sodium-ristretto255.ts'

/** The parts that suites are made of. */
export interface Backend {
  readonly name: 'lanes' | 'libsodium' | 'noble'
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

/** What may be asked of `loadBackend`. */
export interface BackendOptions {
  /** True: our own multiplication, which nobody has audited, in place of libsodium's (§2.3 weighs the two). */
  readonly lanes?: boolean
  /** Where libsodium comes from; the installed package unless given. */
  readonly load?: SodiumLoader
}

/**
 * The fast backend, or a slower one after one notice that says why. Rejects never: a machine without WebAssembly
 * is slow, not broken.
 */
export async function loadBackend(
  notice: (line: string) => void,
  { lanes = false, load = loadSodium }: BackendOptions = {},
): Promise<Backend> {
  let sodium: Backend
  try {
    sodium = overSodium(await load())
  } catch (error) {
    notice(`ristretto255 runs on noble, ten times slower: libsodium ${reasonOf(error)}`)
    return fallback
  }
  if (!lanes) return sodium
  try {
    return overLanes(sodium)
  } catch (error) {
    notice(`ristretto255 multiplies with libsodium: the vector module ${reasonOf(error)}`)
    return sodium
  }
}

/** A backend over a module that is ready. Throws when it does not pass the known-answer test. */
export function overSodium(module: SodiumModule): Backend {
  const scratch = scratchIn(module)
  const sha512 = sodiumSha512(scratch)
  const ristretto255 = sodiumRistretto255(scratch, sha512)
  if (!sameBytes(sha512.hash(THREE), reference.sha512.hash(THREE))) throw new Error(WRONG_ANSWER)
  return { ...fallback, name: 'libsodium', ristretto255: known(ristretto255), sha512 }
}

/** The same with our own multiplication. Throws without WebAssembly's vectors, or on a wrong known answer. */
export function overLanes(sodium: Backend): Backend {
  const lanes = lanesRistretto255(sodium.ristretto255, lanesGroup(startLanes()))
  return { ...sodium, name: 'lanes', ristretto255: known(lanes) }
}

async function loadSodium(): Promise<SodiumModule> {
  const { default: sodium } = await import('libsodium-wrappers-sumo')
  await sodium.ready
  // The wrappers hand out the module that they wrap, and their types leave it out.
  return (sodium as unknown as { libsodium: SodiumModule }).libsodium
}

const THREE = new Uint8Array(32).fill(3, 0, 1)
const WRONG_ANSWER = 'failed a known-answer test'

// 3 · (3 · generator), and a third, against noble's: a module that computes something else is not used.
function known(group: PrimeGroup): PrimeGroup {
  const nine = (of: PrimeGroup) => of.multiply(THREE, of.multiplyBase(THREE) ?? THREE) ?? THREE
  const third = (of: PrimeGroup) => of.invert(THREE) ?? THREE
  const { ristretto255 } = reference
  if (!sameBytes(nine(group), nine(ristretto255)) || !sameBytes(third(group), third(ristretto255)))
    throw new Error(WRONG_ANSWER)
  return group
}

function reasonOf(error: unknown): string {
  return `did not start (${error instanceof Error ? error.message : String(error)})`
}
