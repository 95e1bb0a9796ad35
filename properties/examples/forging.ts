/** What forgeries are made of (§7.1, §7.4): an honest log of two epochs, and pens in the wrong hands. */
import type { Octets } from '../../spec/boundary.ts'
import type { CryptoPort, KeyPair, Twin } from '../../spec/crypto.ts'
import type { Anchors, Bundle, LogProof } from '../../spec/fleet/bundle.ts'
import type { Stamp } from '../../spec/fleet/format.ts'
import { type Entry, prove } from '../../spec/fleet/log.ts'
import { provisionAuthorities, provisionFleet, WORLD_BEGAN_MS } from '../../spec/fleet/provision.ts'
import { contentOf } from '../../spec/fleet/statements.ts'
import { seedsOf } from './fleet-world.ts'

/** A day, in ms. */
export const DAY_MS = 86_400_000

/** An honest log, its keys, and whoever holds none of them. */
export interface Materials {
  readonly crypto: CryptoPort
  readonly anchors: Anchors
  readonly auditor: KeyPair
  readonly operator: KeyPair
  readonly stranger: KeyPair
  readonly entries: readonly Entry[]
  /** By epoch - 1. */
  readonly bundles: readonly Bundle[]
}

/** What a front end shows a client. */
export interface Shown {
  readonly bundle: unknown
  readonly proof: unknown
}

/** The honest log of a twin: fleet a is epoch 1, fleet b is epoch 2. */
export function materials(twin: Twin): Materials {
  const crypto = twin.port
  const fleets = ['a', 'b'].map((fleet, i) => provisionFleet(crypto, fleet, i + 1, seedsOf(twin, fleet)))
  const authorities = provisionAuthorities(crypto, seedsOf(twin, 'a'))
  return {
    crypto,
    ...authorities,
    stranger: crypto.signingKeys(twin.draw('forgeries', 'stranger', 32)),
    entries: fleets.map(({ entry }) => entry),
    bundles: fleets.map(({ bundle }) => bundle),
  }
}

/** The honest answer for an epoch, with a checkpoint of that time. */
export function honest(
  m: Materials,
  epoch: number,
  nowMs = WORLD_BEGAN_MS,
  entries = m.entries,
  since = 0,
): Shown {
  const bundle = m.bundles[epoch - 1] as Bundle
  return { bundle, proof: prove(m.crypto, m.auditor, entries, nowMs, { bundle, since }) }
}

/** A bundle signed by whoever, over whatever. */
export function signed(
  m: Materials,
  change: Partial<Stamp & { readonly artifact: Octets }>,
  keys: { readonly auditor?: KeyPair; readonly operator?: KeyPair } = {},
): Bundle {
  const { crypto } = m
  const base = { ...(m.bundles[1] as Bundle), ...change }
  const content = contentOf(crypto, base) as Octets
  const signature = crypto.sign((keys.auditor ?? m.auditor).secret, '', content)
  return {
    ...base,
    signature,
    counterSignature: crypto.sign((keys.operator ?? m.operator).secret, '', signature),
  }
}

/** The honest proof of epoch 2 beside any bundle. */
export const shown = (m: Materials, bundle: unknown): Shown => ({ bundle, proof: honest(m, 2).proof })
/** The honest answer with another proof. */
export const proven = (
  m: Materials,
  change: (proof: LogProof) => unknown,
  epoch = 2,
  nowMs = WORLD_BEGAN_MS,
): Shown => {
  const answer = honest(m, epoch, nowMs)
  return { ...answer, proof: change(answer.proof as LogProof) }
}

/** The bundle with its roles swapped, under whatever digest it came with. */
export function swapped({ crypto, bundles }: Materials): Octets {
  const read = crypto.readArtifact((bundles[1] as Bundle).artifact)
  if (!read.ok) throw new Error('the honest artifact reads')
  const { ake, sealing, signing } = read.value.keys
  const artifact = crypto.artifact({ ...read.value, keys: { ake: sealing, sealing: ake, signing } })
  if (!artifact.ok) throw new Error('a swapped artifact is well-formed')
  return artifact.value
}

/** The log with another first entry, signed like the first. */
export function otherLog(m: Materials): readonly Entry[] {
  const first = m.entries[0] as Entry
  const timestampMs = first.timestampMs - 1
  const signature = m.crypto.sign(
    m.auditor.secret,
    '',
    contentOf(m.crypto, { ...first, timestampMs }) as Octets,
  )
  return [{ ...first, timestampMs, signature }, ...m.entries.slice(1)]
}

/** S + L in place of S: the same point equation, another string (RFC 8032 §5.1.7 demands S < L). */
export function malleated(signature: Octets): Octets {
  const order = 2n ** 252n + 27742317777372353535851937790883648493n
  const bytes = signature.match(/../g) as string[]
  const s = BigInt(`0x${bytes.slice(32).reverse().join('')}`) + order
  const hex = s.toString(16).padStart(64, '0')
  return (bytes.slice(0, 32).join('') + (hex.match(/../g) as string[]).reverse().join('')) as Octets
}
