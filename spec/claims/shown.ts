/**
 * What each client was shown, and what its port verified of it since: the port's own call log, so that a machine
 * that skips a check, or checks other bytes, is noticed by what it did not compute (§7.2).
 */
import type { Fact, Octets } from '../boundary.ts'
import type { Call } from '../crypto.ts'
import type { Bundle, LogProof } from '../fleet/bundle.ts'
import type { Artifact } from '../fleet/format.ts'
import type { NodeId } from '../names.ts'
import type { FleetKeys, KeysTrusted, KeysWanted } from '../tells.ts'

/** The newest bundle that reached a client, and the calls that succeeded since. */
export interface Shown {
  readonly bundle: Bundle
  readonly proof: LogProof | null
  /** As `key message signature`, under the empty domain. */
  readonly verified: readonly string[]
  readonly digests: Readonly<Record<string, Octets>>
  readonly contents: Readonly<Record<string, Octets>>
  readonly artifacts: Readonly<Record<string, Artifact>>
}

/** By client. */
export type ShownTo = Readonly<Record<NodeId, Shown>>

/** The facts that `follow` looks at. */
export const SHOWN_READS = ['received', 'called'] as const

/** The table after one more fact; the same object when nothing changed. */
export function follow(table: ShownTo, fact: Fact): ShownTo {
  if (fact.fact === 'received' && fact.message.type === 'bundleAnswer') {
    const { bundle, proof } = fact.message as unknown as Pick<Shown, 'bundle' | 'proof'>
    const none = {}
    const shown = { bundle, proof, verified: [], digests: none, contents: none, artifacts: none }
    return { ...table, [fact.node]: shown }
  }
  if (fact.fact !== 'called') return table
  const shown = table[fact.node]
  const next = shown === undefined ? undefined : noted(shown, fact as unknown as Call)
  return next === undefined ? table : { ...table, [fact.node]: next }
}

function noted(shown: Shown, { op, args, result }: Call): Shown | undefined {
  const value = (result as { readonly ok?: boolean; readonly value?: unknown } | null)?.value
  switch (op) {
    case 'verify':
      if (result !== true || args[1] !== '') return undefined
      return { ...shown, verified: [...shown.verified, said(args[0], args[2], args[3])] }
    case 'digest':
      return { ...shown, digests: { ...shown.digests, [String(args[0])]: result as Octets } }
    case 'bundleContent':
      if (value === undefined) return undefined
      return { ...shown, contents: { ...shown.contents, [stampText(args[0])]: value as Octets } }
    case 'readArtifact':
      if (value === undefined) return undefined
      return { ...shown, artifacts: { ...shown.artifacts, [String(args[0])]: value as Artifact } }
    default:
      return undefined
  }
}

function said(key: unknown, message: unknown, signature: unknown): string {
  return `${key} ${message} ${signature}`
}

function stampText(stamp: unknown): string {
  const { suite, namespace, timestampMs, epoch, digest } = stamp as Bundle
  return JSON.stringify([suite, namespace, timestampMs, epoch, digest])
}

/** The table without a client whose question was answered: nothing of the bundle matters any more. */
export function settled(table: ShownTo, fact: Fact): ShownTo {
  if (fact.fact !== 'told' || !/^keys(Trusted|Refused)$/.test(fact.event.type)) return table
  if (table[fact.node] === undefined) return table
  const { [fact.node]: _settled, ...rest } = table
  return rest
}

/** Did this client's port verify this signature, as one by this key over this message? */
export function hasVerified(shown: Shown, key: Octets, message: Octets, signature: Octets): boolean {
  return shown.verified.includes(said(key, message, signature))
}

/** The bytes that the bundle's auditor signed, as this client's port computed them. */
export function contentShown({ contents, bundle }: Shown): Octets | undefined {
  return contents[stampText(bundle)]
}

/** The keys that a machine of this client was told to trust, if this fact is that. */
export function trustedNow(fact: Fact): FleetKeys | undefined {
  if (fact.fact !== 'told' || fact.event.type !== 'keysTrusted') return undefined
  return (fact.event as unknown as KeysTrusted).keys
}

/** The question that a machine put to trust, if this fact is that. */
export function wantedNow(fact: Fact): KeysWanted | undefined {
  if (fact.fact !== 'told' || fact.machine !== 'trust' || fact.event.type !== 'keysWanted') return undefined
  return fact.event as unknown as KeysWanted
}
