/** FLT-1, FLT-4 and ENR-4: what a client trusts, and that it sends to nobody else (§7.2). */
import type { Claim, Fact, Octets, Setting } from '../boundary.ts'
import type { TrustSetting } from '../fleet/setting.ts'
import type { NodeId } from '../names.ts'
import type { FleetKeys } from '../tells.ts'
import {
  contentShown,
  follow,
  hasVerified,
  SHOWN_READS,
  type Shown,
  type ShownTo,
  settled,
  trustedNow,
} from './shown.ts'
import { claim } from './told.ts'

interface Trusting {
  readonly trust: TrustSetting | undefined
  readonly shown: ShownTo
  readonly why: string | null
  readonly witnessed: boolean
}

const start = ({ trust }: Setting): Trusting => ({ trust, shown: {}, why: null, witnessed: false })

function isPinned({ trust }: Trusting, node: NodeId): boolean {
  return trust?.pins[node] !== undefined
}

/** What is wrong with an acceptance, or null. */
function unproven({ anchors }: TrustSetting, shown: Shown | undefined, keys: FleetKeys): string | null {
  if (shown === undefined) return 'no bundle was shown'
  const { bundle, digests, artifacts } = shown
  const content = contentShown(shown)
  const artifact = artifacts[bundle.artifact]
  if (bundle.namespace !== anchors.namespace) return 'another namespace'
  if (bundle.suite !== anchors.suite) return 'another ciphersuite'
  if (artifact === undefined || digests[bundle.artifact] !== bundle.digest) return 'another digest'
  if (content === undefined || !hasVerified(shown, anchors.auditor, content, bundle.signature)) {
    return "no auditor's signature over the content"
  }
  if (!hasVerified(shown, anchors.operator, bundle.signature, bundle.counterSignature)) {
    return "no operator's signature over the auditor's"
  }
  const { ake, sealing, signing } = artifact.keys
  const same = keys.ake === ake && keys.sealing === sealing && keys.signing === signing
  return same && keys.epoch === bundle.epoch && keys.fleet === artifact.fleet ? null : 'other keys or roles'
}

/** FLT-1. */
export const flt1 = claim<Trusting>({
  id: 'FLT-1',
  kind: 'always',
  section: '7.2',
  says: "a client accepts a bundle only with the auditor's signature over its exact content and the operator's counter-signature over that signature, right namespace, suite, digest, roles",
  source: 'Meta',
  reads: [...SHOWN_READS, 'told'],
  start,
  step: (at, fact) => {
    const shown = follow(at.shown, fact)
    const witnessed = at.witnessed || isHalfSigned(shown, fact)
    const next = shown === at.shown && witnessed === at.witnessed ? at : { ...at, shown, witnessed }
    const left = settled(shown, fact)
    const after = left === shown ? next : { ...next, shown: left }
    const keys = trustedNow(fact)
    if (keys === undefined || fact.fact !== 'told' || at.trust === undefined || isPinned(at, fact.node)) {
      return after
    }
    const why = unproven(at.trust, shown[fact.node], keys)
    return why === null ? after : { ...after, why: `${fact.node} accepted epoch ${keys.epoch}: ${why}` }
  },
  broken: ({ why }) => why,
  // A client that had a bundle to look at found a signature in it that does not verify.
  witness: ({ witnessed }) => witnessed,
})

// `follow` notes successes alone; a failure changes nothing, so it is looked for in the fact itself.
function isHalfSigned(shown: ShownTo, fact: Fact): boolean {
  if (fact.fact !== 'called' || shown[fact.node] === undefined) return false
  return fact.op === 'verify' && fact.result === false
}

/** FLT-4. */
export const flt4 = claim<Trusting>({
  id: 'FLT-4',
  kind: 'always',
  section: '7.2',
  says: 'a pinned client trusts its pins alone',
  source: 'Meta',
  reads: ['received', 'told'],
  start,
  step: (at, fact) => {
    if (fact.fact === 'received') {
      const offered = fact.message.type === 'bundleAnswer' && isPinned(at, fact.node)
      return offered && !at.witnessed ? { ...at, witnessed: true } : at
    }
    const keys = trustedNow(fact)
    if (keys === undefined || fact.fact !== 'told') return at
    const pins = at.trust?.pins[fact.node]
    if (pins === undefined || pins.some((pin) => isSameKeys(pin, keys))) return at
    return { ...at, why: `${fact.node} is pinned and trusted keys of epoch ${keys.epoch} that are no pin` }
  },
  broken: ({ why }) => why,
  // A pinned client was offered a bundle.
  witness: ({ witnessed }) => witnessed,
})

function isSameKeys(a: FleetKeys, b: FleetKeys): boolean {
  return a.ake === b.ake && a.sealing === b.sealing && a.signing === b.signing && a.fleet === b.fleet
}

interface Sending {
  readonly clients: readonly NodeId[]
  /** Sealing keys and fleets that each client was told to trust, over its crashes too. */
  readonly trusted: Readonly<Record<NodeId, readonly string[]>>
  /** Clients that were refused keys, or have been shown some that they did not trust yet. */
  readonly offered: Readonly<Record<NodeId, true>>
  readonly why: string | null
  readonly witnessed: boolean
}

/** ENR-4. */
export const enr4 = claim<Sending>({
  id: 'ENR-4',
  kind: 'always',
  section: '7.2',
  says: 'nothing leaves the client but to a fleet key that it has validated',
  source: 'ours',
  reads: ['received', 'told', 'called', 'sent'],
  start: ({ clients }) => ({ clients, trusted: {}, offered: {}, why: null, witnessed: false }),
  step: (at, fact) => {
    if (!('node' in fact) || !at.clients.includes(fact.node)) return at
    const { node } = fact
    const known = at.trusted[node] ?? []
    const keys = trustedNow(fact)
    if (keys !== undefined) {
      const trusted = [...new Set([...known, keys.sealing, `fleet ${keys.fleet}`])]
      return { ...at, trusted: { ...at.trusted, [node]: trusted } }
    }
    if (fact.fact === 'received' && fact.message.type === 'bundleAnswer') {
      return { ...at, offered: { ...at.offered, [node]: true } }
    }
    const target = targetOf(fact)
    if (target === undefined) return at
    const witnessed = at.witnessed || at.offered[node] === true
    if (known.includes(target)) return witnessed === at.witnessed ? at : { ...at, witnessed }
    return {
      ...at,
      witnessed,
      why: `${node} sent something to ${target.slice(0, 60)}, which it never validated`,
    }
  },
  broken: ({ why }) => why,
  // A client that had been shown keys over the air sent something to a fleet.
  witness: ({ witnessed }) => witnessed,
})

function targetOf(fact: Fact): string | undefined {
  if (fact.fact === 'called' && fact.op === 'sealTo') return fact.args[0] as Octets
  if (fact.fact !== 'sent' || fact.message.type !== 'toVault') return undefined
  return `fleet ${(fact.message as unknown as { readonly fleet: string }).fleet}`
}

/** The claims in this file. */
export const trustingClaims: readonly Claim[] = [flt1, flt4, enr4]
