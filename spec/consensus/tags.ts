/** Tags of messages between replicas (§5.14): a hash under the session's key, over both ends and the content. */
import type { Message, Octets, Plain } from '../boundary.ts'
import type { CryptoPort } from '../crypto.ts'
import type { NodeId } from '../names.ts'
import { isPlain, packed } from './entry.ts'
import type { Entry } from './messages.ts'

// A part of a snapshot may be 32 deep.
const DEPTH_MAX = 40

/** A message as it travels. */
export type Tagged = Message & { readonly tag: Octets }

// The tag of an object that was tagged, or checked, here before; under which key, between whom.
interface Known {
  readonly key: Octets
  readonly from: NodeId
  readonly to: NodeId
  readonly tag: Octets
}
const known = new WeakMap<CryptoPort, WeakMap<Message, Known>>()

/**
 * The tag, 32 bytes. The inner hash covers the whole message, entries by their chains (the receiver computes those
 * anew from the payloads, §5.4); the outer one has a fixed length, so that nothing can be appended to it.
 */
export function tagOf(crypto: CryptoPort, key: Octets, from: NodeId, to: NodeId, message: Message): Octets {
  const {
    tag: _tag,
    entries,
    ...fields
  } = message as Message & {
    readonly tag?: Octets
    readonly entries?: readonly Entry[]
  }
  const chains = Array.isArray(entries)
    ? entries.map((entry: Partial<Entry> | null) => entry?.chain ?? null)
    : null
  const content = packed(crypto, { ...fields, chains } as unknown as Plain)
  const inner = crypto.hash('link.message', [crypto.text(from), crypto.text(to), content])
  return crypto.hash('link.tag', [key, inner])
}

/** The message with its tag. */
export function tagged(crypto: CryptoPort, key: Octets, from: NodeId, to: NodeId, message: Message): Tagged {
  const tag = tagOf(crypto, key, from, to, message)
  const whole = { ...message, tag }
  remember(crypto, whole, { key, from, to, tag })
  return whole
}

/** Has this, which may be hostile, the tag that it must have? */
export function isTagged(
  crypto: CryptoPort,
  key: Octets,
  from: NodeId,
  to: NodeId,
  message: Message & { readonly tag?: unknown },
): boolean {
  const before = known.get(crypto)?.get(message)
  if (before !== undefined && before.key === key && before.from === from && before.to === to) return true
  const { entries: _entries, ...fields } = message as { readonly tag?: unknown; readonly entries?: unknown }
  if (!crypto.isOctets(message.tag) || !isPlain(fields, DEPTH_MAX)) return false
  const tag = tagOf(crypto, key, from, to, message)
  // Compared under a keyed hash: how long it takes tells nothing of the tag (§1.7).
  const [right, given] = [tag, message.tag].map((each) => crypto.hash('link.compare', [key, each]))
  if (right !== given) return false
  remember(crypto, message, { key, from, to, tag })
  return true
}

function remember(crypto: CryptoPort, message: Message, what: Known): void {
  let table = known.get(crypto)
  if (table === undefined) {
    table = new WeakMap()
    known.set(crypto, table)
  }
  table.set(message, what)
}
