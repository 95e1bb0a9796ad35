/** What a phone counts on, from one moment to the next (§8.3). */
import type { Octets } from '../boundary.ts'
import type { CryptoPort } from '../crypto.ts'
import type { Profile } from '../profiles.ts'
import type { Ended } from '../tells.ts'
import { VERSION } from '../vault/words.ts'
import type { Context, Held, Way } from './holding-context.ts'

const without = (ways: readonly Way[], way: Way) => ways.filter((other) => other !== way)
const including = (ways: readonly Way[], way: Way) => [...without(ways, way), way].sort()

/** Nobody counts on a way from before the first byte that may change it. */
export function doubting(held: Held, way: Way): Held {
  return { ...held, certain: without(held.certain, way), doubtful: including(held.doubtful, way) }
}

/** The way gives K: somebody who has to know said so. */
export function certainOf(held: Held, way: Way): Held {
  return { ...held, certain: including(held.certain, way), doubtful: without(held.doubtful, way) }
}

/** The way gives nothing any more. */
export function withoutWay(held: Held, way: Way): Held {
  return { ...held, certain: without(held.certain, way), doubtful: without(held.doubtful, way) }
}

/** A mark by which K is known again and from which it cannot be found: 32 bytes. */
export function markOf(crypto: CryptoPort, key: Octets): Octets {
  return crypto.hash(`${VERSION} mark of K`, [key])
}

/**
 * What an enrolment's end says of the vault. Where nothing has reached it, or where a record needs a confirmation that
 * was never sent (`hardened`), what was there before is there still; in `published` the first request already
 * cost the old record.
 */
export function afterEnrolment({ confirmation }: Profile, { held, before }: Context, ended: Ended): Held {
  const { outcome } = ended
  if (outcome === 'enrolled') return certainOf(held, 'vault')
  const untouched = outcome === 'untrustedFleet' || (outcome === 'unavailable' && confirmation)
  return untouched ? { ...before, key: held.key } : held
}

/** What a deletion's end says of the vault: gone, as it was, or nobody knows. */
export function afterDeletion({ held, before }: Context, { outcome }: Ended): Held {
  if (/^(deleted|exhausted|notEnrolled)$/.test(outcome)) return withoutWay(held, 'vault')
  return /^(wrongPassword|delayed|untrustedFleet)$/.test(outcome) ? before : held
}
