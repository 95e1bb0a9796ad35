/** FLT-2 and TRN-1: which epoch a client accepts, and that it lies in the log (§7.2, §7.4). */
import type { Claim, Fact, Setting } from '../boundary.ts'
import type { Logged, TrustSetting } from '../fleet/setting.ts'
import type { NodeId } from '../names.ts'
import { follow, SHOWN_READS, type ShownTo, settled, trustedNow, wantedNow } from './shown.ts'
import { claim } from './told.ts'

/** What a client has accepted so far, as its port and its tells show it. */
interface Accepted {
  readonly newest: number
  /** Keys by fleet. */
  readonly held: Readonly<Record<string, string>>
}

interface Want {
  readonly fleet: string | null
  readonly nowMs: number
  readonly recovers: boolean
}

interface Epochs {
  readonly trust: TrustSetting | undefined
  readonly accepted: Readonly<Record<NodeId, Accepted>>
  /** Questions put to trust that it has not answered, oldest first. */
  readonly wants: Readonly<Record<NodeId, readonly Want[]>>
  readonly log: readonly Logged[]
  readonly shown: ShownTo
  readonly why: string | null
  readonly witnessed: boolean
}

const start = ({ trust }: Setting): Epochs => ({
  trust,
  accepted: {},
  wants: {},
  log: trust?.genesis ?? [],
  shown: {},
  why: null,
  witnessed: false,
})

/** The log after this fact, if it is a log's persisting. */
export function loggedNow(fact: Fact): readonly Logged[] | undefined {
  return fact.fact === 'persisted' && fact.cell === 'auditor.log'
    ? (fact.value as readonly Logged[])
    : undefined
}

/** FLT-2. */
export const flt2 = claim<Epochs>({
  id: 'FLT-2',
  kind: 'always',
  section: '7.2',
  says: 'never an older epoch than one it has accepted, unless its own storage names a fleet that it holds or, with log proofs, it recovers and the overlap lasts; a client without memory starts from the floor, and takes no epoch whose overlap is over',
  source: 'ours',
  reads: ['received', 'told', 'persisted', 'crashed'],
  start,
  step: (at, fact) => {
    if (at.trust === undefined) return at
    const log = loggedNow(fact)
    if (log !== undefined) return { ...at, log }
    // Its questions are gone with its power.
    if (fact.fact === 'crashed') {
      return at.wants[fact.node] === undefined ? at : { ...at, wants: { ...at.wants, [fact.node]: [] } }
    }
    if (fact.fact === 'received') return offered(at, fact)
    if (fact.fact !== 'told') return at
    const want = wantedNow(fact)
    if (want !== undefined) {
      const { fleet, by, purpose } = want
      const nowMs = want.nowMs ?? at.trust.builtAtMs[fact.node] ?? 0
      const recovers = purpose === undefined ? by !== 'enrollment' : purpose === 'recover'
      const asked = { fleet: fleet ?? null, nowMs, recovers }
      return { ...at, wants: { ...at.wants, [fact.node]: [...(at.wants[fact.node] ?? []), asked] } }
    }
    if (fact.event.type === 'keysRefused') return answered(at, fact.node)
    return accepted(at, fact)
  },
  broken: ({ why }) => why,
  // A client was shown an epoch older than one it had accepted, or a new one an epoch whose overlap was over.
  witness: ({ witnessed }) => witnessed,
})

function answered(at: Epochs, node: NodeId): Epochs {
  return { ...at, wants: { ...at.wants, [node]: (at.wants[node] ?? []).slice(1) } }
}

function offered(at: Epochs, fact: Extract<Fact, { fact: 'received' }>): Epochs {
  if (at.witnessed || fact.message.type !== 'bundleAnswer') return at
  const { bundle } = fact.message as unknown as { readonly bundle: { readonly epoch?: unknown } | null }
  const epoch = bundle?.epoch
  if (typeof epoch !== 'number') return at
  const before = at.accepted[fact.node]
  const nowMs = at.wants[fact.node]?.[0]?.nowMs
  const older = before !== undefined && epoch < before.newest
  const over = before === undefined && nowMs !== undefined && isOver(at, epoch, nowMs)
  return older || over ? { ...at, witnessed: true } : at
}

// The epoch behind it was logged longer ago than an overlap lasts.
function isOver({ trust, log }: Epochs, epoch: number, nowMs: number): boolean {
  const next = log.find((entry) => entry.epoch === epoch + 1)
  return next !== undefined && next.timestampMs + (trust as TrustSetting).overlapMs < nowMs
}

function accepted(at: Epochs, fact: Extract<Fact, { fact: 'told' }>): Epochs {
  const keys = trustedNow(fact)
  const { node } = fact
  if (keys === undefined || at.trust?.pins[node] !== undefined) return at
  const want = at.wants[node]?.[0]
  const before = at.accepted[node] ?? { newest: -1, held: {} }
  const spelled = `${keys.epoch} ${keys.ake} ${keys.sealing} ${keys.signing}`
  const next = answered(at, node)
  const now: Accepted = {
    newest: Math.max(before.newest, keys.epoch),
    held: { ...before.held, [keys.fleet]: spelled },
  }
  const why = faultOf(at, before, want, keys.epoch, keys.fleet, spelled)
  const told = why === null ? next : { ...next, why: `${node} ${why}` }
  return { ...told, accepted: { ...at.accepted, [node]: now } }
}

function faultOf(
  at: Epochs,
  before: Accepted,
  want: Want | undefined,
  epoch: number,
  fleet: string,
  spelled: string,
): string | null {
  const { floor, logProofs } = at.trust as TrustSetting
  if (epoch < floor) return `accepted epoch ${epoch}, below the floor`
  const isPast = want !== undefined && isOver(at, epoch, want.nowMs)
  const names = want?.fleet === fleet && before.held[fleet] === spelled
  const goesBack = logProofs && want?.recovers === true && !isPast
  if (epoch < before.newest && !names && !goesBack) {
    return `accepted epoch ${epoch} after epoch ${before.newest}`
  }
  return before.newest < 0 && isPast ? `accepted epoch ${epoch}, whose overlap is over` : null
}

/** TRN-1. */
export const trn1 = claim<Epochs>({
  id: 'TRN-1',
  kind: 'always',
  section: '7.4',
  says: 'a bundle that a client accepts is in the log',
  source: 'ours',
  reads: [...SHOWN_READS, 'told', 'persisted'],
  start,
  step: (at, fact) => {
    if (at.trust === undefined) return at
    const log = loggedNow(fact)
    if (log !== undefined) return { ...at, log }
    const shown = follow(at.shown, fact)
    const next = shown === at.shown ? at : noticed({ ...at, shown }, fact)
    const keys = trustedNow(fact)
    if (keys === undefined || fact.fact !== 'told' || at.trust.pins[fact.node] !== undefined) return next
    const bundle = shown[fact.node]?.bundle
    const after = { ...next, shown: settled(shown, fact) }
    if (bundle !== undefined && isLogged(next, bundle)) return after
    return { ...after, why: `${fact.node} accepted epoch ${keys.epoch}, which the log does not hold` }
  },
  broken: ({ why }) => why,
  // A client was shown a bundle that is not in the log.
  witness: ({ witnessed }) => witnessed,
})

function isLogged({ log }: Epochs, bundle: { readonly epoch: number; readonly digest: string }): boolean {
  return log.some((entry) => entry.epoch === bundle.epoch && entry.digest === bundle.digest)
}

function noticed(at: Epochs, fact: Fact): Epochs {
  if (fact.fact !== 'received' || at.witnessed) return at
  const bundle = at.shown[fact.node]?.bundle
  return typeof bundle === 'object' && bundle !== null && !isLogged(at, bundle)
    ? { ...at, witnessed: true }
    : at
}

/** The claims in this file. */
export const epochClaims: readonly Claim[] = [flt2, trn1]
